import pytest

from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import FolderCycle, FolderExists, FolderProtected, ItemNotFound


def test_a_moved_item_has_a_new_id_and_the_old_one_is_gone(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    old_id = item.item_id
    (moved,) = alice.move([item], alice.folder("archive"))
    assert moved is item
    assert moved.item_id != old_id
    assert alice.item(moved.item_id) is moved
    assert list(alice.folder("archive").items.values()) == [moved]
    assert alice.messages() == []
    with pytest.raises(ItemNotFound):
        alice.item(old_id)


def test_moving_within_a_folder_gives_a_new_uid_too(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    old_id = item.item_id
    alice.move([item], alice.folder("inbox"))
    assert item.uid == 2
    assert item.item_id != old_id
    assert item.folder.total_count == 1


def test_a_copy_is_independent(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    alice.set_flags(item, flagged=True, deleted=True)
    (copy,) = alice.copy([item], alice.folder("archive"))
    assert copy.mime() == item.mime()
    assert copy.item_id != item.item_id
    assert (copy.flagged, copy.deleted, copy.received_at) == (True, False, item.received_at)
    alice.update(copy, {"subject": "y"})
    assert item.subject == "x"
    assert alice.changes.since(0, alice.folder("archive"))[0].kind is ChangeKind.COPIED


@pytest.mark.parametrize(
    ("mode", "target"),
    [
        (DeleteMode.HARD, None),
        (DeleteMode.SOFT, "recoverableitemsdeletions"),
        (DeleteMode.MOVE_TO_DELETED, "deleteditems"),
    ],
)
def test_where_deleted_items_go(alice: Mailbox, mode: DeleteMode, target: str | None) -> None:
    item = alice.deliver(subject="x")
    old_id = item.item_id
    alice.delete([item], mode)
    assert alice.messages() == []
    with pytest.raises(ItemNotFound):
        alice.item(old_id)
    if target is None:
        assert not alice._items
        assert alice.changes.since(0)[-1].kind is ChangeKind.DELETED
    else:
        assert alice.messages(target) == [item]


def test_deleting_what_lies_in_deleted_items_goes_further(alice: Mailbox) -> None:
    item = alice.deliver(subject="x", folder="deleteditems")
    alice.delete([item], DeleteMode.MOVE_TO_DELETED)
    assert alice.messages("recoverableitemsdeletions") == [item]
    alice.delete([item], DeleteMode.SOFT)
    assert not alice._items


def test_what_is_gone_cannot_be_moved_copied_or_deleted(alice: Mailbox) -> None:
    item = alice.deliver(subject="x")
    alice.delete([item])
    archive = alice.folder("archive")
    with pytest.raises(ItemNotFound):
        alice.delete([item])
    with pytest.raises(ItemNotFound):
        alice.move([item], archive)
    with pytest.raises(ItemNotFound):
        alice.copy([item], archive)


def test_a_folder_is_copied_with_all_it_contains(alice: Mailbox) -> None:
    outer = alice.create_folder(alice.folder("inbox"), "Outer")
    inner = alice.create_folder(outer, "Inner")
    alice.add_mime(inner, b"Subject: x\r\n\r\n")
    copy = alice.copy_folder(outer, alice.folder("archive"))
    found = alice.folder_by_path("Archive/Outer/Inner")
    assert copy.folder_id != outer.folder_id
    assert found is not None
    assert [item.subject for item in found.items.values()] == ["x"]
    assert inner.total_count == 1
    with pytest.raises(FolderExists):
        alice.copy_folder(outer, alice.folder("archive"))
    with pytest.raises(FolderCycle):
        alice.copy_folder(outer, inner)
    with pytest.raises(FolderProtected):
        alice.copy_folder(alice.folder("inbox"), outer)


def test_a_deleted_folder_takes_everything_along(alice: Mailbox) -> None:
    outer = alice.create_folder(alice.folder("inbox"), "Outer")
    inner = alice.create_folder(outer, "Inner")
    alice.add_mime(inner, b"")
    alice.delete_folder(outer)
    assert not alice._items
    assert not inner.exists
    assert alice.folder_by_path("Inbox/Outer") is None
    assert [change.kind for change in alice.changes.folders_since(0)][-2:] == [ChangeKind.FOLDER_DELETED] * 2


def test_a_folder_moved_to_deleted_items_keeps_its_content_under_a_free_name(alice: Mailbox) -> None:
    for _ in range(2):
        folder = alice.create_folder(alice.folder("inbox"), "Sub")
        alice.add_mime(folder, b"")
        alice.delete_folder(folder, DeleteMode.MOVE_TO_DELETED)
    assert [(each.display_name, each.total_count) for each in alice.folder("deleteditems").children] == [
        ("Sub", 1), ("Sub1", 1),
    ]  # fmt: skip
    alice.delete_folder(folder, DeleteMode.MOVE_TO_DELETED)
    assert len(alice.folder("deleteditems").children) == 1
    assert len(alice.messages("recoverableitemsdeletions")) == 1


def test_a_softly_deleted_folder_leaves_its_items_recoverable(alice: Mailbox) -> None:
    folder = alice.create_folder(alice.folder("inbox"), "Sub")
    item = alice.add_mime(folder, b"")
    alice.delete_folder(folder, DeleteMode.SOFT)
    assert alice.messages("recoverableitemsdeletions") == [item]
    assert not folder.exists


def test_distinguished_folders_cannot_be_deleted_but_emptied(alice: Mailbox) -> None:
    with pytest.raises(FolderProtected):
        alice.delete_folder(alice.folder("inbox"))
    calendar = alice.folder("contacts")
    sub = alice.create_folder(calendar, "Mine", "IPF.Contact")
    alice.add_item(calendar, "IPM.Contact", {})
    alice.empty_folder(calendar)
    assert (calendar.total_count, sub.exists) == (0, True)
    alice.empty_folder(calendar, delete_subfolders=True)
    assert not sub.exists
    assert alice.folder("recipientcache").exists
