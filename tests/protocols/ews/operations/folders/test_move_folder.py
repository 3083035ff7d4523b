"""MoveFolder and CopyFolder."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeserver import steps
from fakeserver.tenant.exchange.entities import Folder
from tests.protocols.ews.client import Ews
from tests.world import World


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


def test_a_folder_that_is_deleted_while_it_is_copied_leaves_no_copy(
    ews: Ews, folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "STEP", -1.0)
    drafts = ews.mailbox.folders.distinguished("drafts")
    for number in range(100):
        ews.mailbox.deliver(subject=str(number), folder="Inbox/folder")

    def delete(taken: int) -> None:
        if taken == 1:
            assert [copy.display_name for copy in drafts.children] == ["folder"]
            ews.mailbox.folders.delete(folder)

    answer = ews.in_steps(request("CopyFolder", folder.folder_id), delete)
    assert answer.codes == ["ErrorFolderNotFound"]
    assert (answer.all(".//t:FolderId"), drafts.children) == ([], [])


def test_distinguished_folders_stay_where_they_are(ews: Ews) -> None:
    assert ews(request("MoveFolder", ews.folder_id("sentitems"))).codes == ["ErrorMoveDistinguishedFolder"]


def test_a_name_that_is_taken_there(ews: Ews, folder: Any) -> None:
    ews.mailbox.folders.create(ews.mailbox.folders.distinguished("drafts"), "Folder")
    assert ews(request("MoveFolder", folder.folder_id)).codes == ["ErrorFolderExists"]


def by_id(folder: Folder) -> str:
    """Return the element that names a folder: by its distinguished id where it has one."""
    if folder.distinguished_id:
        return f'<t:DistinguishedFolderId Id="{folder.distinguished_id}"/>'
    return f'<t:FolderId Id="{folder.folder_id}"/>'


def put(ews: Ews, operation: str, folder: Folder, target: Folder) -> Any:
    return ews(
        f"<m:{operation}><m:ToFolderId>{by_id(target)}</m:ToFolderId><m:FolderIds>{by_id(folder)}</m:FolderIds>"
        f"</m:{operation}>"
    )


def below(ews: Ews, folder: Folder, *names: str) -> list[Folder]:
    """Make folders, each below the one before it; return them with the first."""
    made = [folder]
    for name in names:
        made.append(ews.mailbox.folders.create(made[-1], name))
    return made


@pytest.mark.parametrize("operation", ["MoveFolder", "CopyFolder"])
@pytest.mark.parametrize("target", [0, 1, 2])
@pytest.mark.parametrize("moved_before", [False, True])
def test_a_folder_cannot_go_below_itself(
    ews: Ews, folder: Any, operation: str, target: int, moved_before: bool
) -> None:
    lineage = below(ews, folder, "child", "grandchild")
    if moved_before:
        # The child comes to lie below it only by a move, and the folder itself has moved as well.
        elsewhere = ews.mailbox.folders.distinguished("archive")
        assert put(ews, "MoveFolder", lineage[1], elsewhere).codes == ["NoError"]
        assert put(ews, "MoveFolder", lineage[1], folder).codes == ["NoError"]
        assert put(ews, "MoveFolder", folder, elsewhere).codes == ["NoError"]
    answer = put(ews, operation, folder, lineage[target])
    assert answer.codes == ["ErrorMoveCopyFailed"]
    assert answer.texts(".//m:MessageText") == ["The move or copy operation failed."]
    assert [one.display_name for one in folder.descendants()] == ["child", "grandchild"]


@pytest.mark.parametrize("operation", ["MoveFolder", "CopyFolder"])
def test_a_folder_may_go_below_what_has_left_it_or_was_copied_from_it(ews: Ews, folder: Any, operation: str) -> None:
    _, child = below(ews, folder, "child")
    copied = put(ews, "CopyFolder", child, ews.mailbox.folders.distinguished("drafts"))
    copy = ews.mailbox.folders.by_id(copied.find(".//t:FolderId").get("Id"))
    assert put(ews, "MoveFolder", child, ews.mailbox.folders.distinguished("archive")).codes == ["NoError"]
    assert put(ews, operation, folder, child).codes == ["NoError"]
    assert put(ews, operation, folder, copy).codes == ["NoError"]


@pytest.mark.parametrize(
    ("operation", "code"), [("MoveFolder", "ErrorMoveDistinguishedFolder"), ("CopyFolder", "ErrorMoveCopyFailed")]
)
def test_a_distinguished_folder_does_not_go_below_itself(ews: Ews, folder: Any, operation: str, code: str) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    for target in (inbox, folder):
        assert put(ews, operation, inbox, target).codes == [code]


def test_the_copy_of_a_distinguished_folder_is_an_ordinary_one(ews: Ews, folder: Any) -> None:
    answer = put(
        ews, "CopyFolder", ews.mailbox.folders.distinguished("inbox"), ews.mailbox.folders.distinguished("drafts")
    )
    copy = ews.mailbox.folders.by_id(answer.find(".//t:FolderId").get("Id"))
    assert (copy.path, copy.distinguished_id, copy.built_in) == ("Drafts/Inbox", None, False)
    assert [(one.display_name, one.total_count) for one in copy.children] == [("folder", 1)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["MoveFolder", "CopyFolder"]), st.integers(0, 99), st.integers(0, 99))))
def test_whatever_was_moved_and_copied_before_no_folder_gets_below_itself(actions: list[tuple[str, int, int]]) -> None:
    ews = Ews(World.of("alice", "bob"))
    folders = below(ews, ews.mailbox.folders.distinguished("inbox"), "a", "b", "c")
    for operation, one, other in actions:
        folder, target = folders[one % len(folders)], folders[other % len(folders)]
        refused = target.is_below(folder)
        answer = put(ews, operation, folder, target)
        assert not (refused and answer.codes == ["NoError"]), (operation, folder, target)
        if answer.codes == ["NoError"]:
            folders.append(ews.mailbox.folders.by_id(answer.find(".//t:FolderId").get("Id")))
    for folder in folders:
        assert folder.path.startswith("Inbox")


@pytest.mark.parametrize("operation", ["MoveFolder", "CopyFolder"])
def test_folders_stay_in_their_mailbox(ews: Ews, folder: Any, operation: str) -> None:
    ews.tenant.rights.add_mailbox_permission(ews.bob, ews.alice)
    other = ews.tenant.mailbox(ews.bob).folders.distinguished("inbox")
    answer = ews(request(operation, folder.folder_id, f'<t:FolderId Id="{other.folder_id}"/>'))
    assert answer.codes == ["ErrorCrossMailboxMoveCopy"]
    assert answer.texts(".//m:MessageText") == ["Move and Copy operations across mailbox boundaries are not permitted."]
    assert (folder.path, other.children) == ("Inbox/folder", [])
