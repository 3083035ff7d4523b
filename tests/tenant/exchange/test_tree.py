import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.tree import FolderTree
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import FolderNotFound

HARD, SOFT, TO_DELETED = DeleteMode.HARD, DeleteMode.SOFT, DeleteMode.MOVE_TO_DELETED


@pytest.fixture
def tree(alice: Mailbox, clock: Clock) -> FolderTree:
    return FolderTree(alice, clock)


@pytest.mark.parametrize(
    ("folder", "mode", "target"),
    [
        ("inbox", HARD, None),
        ("inbox", SOFT, "recoverableitemsdeletions"),
        ("inbox", TO_DELETED, "deleteditems"),
        ("deleteditems", TO_DELETED, "recoverableitemsdeletions"),
        ("recoverableitemsdeletions", SOFT, None),
        ("recoverableitemsroot", TO_DELETED, None),
    ],
)
def test_where_deleted_things_go(tree: FolderTree, folder: str, mode: DeleteMode, target: str | None) -> None:
    found = tree.trash(tree.distinguished(folder), mode)
    assert (found.distinguished_id if found is not None else None) == target


def test_a_folder_is_found_by_number_until_it_is_dropped(tree: FolderTree) -> None:
    inbox = tree.distinguished("INBOX")
    folder = tree.add(inbox, "Sub", "IPF.Note")
    assert tree.by_number(folder.number) is folder
    assert inbox.child("sub") is folder
    tree.place(folder, tree.distinguished("archive"), "Other")
    assert (inbox.children, folder.path) == ([], "Archive/Other")
    tree.drop(folder)
    assert (tree.by_number(folder.number), folder.exists) == (None, False)


def test_an_unknown_distinguished_id_is_refused(tree: FolderTree) -> None:
    with pytest.raises(FolderNotFound):
        tree.distinguished("no such")
