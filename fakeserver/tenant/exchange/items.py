"""The items of a mailbox: finding, adding, changing, moving, copying and deleting them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from fakeserver.steps import Steps, in_batches
from fakeserver.tenant.exchange import flagging
from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.contents import Contents
from fakeserver.tenant.exchange.entities import Folder, Item, Store
from fakeserver.tenant.exchange.flags import NO_FLAGS, MessageFlags
from fakeserver.tenant.exchange.icalendar.recognition import item_class_of
from fakeserver.tenant.exchange.ids import StoreId, decode_id
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, NOTE, is_of
from fakeserver.tenant.exchange.properties import CONTENT_NAMES
from fakeserver.tenant.exchange.receipt_requests import settle_receipt
from fakeserver.tenant.exchange.registry import ItemRegistry
from fakeserver.tenant.exchange.tree import FolderTree
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import IdMalformed, ItemNotFound, MessageTooLarge

#: What ``update`` takes beside properties and flags: facts that an item keeps itself.
_FACTS = {"item_class": "item_class", "date_time_received": "received_at", "date_time_created": "created_at"}
#: What decides when the owner of an appointment is free.
_FREE_BUSY = frozenset(
    {"start", "end", "free_busy_status", "recurrence", "modified_occurrences", "deleted_occurrences", "is_cancelled"}
)


class Items:
    """The items of one mailbox."""

    def __init__(self, mailbox: Store, registry: ItemRegistry, contents: Contents, tree: FolderTree) -> None:
        self._mailbox = mailbox
        self._registry = registry
        self._contents = contents
        self._tree = tree
        #: called with an item that is read, or deleted unread (False): sends the receipt that is due, if any is;
        #: transport sets it
        self.acknowledge: Callable[[Item, bool], object] = lambda item, read: None
        #: asked about each item that comes by mail, before it has a place: may change it, and its folder; says False
        #: where it gets none
        self.sort: Callable[[Item], bool] = lambda item: True
        #: told of each item that comes by mail, but for spam, in this order: what the service does with it by itself
        self.assistants: list[Callable[[Item], None]] = []

    def by_id(self, item_id: str | StoreId) -> Item:
        """Return the item with an EWS id.

        Raises:
            IdMalformed: the id cannot be read, or isn't an item's.
            ItemNotFound: there is none, or not any more (it moved or was deleted), or it is another mailbox's.
        """
        store_id = decode_id(item_id)
        if store_id.kind != "item":
            raise IdMalformed(store_id.text)
        item = self._registry.by_store_id(store_id)
        if item is None:
            raise ItemNotFound(store_id.text)
        return item

    # --- adding ------------------------------------------------------------------------------------------------

    def add_mime(
        self,
        folder: Folder,
        mime: bytes,
        *,
        received_at: datetime | None = None,
        flags: MessageFlags = NO_FLAGS,
        item_class: str | None = None,
        delivered: bool = False,
        properties: Mapping[Any, Any] | None = None,
    ) -> Item:
        """Put a message into a folder, keeping its bytes exactly.

        Args:
            received_at: aware datetime; now where it is None.
            item_class: what to call it; from its content type where it is None.
            delivered: it came by mail, of which EWS notifies as new mail, and which rules may put elsewhere.
            properties: what is known of it besides.

        Raises:
            MessageTooLarge: it is larger than ``receive_limit``.
            ParentFolderNotFound: the folder was deleted.
        """
        self.check_size(len(mime))
        item = self._registry.new(folder, item_class or item_class_of(mime))
        item.raw = mime
        item.properties.update(properties or {})
        item.received_at, item.flags = received_at or item.received_at, flags
        if delivered and not self.sort(item):
            return item
        self._registry.insert(item, ChangeKind.CREATED, delivered=delivered)
        # Assumption: what is spam is left alone.
        for assist in self.assistants if delivered and item.folder.distinguished_id != "junkemail" else ():
            assist(item)
        return item

    def add(self, folder: Folder, item_class: str, properties: Mapping[Any, Any]) -> Item:
        """Put an item made of properties into a folder.

        Args:
            properties: as ``update`` takes them; ``mime_content`` (bytes) comes first and the others override it.

        Raises:
            MessageTooLarge: ``mime_content`` is larger than ``receive_limit``.
            ParentFolderNotFound: the folder was deleted.
        """
        item = self._registry.new(folder, item_class)
        self._apply(item, properties)
        if is_of(item_class, NOTE) and item.get("internet_message_id") is None and not item.is_mime:
            item.properties["internet_message_id"] = self._mailbox.ids.new_message_id()
        self._registry.insert(item, ChangeKind.CREATED)
        return item

    def detached(
        self,
        owner: Item,
        item_class: str = "IPM.Note",
        properties: Mapping[Any, Any] | None = None,
        *,
        mime: bytes | None = None,
    ) -> Item:
        """Return an item that lies in no folder, to be attached to ``owner`` or below it."""
        item = self._contents.detached(owner, item_class, mime=mime)
        self._apply(item, properties or {})
        return item

    # --- changing ----------------------------------------------------------------------------------------------

    def update(self, item: Item, changes: Mapping[Any, Any]) -> None:
        """Set properties by domain name or ExtendedPropertyKey; None deletes one.

        Besides, it takes ``mime_content`` (bytes: another message altogether), is_read, is_draft, answered, flagged,
        item_class, date_time_received and date_time_created. A change that shows in the message turns a MIME item
        into one of properties and gives it a new UID, since IMAP content never changes under a UID.

        Raises:
            MessageTooLarge: ``mime_content`` is larger than ``receive_limit``.
        """
        if changes and changes.keys() <= flagging.FLAG_PROPERTIES.keys():
            self.set_flags(item, flagging.with_flags(item, changes))
            return
        if changes.get("is_read"):
            self.acknowledge(item, True)
        former = flagging.counted(item)
        old_uid = self._apply(item, changes)
        flagging.recount(item, former)
        self._registry.changed(item, old_uid=old_uid, free_busy=not _FREE_BUSY.isdisjoint(changes))
        item.written = {**(item.written or {}), **dict.fromkeys(changes, item.change_number)}

    def set_flags(self, item: Item, flags: MessageFlags) -> bool:
        """Set an item's flags; return whether anything changed, which alone makes a new change key."""
        former, flags = item.flags, flagging.shared_flags(item, flags)
        if flags == former:
            return False
        if flags.seen and not former.seen:
            self.acknowledge(item, True)
            flags = flags._replace(mdn_sent=flags.mdn_sent or item.flags.mdn_sent)
        flagging.give_flags(item, flags)
        if item.uid and flags.seen != former.seen and not item.is_associated:
            item.folder.unread_count += 1 if former.seen else -1
        only_seen = flags == former._replace(seen=flags.seen)
        self._registry.changed(item, ChangeKind.READ_FLAG if only_seen else ChangeKind.CHANGED)
        return True

    def settle_receipt(self, item: Item) -> None:
        """Let nobody wait any longer for a receipt that says that an item was read; none is sent."""
        settle_receipt(item)
        self._registry.changed(item)

    def proposed(self, item: Item, changes: Mapping[Any, Any]) -> Item:
        """Return what ``update`` would make of an item, as one that lies in no folder; the item itself stays as it is.

        Raises:
            MessageTooLarge: as in ``update``.
        """
        proposed = self._contents.detached(item, item.item_class)
        self._contents.copy(item, proposed)
        self._apply(proposed, changes)
        return proposed

    # --- changing their place --------------------------------------------------------------------------------------

    def move(self, items: Iterable[Item], folder: Folder) -> list[Item]:
        """Put items into another folder of the mailbox; return them in order, each with a new id and a new UID.

        The ``Item`` objects given are the ones returned: an item is the same thing in another place.

        Raises:
            ItemNotFound: one was deleted meanwhile; then none has moved.
            ParentFolderNotFound: the folder was deleted.
        """
        present = self._present(items)
        for item in present:
            self._registry.move(item, folder)
        return present

    def copy(self, items: Iterable[Item], folder: Folder) -> list[Item]:
        """Put copies of items into a folder of the mailbox; return the copies in order.

        Raises:
            ItemNotFound, ParentFolderNotFound: as in ``move``.
        """
        copies: list[Item] = []
        now = None
        for item in self._present(items):
            copy = self._registry.new(folder, item.item_class, now)
            now = copy.modified_at
            self._contents.copy(item, copy)
            self._registry.insert(copy, ChangeKind.COPIED, other_folder=item.folder, other_number=item.number)
            copies.append(copy)
        return copies

    def receive(self, item: Item, folder: Folder) -> Item:
        """Put a copy of another mailbox's item into a folder of this one.

        Raises:
            MessageTooLarge: it is larger than the mailbox takes.
            ParentFolderNotFound: the folder was deleted.
        """
        self.check_size(item.size)
        copy = self._registry.new(folder, item.item_class)
        self._contents.copy(item, copy)
        self._registry.insert(copy, ChangeKind.CREATED)
        return copy

    def replace(self, item: Item, source: Item) -> None:
        """Give an item the content of another, which may lie in no folder; its place and its id stay.

        Raises:
            MessageTooLarge: that is larger than the mailbox takes.
        """
        self.check_size(source.size)
        flagging.forget_readers(item)
        former, old_uid = flagging.counted(item), self._registry.renew_uid(item)
        self._contents.forget(item)
        item.raw, item.read_attachments, item.item_class = None, None, source.item_class
        self._contents.copy(source, item)
        flagging.recount(item, former)
        self._registry.changed(item, old_uid=old_uid)

    def delete(self, items: Iterable[Item], mode: DeleteMode = DeleteMode.HARD) -> None:
        """Delete items: out of every view, to the recoverable ones, or to Deleted Items.

        What lies in Deleted Items already goes on to the recoverable ones when it is deleted to there once more.

        Raises:
            ItemNotFound: one was deleted meanwhile; then none is deleted.
        """
        for item in self._present(items):
            target = self._tree.trash(item.folder, mode)
            if flagging.is_unread(item) and (target is None or target.distinguished_id != "deleteditems"):
                self.acknowledge(item, False)
            if target is None:
                self._registry.discard(item)
            else:
                self._registry.move(item, target)

    def delete_in_steps(self, folder: Folder, items: Sequence[Item], mode: DeleteMode) -> Steps[None]:
        """Delete items of a folder as `delete` does, in steps; what is no longer in it when its turn comes is left."""
        return in_batches(items, lambda some: self.delete(still_in(folder, some), mode))

    def present(self, items: Iterable[Item]) -> list[Item]:
        """Return those of the items that are in the mailbox, where others may have deleted or taken away some."""
        return self._registry.present(items)

    def check_present(self, items: Iterable[Item]) -> None:
        """Refuse items of which one was deleted, or is another mailbox's.

        Raises:
            ItemNotFound.
        """
        for item in items:
            self._registry.check_present(item)

    def check_size(self, octets: int) -> None:
        """Refuse what is larger than the mailbox takes.

        Raises:
            MessageTooLarge.
        """
        if octets > self._mailbox.receive_limit:
            raise MessageTooLarge(octets, self._mailbox.receive_limit)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _present(self, items: Iterable[Item]) -> list[Item]:
        """Return the items as a list, once it is certain that all of them are there."""
        given = list(items)
        self.check_present(given)
        return given

    def _apply(self, item: Item, changes: Mapping[Any, Any]) -> int:
        """Set properties and own facts; return the former UID where the content changed, else 0."""
        rest = self._contents.settled(item, changes)
        old_uid = 0
        mime = rest.pop("mime_content", None)
        if mime is not None:
            self.check_size(len(mime))
            old_uid = self._registry.renew_uid(item)
            self._contents.exchange(item, mime)
        if flags := {name: rest.pop(name) for name in flagging.FLAG_PROPERTIES.keys() & rest.keys()}:
            flagging.give_flags(item, flagging.shared_flags(item, flagging.with_flags(item, flags)))
        for name in _FACTS.keys() & rest.keys():
            setattr(item, _FACTS[name], rest.pop(name))
        content = {name for name in CONTENT_NAMES & rest.keys() if item.get(name) != rest[name]}
        if content:
            old_uid = old_uid or self._registry.renew_uid(item)
            self._contents.to_properties(item)
        elif is_of(item.item_class, APPOINTMENT) and any(item.get(name) != rest[name] for name in rest):
            # Its message says when it is, and whatever else a calendar object says.
            old_uid = old_uid or self._registry.renew_uid(item)
        for name, value in rest.items():
            if name in CONTENT_NAMES and name not in content:
                continue
            if value is None and not self._contents.stays_deleted(item, name):
                item.properties.pop(name, None)
            else:
                item.properties[name] = value
        if rest:
            self._contents.forget(item)
        return old_uid


def still_in(folder: Folder, items: Iterable[Item]) -> list[Item]:
    """Return those of the items that are in the folder, where others may have moved or deleted some."""
    return [item for item in items if folder.items.get(item.uid) is item]
