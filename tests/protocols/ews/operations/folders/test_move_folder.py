"""MoveFolder and CopyFolder."""

from typing import Any

import pytest

from tests.protocols.ews.client import Ews


def request(operation: str, folder_id: str, target: str = '<t:DistinguishedFolderId Id="drafts"/>') -> str:
    return (
        f'<m:{operation}><m:ToFolderId>{target}</m:ToFolderId><m:FolderIds><t:FolderId Id="{folder_id}"/>'
        f"</m:FolderIds></m:{operation}>"
    )


@pytest.fixture
def folder(ews: Ews) -> Any:
    made = ews.mailbox.folders.create(ews.mailbox.folders.distinguished("inbox"), "folder")
    ews.mailbox.deliver(subject="1", folder="Inbox/folder")
    return made


def test_a_moved_folder_keeps_its_id_and_gets_another_change_key(ews: Ews, folder: Any) -> None:
    before = folder.folder_id, folder.change_key
    found = ews(request("MoveFolder", folder.folder_id)).find(".//t:FolderId")
    assert found.get("Id") == before[0]
    assert found.get("ChangeKey") != before[1]
    assert folder.path == "Drafts/folder"


def test_a_copied_folder_is_another_with_the_same_content(ews: Ews, folder: Any) -> None:
    copied = ews(request("CopyFolder", folder.folder_id)).attribute(".//t:FolderId", "Id")
    copy = ews.mailbox.folders.by_id(copied)
    assert copy is not folder
    assert (copy.path, copy.total_count) == ("Drafts/folder", 1)
    assert folder.total_count == 1


def test_distinguished_folders_stay_where_they_are(ews: Ews) -> None:
    assert ews(request("MoveFolder", ews.folder_id("sentitems"))).codes == ["ErrorMoveDistinguishedFolder"]


def test_a_name_that_is_taken_there(ews: Ews, folder: Any) -> None:
    ews.mailbox.folders.create(ews.mailbox.folders.distinguished("drafts"), "Folder")
    assert ews(request("MoveFolder", folder.folder_id)).codes == ["ErrorFolderExists"]


def test_a_target_that_does_not_exist(ews: Ews, folder: Any) -> None:
    target = '<t:DistinguishedFolderId Id="archiveroot"/>'
    assert ews(request("MoveFolder", folder.folder_id, target)).codes == ["ErrorToFolderNotFound"]


def test_a_folder_cannot_go_below_itself(ews: Ews, folder: Any) -> None:
    target = f'<t:FolderId Id="{folder.folder_id}"/>'
    assert ews(request("MoveFolder", folder.folder_id, target)).codes == ["ErrorMoveCopyFailed"]


def test_folders_stay_in_their_mailbox(ews: Ews, folder: Any) -> None:
    ews.tenant.rights.add_mailbox_permission(ews.bob, ews.alice)
    other = ews.tenant.mailbox(ews.bob).folders.distinguished("inbox")
    target = f'<t:FolderId Id="{other.folder_id}"/>'
    assert ews(request("MoveFolder", folder.folder_id, target)).codes == ["ErrorMoveCopyFailed"]
