"""DeleteFolder and EmptyFolder."""

from typing import Any

import pytest

from tests.protocols.ews.client import Ews


def delete(*folder_ids: str, mode: str = "HardDelete") -> str:
    ids = "".join(f'<t:FolderId Id="{folder_id}"/>' for folder_id in folder_ids)
    return f'<m:DeleteFolder DeleteType="{mode}"><m:FolderIds>{ids}</m:FolderIds></m:DeleteFolder>'


def empty(folder_id: str, mode: str = "HardDelete", deep: str = "false") -> str:
    return (
        f'<m:EmptyFolder DeleteType="{mode}" DeleteSubFolders="{deep}"><m:FolderIds><t:FolderId Id="{folder_id}"/>'
        "</m:FolderIds></m:EmptyFolder>"
    )


@pytest.fixture
def folder(ews: Ews) -> Any:
    return ews.mailbox.folders.create(ews.mailbox.folders.distinguished("inbox"), "folder")


@pytest.mark.parametrize("mode", ["HardDelete", "SoftDelete"])
def test_a_deleted_folder_is_gone(ews: Ews, folder: Any, mode: str) -> None:
    folder_id = folder.folder_id
    assert ews(delete(folder_id, mode=mode)).codes == ["NoError"]
    assert ews(delete(folder_id)).codes == ["ErrorItemNotFound"]


def test_a_folder_moves_to_the_deleted_items_and_keeps_its_id(ews: Ews, folder: Any) -> None:
    folder_id = folder.folder_id
    assert ews(delete(folder_id, mode="MoveToDeletedItems")).codes == ["NoError"]
    assert ews.mailbox.folders.by_id(folder_id).parent is ews.mailbox.folders.distinguished("deleteditems")


def test_distinguished_folders_stay_and_spoil_nothing(ews: Ews, folder: Any) -> None:
    answer = ews(delete(ews.folder_id("inbox"), folder.folder_id))
    assert answer.codes == ["ErrorDeleteDistinguishedFolder", "NoError"]
    assert answer.texts(".//m:MessageText") == ["Distinguished folders cannot be deleted."]


@pytest.mark.parametrize(("deep", "left"), [("false", 1), ("0", 1), ("true", 0), ("1", 0)])
def test_emptying_takes_the_items_and_on_request_the_folders(ews: Ews, folder: Any, deep: str, left: int) -> None:
    ews.mailbox.deliver(subject="1", folder="Inbox/folder")
    ews.mailbox.folders.create(folder, "below")
    assert ews(empty(folder.folder_id, deep=deep)).codes == ["NoError"]
    assert folder.total_count == 0
    assert len(folder.children) == left


def test_what_every_mailbox_has_is_emptied_and_stays(ews: Ews) -> None:
    common_views = next(
        one for one in ews.mailbox.folders.distinguished("root").children if one.display_name == "Common Views"
    )
    assert ews(delete(common_views.folder_id)).codes == ["ErrorDeleteDistinguishedFolder"]
    contacts = ews.mailbox.folders.distinguished("contacts")
    ews(empty(contacts.folder_id, deep="true"))
    assert "GAL Contacts" in [one.display_name for one in contacts.children]


def test_softly_emptied_items_can_be_recovered(ews: Ews, folder: Any) -> None:
    ews.mailbox.deliver(subject="1", folder="Inbox/folder")
    ews(empty(folder.folder_id, "SoftDelete"))
    assert ews.mailbox.folders.distinguished("recoverableitemsdeletions").total_count == 1


def test_the_calendar_is_not_emptied(ews: Ews) -> None:
    assert ews(empty(ews.folder_id("calendar"))).codes == ["ErrorCannotEmptyFolder"]


def test_an_unknown_way_to_delete_is_a_schema_fault(ews: Ews, folder: Any) -> None:
    assert "ErrorSchemaValidation" in ews(delete(folder.folder_id, mode="Burn")).text


@pytest.mark.parametrize("operation", ["DeleteFolder", "EmptyFolder", "CopyFolder"])
def test_many_items_take_many_steps(ews: Ews, folder: Any, operation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(100):
        ews.mailbox.deliver(subject=str(number), folder="Inbox/folder")
    requests = {
        "DeleteFolder": delete(folder.folder_id, mode="SoftDelete"),
        "EmptyFolder": empty(folder.folder_id),
        "CopyFolder": '<m:CopyFolder><m:ToFolderId><t:DistinguishedFolderId Id="drafts"/></m:ToFolderId>'
        f'<m:FolderIds><t:FolderId Id="{folder.folder_id}"/></m:FolderIds></m:CopyFolder>',
    }
    steps: list[int] = []
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    assert ews.in_steps(requests[operation], steps.append).codes == ["NoError"]
    assert len(steps) >= 4
    assert folder.total_count == (100 if operation == "CopyFolder" else 0)
