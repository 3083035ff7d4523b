"""Which items a mailbox has: their numbers, UIDs and change numbers, the folders' counters, and what the log says."""

from collections.abc import Callable, Iterable
from datetime import datetime

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.changes import Change, ChangeKind, ChangeLog
from fakeserver.tenant.exchange.contents import Contents
from fakeserver.tenant.exchange.entities import Folder, Item, Store
from fakeserver.tenant.exchange.flags import NO_FLAGS, without_deleted
from fakeserver.tenant.exchange.ids import StoreId
from fakeserver.tenant.exchange.item_classes import CONTACT, DISTRIBUTION_LIST, is_of
from fakeserver.tenant.refusals import ItemNotFound, ParentFolderNotFound

#: What the service takes for drafts for ever, as recorded of contacts. Assumption: lists of them are no different.
_NEVER_SENT = (CONTACT, DISTRIBUTION_LIST)
_DRAFT = NO_FLAGS._replace(draft=True)
#: The property of an item that was moved with the number that it had first, by which it is known wherever it lies.
FIRST_NUMBER = "first_number"


class ItemRegistry:
    """The items of one mailbox, by number. All that happens to one is noted here."""

    def __init__(self, mailbox: Store, contents: Contents, changes: ChangeLog, clock: Clock) -> None:
        self._mailbox = mailbox
        self._contents = contents
        self._changes = changes
        self._clock = clock
        self._items: dict[int, Item] = {}
        #: first number -> the present one, of some of those that were moved; whoever is missing is looked for
        self._moved: dict[int, int] = {}
        #: the other way round, those that are gone included
        self._first: dict[int, int] = {}

    def by_store_id(self, store_id: StoreId) -> Item | None:
        """Return the item that an id of it, or of what is attached to it, names; None where it isn't there."""
        item = self._items.get(store_id.item_number)
        if item is None or store_id.entry_id != self._mailbox.ids.item_entry_id(item.folder.number, item.number):
            return None
        return item

    def by_number(self, number: int) -> Item | None:
        """Return the item that has this number now; None where none has it."""
        return self._items.get(number)

    def by_first_number(self, number: int) -> Item | None:
        """Return the item that had this number first, wherever it was moved to; None where it isn't there any more."""
        item = self._items.get(number)
        if item is None:
            item = self._items.get(self._moved.get(number, 0))
            if item is None or item.properties.get(FIRST_NUMBER) != number:
                # A mailbox that was restored, or read from a file, does not know whom it has moved.
                moved = (each for each in self._items.values() if each.properties.get(FIRST_NUMBER) == number)
                item = next(moved, None)
                if item is not None:
                    self._moved[number] = item.number
        return item if item is None or first_number(item) == number else None

    def first_number_of(self, number: int) -> int:
        """Return the first number of an item that has, or had, this number; of one that was never moved it is that."""
        return self._first.get(number, number)

    def renumber_first(self, item: Item) -> None:
        """Let an item be known by the number that it has now, as one that has just come into the mailbox."""
        item.properties[FIRST_NUMBER] = self._first[item.number] = item.number

    def check_present(self, item: Item) -> None:
        """Refuse an item that was deleted, or is another mailbox's.

        Raises:
            ItemNotFound.
        """
        if self._items.get(item.number) is not item:
            raise ItemNotFound(item.item_id)

    def present(self, items: Iterable[Item]) -> list[Item]:
        """Return those of the items that are in the mailbox, where others may have deleted or taken away some."""
        return [item for item in items if self._items.get(item.number) is item]

    def new(self, folder: Folder, item_class: str, now: datetime | None = None) -> Item:
        """Return an item that is about to be inserted into a folder.

        Args:
            now: the moment, where many are made at once.

        Raises:
            ParentFolderNotFound: the folder was deleted, or is another mailbox's.
        """
        self._check_ours(folder)
        if now is None:
            now = self._clock.now()
        flags = _DRAFT if is_of(item_class, *_NEVER_SENT) else NO_FLAGS
        return Item(self._mailbox, folder, self._mailbox.ids.new_number(), item_class, now, now, now, flags=flags)

    def insert(
        self,
        item: Item,
        kind: ChangeKind,
        *,
        other_folder: Folder | None = None,
        other_number: int = 0,
        delivered: bool = False,
    ) -> Change:
        """Put an item at the end of its folder, and log it."""
        folder = item.folder
        if kind is not ChangeKind.MOVED:
            # A copy is another item.
            item.properties.pop(FIRST_NUMBER, None)
        self._items[item.number] = item
        _give_uid(item)
        is_associated = item.is_associated
        if is_associated:
            folder.associated_count += 1
        elif not item.flags.seen:
            folder.unread_count += 1
        item.change_number = self._mailbox.ids.new_change_number()
        return self._changes.append(
            kind,
            folder,
            item.modified_at,
            item.number,
            item.uid,
            other_folder=other_folder,
            other_number=other_number,
            delivered=delivered,
            associated=is_associated,
        )

    def move(self, item: Item, folder: Folder) -> None:
        """Put an item into another folder, under another number and UID, and log it in both.

        Raises:
            ParentFolderNotFound: as in ``new``.
        """
        self._check_ours(folder)
        former, old_number, old_uid = item.folder, item.number, item.uid
        number, now = self._mailbox.ids.new_number(), self._clock.now()
        self._remove(item)
        self._changes.append(
            ChangeKind.MOVED_AWAY,
            former,
            now,
            old_number,
            old_uid,
            other_folder=folder,
            other_number=number,
            associated=item.is_associated,
        )
        item.properties.setdefault(FIRST_NUMBER, old_number)
        first = self._first[number] = first_number(item)
        self._moved[first] = number
        item.folder, item.number, item.made_id, item.modified_at = folder, number, None, now
        item.flags = without_deleted(item.flags)
        self.insert(item, ChangeKind.MOVED, other_folder=former, other_number=old_number)

    def discard(self, item: Item) -> None:
        """Take an item out of its folder and the mailbox, and log it."""
        self._remove(item)
        self._contents.texts.forget(item)
        now = self._clock.now()
        self._changes.append(ChangeKind.DELETED, item.folder, now, item.number, item.uid, associated=item.is_associated)

    def renew_uid(self, item: Item) -> int:
        """Give an item in a folder another UID; return the former one, 0 for an item that is attached."""
        old_uid = item.uid
        if old_uid:
            del item.folder.items[old_uid]
            _give_uid(item)
        return old_uid

    def changed(
        self, item: Item, kind: ChangeKind = ChangeKind.CHANGED, *, old_uid: int = 0, free_busy: bool = False
    ) -> None:
        """Give an item another change key; one in a folder is logged."""
        item.modified_at = self._clock.now()
        item.change_number = self._mailbox.ids.new_change_number()
        if item.uid:
            self._changes.append(
                kind,
                item.folder,
                item.modified_at,
                item.number,
                item.uid,
                old_uid=old_uid,
                associated=item.is_associated,
                free_busy=free_busy,
            )

    def remember(self) -> Callable[[], None]:
        """Return what puts all items back to what they are now, and takes out those that come later."""
        from fakeserver.tenant.exchange.remembered_items import RememberedItems

        items = dict(self._items)
        remembered = RememberedItems(items.values())

        def restore() -> None:
            for number in self._items.keys() - items.keys():
                self._contents.forget(self._items[number])
            self._items = dict(items)
            remembered.put_back(self._contents)

        return restore

    def _check_ours(self, folder: Folder) -> None:
        if not folder.exists or folder.mailbox is not self._mailbox:
            raise ParentFolderNotFound(folder.display_name)

    def _remove(self, item: Item) -> None:
        del self._items[item.number]
        del item.folder.items[item.uid]
        if item.is_associated:
            item.folder.associated_count -= 1
        elif not item.flags.seen:
            item.folder.unread_count -= 1
        self._contents.parsed.forget(item.number)
        if self._mailbox.read_state is not None:
            self._mailbox.read_state.forget(item.folder.number, item.number, item.flags.seen)


def first_number(item: Item) -> int:
    """Return the number that an item had when it came into the mailbox."""
    number: int = item.properties.get(FIRST_NUMBER) or item.number
    return number


def _give_uid(item: Item) -> None:
    folder = item.folder
    item.uid = folder.next_uid
    folder.next_uid += 1
    folder.items[item.uid] = item
