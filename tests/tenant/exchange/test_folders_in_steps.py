"""Folders of many items are copied, emptied and deleted in steps, and others act between two of them."""

import pytest

from fakeserver.steps import finish
from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import (
    FolderNotFound,
)
from tests.work import steps_of


@pytest.fixture
def full(alice: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder with a hundred messages, and another below it with as many; each step is as short as it can be."""
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    outer = alice.folders.create(alice.folders.distinguished("inbox"), "Outer")
    for folder in (outer, alice.folders.create(outer, "Inner")):
        for number in range(100):
            alice.deliver(subject=str(number), folder=folder.path)
    return outer


@pytest.mark.parametrize("mode", [DeleteMode.HARD, DeleteMode.SOFT])
def test_many_items_take_many_steps(alice: Mailbox, full: Folder, mode: DeleteMode) -> None:
    archive = alice.folders.distinguished("archive")
    copy, given_way = steps_of(alice.folders.copy_in_steps(full, archive))
    assert given_way >= 6
    assert [folder.total_count for folder in (copy, *copy.descendants())] == [100, 100]
    _, given_way = steps_of(alice.folders.empty_in_steps(full, mode))
    assert given_way >= 3
    assert [folder.total_count for folder in (full, *full.descendants())] == [0, 100]
    _, given_way = steps_of(alice.folders.empty_in_steps(archive, mode, delete_subfolders=True))
    assert given_way >= 6
    assert archive.children == []
    _, given_way = steps_of(alice.folders.delete_in_steps(full, mode))
    assert given_way >= 3
    assert not full.exists
    assert len(alice.messages("recoverableitemsdeletions")) == (400 if mode is DeleteMode.SOFT else 0)


def test_a_folder_goes_with_what_others_put_into_it_meanwhile(alice: Mailbox, full: Folder) -> None:
    (inner,) = full.children
    deleting = alice.folders.delete_in_steps(full, DeleteMode.HARD)
    next(deleting)
    for folder in (inner, full, alice.folders.create(full, "Later")):
        alice.deliver(subject="late", folder=folder.path)
    finish(deleting)
    assert not any(folder.items for folder in alice.folders.below(alice.folders.distinguished("root")))
    assert (full.exists, inner.exists, alice.folders.by_path("Inbox/Outer")) == (False, False, None)


def test_what_others_take_out_of_a_folder_meanwhile_stays(alice: Mailbox, full: Folder) -> None:
    archive = alice.folders.distinguished("archive")
    (inner,) = full.children
    kept = list(full.items.values())[-1]
    deleting = alice.folders.empty_in_steps(full, DeleteMode.HARD, delete_subfolders=True)
    next(deleting)
    alice.items.move([kept], archive)
    alice.folders.move(inner, archive)
    late = alice.deliver(subject="late", folder=full.path)
    finish(deleting)
    assert (list(archive.items.values()), inner.total_count) == ([kept], 100)
    assert list(full.items.values()) == [late]


def test_two_who_delete_the_same_folder_delete_it_once(alice: Mailbox, full: Folder) -> None:
    first, second = (alice.folders.delete_in_steps(full, mode) for mode in (DeleteMode.SOFT, DeleteMode.SOFT))
    next(first)
    finish(second)
    finish(first)
    gone = [change.kind for change in alice.changes.folders_since(0)].count(ChangeKind.FOLDER_DELETED)
    assert (gone, len(alice.messages("recoverableitemsdeletions"))) == (2, 200)


def test_a_copy_has_what_was_there_at_first_and_still_is_when_its_turn_comes(alice: Mailbox, full: Folder) -> None:
    archive = alice.folders.distinguished("archive")
    (inner,) = full.children
    copying = alice.folders.copy_in_steps(full, archive)
    next(copying)
    alice.deliver(subject="late", folder=inner.path)
    alice.items.delete([next(iter(inner.items.values()))])
    alice.folders.move(archive.children[0], inner)
    copy = finish(copying)
    assert [folder.display_name for folder in copy.descendants()] == ["Inner"]
    assert [item.subject for item in copy.children[0].items.values()] == [str(number) for number in range(1, 100)]


def test_a_part_of_the_copy_that_others_delete_meanwhile_gets_no_more(alice: Mailbox, full: Folder) -> None:
    archive = alice.folders.distinguished("archive")
    copying = alice.folders.copy_in_steps(full, archive)
    next(copying)
    alice.folders.delete(archive.children[0].children[0])
    copy = finish(copying)
    assert (copy.total_count, copy.children) == (100, [])


@pytest.mark.parametrize("mode", [DeleteMode.HARD, DeleteMode.SOFT])
@pytest.mark.parametrize("path", ["Inbox/Outer", "Inbox/Outer/Inner", "Archive/Outer"])
def test_a_copy_is_taken_back_when_its_original_or_itself_is_deleted(
    alice: Mailbox, full: Folder, path: str, mode: DeleteMode
) -> None:
    archive = alice.folders.distinguished("archive")
    copying = alice.folders.copy_in_steps(full, archive)
    next(copying)
    (copied_inner,) = archive.children[0].children
    alice.folders.move(copied_inner, alice.folders.distinguished("drafts"))
    alice.folders.delete(alice.folders.named(path), mode)
    with pytest.raises(FolderNotFound):
        finish(copying)
    assert archive.children == []
    assert not copied_inner.exists
    assert full.exists == (path != "Inbox/Outer")


def test_nothing_is_left_of_a_copy_that_nobody_waits_for(alice: Mailbox, full: Folder) -> None:
    archive = alice.folders.distinguished("archive")
    copying = alice.folders.copy_in_steps(full, archive)
    next(copying)
    assert archive.children
    copying.close()
    assert archive.children == []
    assert [folder.total_count for folder in (full, *full.descendants())] == [100, 100]
