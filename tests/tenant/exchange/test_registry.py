import pytest

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.flags import NO_FLAGS, SEEN
from fakeserver.tenant.exchange.ids import decode_id
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.registry import ItemRegistry
from fakeserver.tenant.refusals import ItemNotFound, ParentFolderNotFound


@pytest.fixture
def inbox(alice: Mailbox) -> Folder:
    return alice.folders.distinguished("inbox")


@pytest.fixture
def registry(alice: Mailbox, clock: Clock) -> ItemRegistry:
    return ItemRegistry(alice, alice.contents, alice.changes, clock)


def insert(registry: ItemRegistry, folder: Folder) -> Item:
    item = registry.new(folder, "IPM.Note")
    registry.insert(item, ChangeKind.CREATED)
    return item


def test_an_item_is_found_by_its_id_where_it_lies(alice: Mailbox, registry: ItemRegistry, inbox: Folder) -> None:
    item = insert(registry, inbox)
    former_id = item.item_id
    assert registry.by_store_id(decode_id(former_id)) is item
    registry.move(item, alice.folders.distinguished("archive"))
    assert registry.by_store_id(decode_id(former_id)) is None
    assert registry.by_store_id(decode_id(item.item_id)) is item


def test_both_folders_count_and_tell_a_move(alice: Mailbox, registry: ItemRegistry, inbox: Folder) -> None:
    archive = alice.folders.distinguished("archive")
    item = insert(registry, inbox)
    item.flags = item.flags._replace(deleted=True)
    position = alice.changes.position
    registry.move(item, archive)
    away, moved = alice.changes.since(position)
    assert (away.kind, away.folder, away.other_folder) == (ChangeKind.MOVED_AWAY, inbox, archive)
    assert (moved.kind, moved.folder, moved.other_folder) == (ChangeKind.MOVED, archive, inbox)
    assert (inbox.unread_count, archive.unread_count, item.flags.deleted) == (0, 1, False)


def test_what_was_discarded_is_not_present(registry: ItemRegistry, inbox: Folder) -> None:
    read, unread = insert(registry, inbox), insert(registry, inbox)
    read.flags = SEEN
    inbox.unread_count -= 1
    registry.discard(read)
    assert (list(inbox.items.values()), inbox.unread_count) == ([unread], 1)
    registry.check_present(unread)
    with pytest.raises(ItemNotFound):
        registry.check_present(read)


def test_nothing_is_made_in_a_deleted_folder(alice: Mailbox, registry: ItemRegistry, inbox: Folder) -> None:
    folder = alice.folders.create(inbox, "Sub")
    alice.folders.delete(folder)
    with pytest.raises(ParentFolderNotFound):
        registry.new(folder, "IPM.Note")


def test_associated_items_are_counted_where_they_are(alice: Mailbox, inbox: Folder) -> None:
    archive = alice.folders.distinguished("archive")
    view = alice.items.add(inbox, "IPM.Configuration.x", {"is_associated": True})
    assert (inbox.associated_count, inbox.visible_count, inbox.unread_count) == (1, 0, 0)
    alice.items.set_flags(view, SEEN)
    alice.items.set_flags(view, NO_FLAGS)
    assert inbox.unread_count == 0
    copies = alice.items.copy([view], archive)
    alice.items.move([view], archive)
    assert (inbox.associated_count, archive.associated_count) == (0, 2)
    assert (inbox.unread_count, archive.unread_count) == (0, 0)
    alice.items.update(view, {"is_associated": None})
    assert archive.unread_count == 1
    alice.items.delete(copies)
    assert archive.associated_count == 0
    position = alice.changes.position
    alice.items.update(view, {"is_associated": True})
    alice.items.delete([view])
    assert [change.associated for change in alice.changes.since(position)] == [True, True]
