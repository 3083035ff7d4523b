"""SyncFolderHierarchy: what is on the wire. What is told is tested in test_folder_changes.py."""

from typing import Any

from tests.protocols.ews.client import Ews


def request(state: str = "", folder: str = "") -> str:
    given = f"<m:SyncState>{state}</m:SyncState>" if state else ""
    root = f'<m:SyncFolderId><t:DistinguishedFolderId Id="{folder}"/></m:SyncFolderId>' if folder else ""
    return (
        "<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
        f"{root}{given}</m:SyncFolderHierarchy>"
    )


def state_of(answer: Any) -> str:
    return str(answer.find(".//m:SyncState").text)


def test_the_whole_mailbox_where_no_folder_is_named(ews: Ews) -> None:
    answer = ews(request())
    names = answer.texts(".//t:Create/*/t:DisplayName")
    assert {"Top of Information Store", "Inbox", "Calendar"} <= set(names)
    assert answer.find(".//m:IncludesLastFolderInRange").text == "true"


def test_create_update_and_delete(ews: Ews) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    renamed, gone = ews.mailbox.folders.create(inbox, "old"), ews.mailbox.folders.create(inbox, "gone")
    state = state_of(ews(request()))
    ews.mailbox.folders.create(inbox, "new")
    ews.mailbox.folders.rename(renamed, "renamed")
    ews.mailbox.folders.delete(gone)
    answer = ews(request(state))
    assert answer.texts(".//t:Create/t:Folder/t:DisplayName") == ["new"]
    assert answer.texts(".//t:Update/t:Folder/t:DisplayName") == ["renamed"]
    assert answer.attributes(".//t:Delete/t:FolderId", "Id") == [gone.folder_id]
    assert not ews(request(state_of(answer))).all(".//m:Changes/*")


def test_a_bad_state(ews: Ews) -> None:
    assert ews(request("XXX")).codes == ["ErrorInvalidSyncStateData"]
    assert ews(request(state_of(ews(request())), "inbox")).codes == ["ErrorInvalidSyncStateData"]


def test_the_root_is_not_the_same_as_no_folder(ews: Ews) -> None:
    of_whole, of_root = state_of(ews(request())), state_of(ews(request(folder="root")))
    assert ews(request(of_whole, "root")).codes == ["ErrorInvalidSyncStateData"]
    assert ews(request(of_root)).codes == ["ErrorInvalidSyncStateData"]
    assert ews(request(of_whole)).codes == ews(request(of_root, "root")).codes == ["NoError"]


def test_a_state_survives_what_is_taken_back_behind_it(ews: Ews) -> None:
    before = state_of(ews(request()))
    snapshot = ews.tenant.snapshot()
    ews.mailbox.add_folder("Later")
    after = state_of(ews(request(before)))
    ews.tenant.restore(snapshot)
    assert ews(request(before)).all(".//m:Changes/*") == []
    # It shows what has not been.
    assert ews(request(after)).codes == ["ErrorInvalidSyncStateData"]
    ews.mailbox.add_folder("New")
    assert ews(request(before)).texts(".//t:Create//t:DisplayName") == ["New"]


def test_a_folder_that_does_not_exist(ews: Ews) -> None:
    assert ews(request(folder="archiveinbox")).codes == ["ErrorSyncFolderNotFound"]
