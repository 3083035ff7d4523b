"""A folder: its place, its items by IMAP UID, and counters that are always right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeserver.tenant.exchange.ids import object_type

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from fakeserver.tenant.exchange.hierarchy import Hierarchy
    from fakeserver.tenant.exchange.items import Item


class Folder:
    """One folder of a mailbox. Made and changed by the mailbox; the tenant's lock is held by whoever uses it."""

    __slots__ = (
        "_children",
        "_item_id_prefix",
        "built_in",
        "change_number",
        "created_at",
        "display_name",
        "distinguished_id",
        "exists",
        "folder_class",
        "hidden",
        "items",
        "mailbox",
        "modified_at",
        "next_uid",
        "number",
        "parent",
        "properties",
        "subscribed",
        "uid_validity",
        "unread_count",
    )

    def __init__(
        self,
        mailbox: Hierarchy,
        number: int,
        parent: Folder | None,
        display_name: str,
        folder_class: str,
        *,
        uid_validity: int,
        at: datetime,
        change_number: int,
        distinguished_id: str | None = None,
        hidden: bool = False,
        built_in: bool = False,
    ) -> None:
        self.mailbox = mailbox
        #: its identity in the mailbox; never changes, never comes again
        self.number = number
        self.parent = parent
        self.display_name = display_name
        #: "IPF.Note" and the like; empty where there is none
        self.folder_class = folder_class
        self.distinguished_id = distinguished_id
        #: neither Outlook nor IMAP lists it
        self.hidden = hidden
        #: every mailbox has it: it cannot be deleted, moved or renamed
        self.built_in = built_in
        #: False once it was deleted, for those who still hold it
        self.exists = True
        #: IMAP's SUBSCRIBE
        self.subscribed = True
        self.created_at = at
        self.modified_at = at
        self.change_number = change_number
        #: EWS extended properties and others that the store doesn't know
        self.properties: dict[Any, Any] = {}
        #: by IMAP UID, ascending, which is also the order of arrival
        self.items: dict[int, Item] = {}
        self.uid_validity = uid_validity
        self.next_uid = 1
        self.unread_count = 0
        self._children: dict[str, Folder] = {}
        self._item_id_prefix = ""
        if parent is not None:
            parent._children[display_name.casefold()] = self

    @property
    def folder_id(self) -> str:
        """The EWS id."""
        return self.mailbox.ids.folder_id(self.number)

    @property
    def change_key(self) -> str:
        """The EWS change key."""
        return self.mailbox.ids.change_key(object_type(self.folder_class or "IPF"), self.change_number)

    @property
    def children(self) -> list[Folder]:
        """The folders right below."""
        return list(self._children.values())

    @property
    def total_count(self) -> int:
        """How many items it holds."""
        return len(self.items)

    @property
    def path(self) -> str:
        """The path below msgfolderroot with '/' between names, as IMAP lists it; empty for msgfolderroot and above."""
        names = []
        folder: Folder | None = self
        while folder is not None and folder.distinguished_id not in ("msgfolderroot", "root"):
            names.append(folder.display_name)
            folder = folder.parent
        return "/".join(reversed(names))

    def child(self, display_name: str) -> Folder | None:
        """Return the folder of this name right below, without regard to case."""
        return self._children.get(display_name.casefold())

    def descendants(self) -> Iterator[Folder]:
        """Yield all folders below, parents before children."""
        waiting = self.children[::-1]
        while waiting:
            folder = waiting.pop()
            yield folder
            waiting += reversed(folder.children)

    @property
    def depth(self) -> int:
        """How many folders lie above it."""
        count, folder = 0, self.parent
        while folder is not None:
            count, folder = count + 1, folder.parent
        return count

    def is_below(self, other: Folder) -> bool:
        """Say whether it is ``other`` or somewhere below it."""
        folder: Folder | None = self
        while folder is not None:
            if folder is other:
                return True
            folder = folder.parent
        return False

    def item_id_of(self, number: int) -> str:
        """Return the EWS id that the item with this number has, or had, in this folder."""
        if not self._item_id_prefix:
            self._item_id_prefix = self.mailbox.ids.item_id_prefix(self.number)
        return self._item_id_prefix + self.mailbox.ids.item_id_suffix(number)

    def detach(self) -> None:
        """Take it out of its parent's list; the hierarchy's affair."""
        if self.parent is not None:
            self.parent._children.pop(self.display_name.casefold(), None)

    def attach(self, parent: Folder, display_name: str) -> None:
        """Put it below a parent under a name that is free there; the hierarchy's affair."""
        self.parent = parent
        self.display_name = display_name
        parent._children[display_name.casefold()] = self

    def __repr__(self) -> str:
        return f"<Folder {self.path or self.display_name!r}: {self.total_count} items, {self.unread_count} unread>"
