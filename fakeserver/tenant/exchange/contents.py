"""The items of a mailbox: finding, adding, changing them, and their flags.

Every change goes through here, `attaching.py` or `transfer.py`, so that counters, change keys and the log are right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeserver.tenant.exchange.changes import Change, ChangeKind
from fakeserver.tenant.exchange.hierarchy import Hierarchy
from fakeserver.tenant.exchange.ids import decode_id
from fakeserver.tenant.exchange.items import Item
from fakeserver.tenant.exchange.mime.message import item_class_of
from fakeserver.tenant.exchange.parsed import ParsedMessages
from fakeserver.tenant.exchange.properties import CONTENT_NAMES
from fakeserver.tenant.refusals import (
    IdMalformed,
    ItemNotFound,
    MessageTooLarge,
    ParentFolderNotFound,
)

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from fakeserver.tenant.clock import Clock
    from fakeserver.tenant.exchange.folders import Folder
    from fakeserver.tenant.exchange.ids import IdMaker

#: Exchange Online's default for MaxReceiveSize, in octets.
RECEIVE_LIMIT = 36 * 1024 * 1024
#: Facts that an item keeps itself; ``update`` takes them beside properties.
_FLAGS = frozenset({"is_read", "is_draft", "answered", "flagged", "deleted", "mdn_sent"})
_RENAMED = {"item_class": "item_class", "date_time_received": "received_at", "date_time_created": "created_at"}


class Contents(Hierarchy):
    """A hierarchy of folders with items in them."""

    def __init__(self, ids: IdMaker, clock: Clock, lock: threading.RLock) -> None:
        super().__init__(ids, clock, lock)
        #: largest message that it takes, in octets
        self.receive_limit = RECEIVE_LIMIT
        self._items: dict[int, Item] = {}
        self.parsed = ParsedMessages(lock)

    # --- finding -----------------------------------------------------------------------------------------------

    def item(self, item_id: str) -> Item:
        """Return the item with an EWS id.

        Raises:
            IdMalformed: the id cannot be read, or isn't an item's.
            ItemNotFound: there is none, or not any more (it moved or was deleted), or it is another mailbox's.
        """
        store_id = decode_id(item_id)
        if store_id.kind != "item":
            raise IdMalformed(item_id)
        item = self._items.get(store_id.item_number)
        if item is None or store_id.entry_id != self.ids.item_entry_id(item.folder.number, item.number):
            raise ItemNotFound(item_id)
        return item

    # --- adding ------------------------------------------------------------------------------------------------

    def add_mime(
        self,
        folder: Folder,
        mime: bytes,
        *,
        received_at: datetime | None = None,
        is_read: bool = False,
        is_draft: bool = False,
        answered: bool = False,
        flagged: bool = False,
        deleted: bool = False,
        mdn_sent: bool = False,
        item_class: str | None = None,
        delivered: bool = False,
    ) -> Item:
        """Put a message into a folder, keeping its bytes exactly.

        Args:
            received_at: aware datetime; now where it is None.
            item_class: what to call it; from its content type where it is None.
            delivered: it came by mail, which EWS notifications tell apart.

        Raises:
            MessageTooLarge: it is larger than ``receive_limit``.
            ParentFolderNotFound: the folder was deleted.
        """
        self._check_size(mime)
        item = self._new_item(folder, item_class or item_class_of(mime))
        item._mime = mime
        if received_at is not None:
            item.received_at = received_at
        item.is_read = is_read
        item.is_draft = is_draft
        item.answered = answered
        item.flagged = flagged
        item.deleted = deleted
        item.mdn_sent = mdn_sent
        self._insert(item, ChangeKind.CREATED, delivered=delivered)
        return item

    def add_item(self, folder: Folder, item_class: str, properties: Mapping[Any, Any]) -> Item:
        """Put an item made of properties into a folder.

        Args:
            properties: as ``update`` takes them; ``mime_content`` (bytes) comes first and the others override it.

        Raises:
            MessageTooLarge: ``mime_content`` is larger than ``receive_limit``.
            ParentFolderNotFound: the folder was deleted.
        """
        item = self._new_item(folder, item_class)
        self._apply(item, properties)
        if item_class.startswith("IPM.Note") and item.get("internet_message_id") is None and not item.is_mime:
            item.properties["internet_message_id"] = self.new_message_id()
        self._insert(item, ChangeKind.CREATED)
        return item

    def detached_item(
        self,
        owner: Item,
        item_class: str = "IPM.Note",
        properties: Mapping[Any, Any] | None = None,
        *,
        mime: bytes | None = None,
    ) -> Item:
        """Return an item that lies in no folder, to be attached to ``owner`` or below it."""
        item = Item(self, owner.folder, self._next_number(), item_class, self.clock.now())
        item.is_read = True
        if mime is not None:
            item.item_class = item_class_of(mime)
            item.set_mime(mime)
        self._apply(item, properties or {})
        return item

    def new_message_id(self) -> str:
        """Return a Message-ID that no other message has, with its angle brackets."""
        number = self._next_number()
        return f"<{self.ids.mailbox_guid.replace('-', '').upper()[:20]}{number:08X}@fake.prod.outlook.com>"

    # --- changing ----------------------------------------------------------------------------------------------

    def update(self, item: Item, changes: Mapping[Any, Any]) -> None:
        """Set properties by domain name or ExtendedPropertyKey; None deletes one.

        Besides, it takes ``mime_content`` (bytes: another message altogether), the flags of ``set_flags``, item_class,
        date_time_received and date_time_created. A change that shows in the message turns a MIME item into one of
        properties and gives it a new UID, since IMAP content never changes under a UID.

        Raises:
            MessageTooLarge: ``mime_content`` is larger than ``receive_limit``.
        """
        if changes and changes.keys() <= _FLAGS:
            self.set_flags(item, **changes)
            return
        was_read = item.is_read
        old_uid = self._apply(item, changes)
        if item.uid and was_read != item.is_read:
            item.folder.unread_count += 1 if was_read else -1
        self._changed(item, old_uid=old_uid, names=changes)

    def set_flags(
        self,
        item: Item,
        *,
        is_read: bool | None = None,
        answered: bool | None = None,
        flagged: bool | None = None,
        deleted: bool | None = None,
        is_draft: bool | None = None,
        mdn_sent: bool | None = None,
    ) -> bool:
        """Set what isn't None; return whether anything changed, which alone makes a new change key."""
        read_changed = is_read is not None and is_read != item.is_read
        others = False
        for name, value in (
            ("answered", answered),
            ("flagged", flagged),
            ("deleted", deleted),
            ("is_draft", is_draft),
            ("mdn_sent", mdn_sent),
        ):
            if value is not None and value != getattr(item, name):
                setattr(item, name, value)
                others = True
        if read_changed:
            item.is_read = bool(is_read)
            if item.uid:
                item.folder.unread_count += -1 if is_read else 1
        if others:
            self._changed(item)
        elif read_changed:
            self._changed(item, ChangeKind.READ_FLAG)
        return others or read_changed

    # --- inside ----------------------------------------------------------------------------------------------------

    def _check_size(self, mime: bytes) -> None:
        if len(mime) > self.receive_limit:
            raise MessageTooLarge(len(mime), self.receive_limit)

    def _new_item(self, folder: Folder, item_class: str) -> Item:
        if not folder.exists:
            raise ParentFolderNotFound(folder.display_name)
        return Item(self, folder, self._next_number(), item_class, self.clock.now())

    def _insert(
        self,
        item: Item,
        kind: ChangeKind,
        *,
        other_folder: Folder | None = None,
        other_number: int = 0,
        delivered: bool = False,
    ) -> Change:
        """Put a new item at the end of its folder, and log it."""
        folder = item.folder
        self._items[item.number] = item
        self._give_uid(item)
        if not item.is_read:
            folder.unread_count += 1
        item.change_number = self._next_change_number()
        return self.changes.append(
            kind,
            folder,
            item.modified_at,
            item.number,
            item.uid,
            other_folder=other_folder,
            other_number=other_number,
            delivered=delivered,
        )

    def _remove(self, item: Item) -> None:
        """Take an item out of its folder and the mailbox, without logging it."""
        del self._items[item.number]
        del item.folder.items[item.uid]
        if not item.is_read:
            item.folder.unread_count -= 1
        self.parsed.forget(item)

    def _give_uid(self, item: Item) -> None:
        folder = item.folder
        item.uid = folder.next_uid
        folder.next_uid += 1
        folder.items[item.uid] = item

    def _apply(self, item: Item, changes: Mapping[Any, Any]) -> int:
        """Set properties and own facts; return the former UID where the content changed, else 0."""
        rest = dict(changes)
        old_uid = 0
        mime = rest.pop("mime_content", None)
        if mime is not None:
            self._check_size(mime)
            old_uid = self._renew_uid(item)
            for name in CONTENT_NAMES:
                item.properties.pop(name, None)
            item.set_mime(mime)
        for name in _FLAGS & rest.keys():
            setattr(item, name, bool(rest.pop(name)))
        for name in _RENAMED.keys() & rest.keys():
            setattr(item, _RENAMED[name], rest.pop(name))
        content = {name for name in CONTENT_NAMES & rest.keys() if item.get(name) != rest[name]}
        if content:
            old_uid = old_uid or self._renew_uid(item)
            item.materialize()
        for name, value in rest.items():
            if name in CONTENT_NAMES and name not in content:
                continue
            if value is None:
                item.properties.pop(name, None)
            else:
                item.properties[name] = value
        if rest:
            item.forget()
        return old_uid

    def _renew_uid(self, item: Item) -> int:
        old_uid = item.uid
        if old_uid:
            del item.folder.items[old_uid]
            self._give_uid(item)
        return old_uid

    def _changed(
        self, item: Item, kind: ChangeKind = ChangeKind.CHANGED, *, old_uid: int = 0, names: Iterable[Any] = ()
    ) -> None:
        item.modified_at = self.clock.now()
        item.change_number = self._next_change_number()
        item.note_changes(names)
        if item.uid:
            self.changes.append(kind, item.folder, item.modified_at, item.number, item.uid, old_uid=old_uid)
