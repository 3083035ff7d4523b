"""SyncFolderHierarchy: what is on the wire. What is told is tested in test_folder_changes.py."""

from typing import Any

from tests.protocols.ews.client import Answer, Ews
from tests.protocols.ews.public_folders import named


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


def names_of(answer: Answer) -> dict[str, list[str]]:
    """Return what is told: names of new and changed folders, and numbers of deleted ones."""
    assert answer.codes == ["NoError"]
    return {
        "new": answer.texts(".//t:Create/*/t:DisplayName"),
        "changed": answer.texts(".//t:Update/*/t:DisplayName"),
        "gone": answer.attributes(".//t:Delete/t:FolderId", "Id"),
    }


def test_rights_that_come_and_go_are_told_as_folders_that_do(ews: Ews) -> None:
    team, one, other = (ews.mailbox.add_folder(path) for path in ("Team", "Team/one", "Team/other"))
    allow = ews.tenant.rights.add_folder_permission
    for path in ("Team", "Team/one"):
        allow(ews.alice, path, ews.bob, "Reviewer")
    asked = request().replace("</m:FolderShape>", f"</m:FolderShape><m:SyncFolderId>{named(team)}</m:SyncFolderId>")

    def sync(state: str) -> tuple[str, dict[str, list[str]]]:
        given = f"<m:SyncState>{state}</m:SyncState>" if state else ""
        answer = ews(asked.replace("</m:SyncFolderId>", f"</m:SyncFolderId>{given}"), ews.bob)
        return state_of(answer), names_of(answer)

    state, told = sync("")
    assert told == {"new": ["one"], "changed": [], "gone": []}
    ews.mailbox.folders.rename(other, "another")
    state, told = sync(state)
    assert told == {"new": [], "changed": [], "gone": []}
    allow(ews.alice, "Team/another", ews.bob, "Reviewer")
    state, told = sync(state)
    assert told == {"new": ["another"], "changed": [], "gone": []}
    allow(ews.alice, "Team/one", ews.bob, "None")
    ews.mailbox.folders.rename(other, "other")
    state, told = sync(state)
    assert told == {"new": [], "changed": ["other"], "gone": [one.folder_id]}
    ews.mailbox.folders.delete(one)
    state, told = sync(state)
    assert told == {"new": [], "changed": [], "gone": []}
    hidden = ews.mailbox.add_folder("Team/hidden")
    allow(ews.alice, "Team/hidden", ews.bob, "None")
    ews.tenant.rights.add_mailbox_permission("alice", "bob")
    state, told = sync(state)
    assert told == {"new": ["hidden"], "changed": [], "gone": []}
    ews.tenant.rights.remove_mailbox_permission("alice", "bob")
    _, told = sync(state)
    assert told == {"new": [], "changed": [], "gone": [hidden.folder_id]}
