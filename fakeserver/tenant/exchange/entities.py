"""What a mailbox is made of: folders, the items in them, and what is attached to items.

The three know each other, so they stand together. They hold state and show it; a mailbox's parts (`folders.py`,
`items.py`, `attachments.py`) make and change them, so that counters, change keys and the log are right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from fakeserver.tenant.exchange.described import described
from fakeserver.tenant.exchange.flags import NO_FLAGS, MessageFlags
from fakeserver.tenant.exchange.ids import folder_type, object_type
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.mime.parts import Part
from fakeserver.tenant.exchange.store import FolderSearch, MailStore
from fakeserver.tenant.exchange.values import FileReference, TextFormat
from fakeserver.tenant.moved import moved

#: The mailbox, as far as its folders and items need it.
Store: TypeAlias = "MailStore[Item, Attachment]"


@moved({"file": "Attachment(name, octets)", "of_item": "Attachment(name, item=item)"})
@dataclass(slots=True, eq=False)
class Attachment:
    """A file or an item attached to an item; without identity until ``mailbox.attachments.add`` has taken it."""

    name: str
    #: a file's octets, the part of the message that holds them, or where it lies
    source: bytes | Part | FileReference = field(default=b"", repr=False)
    #: guessed from the name where it is empty
    content_type: str = ""
    #: without angle brackets; empty where there is none
    content_id: str = field(default="", repr=False)
    content_location: str = field(default="", repr=False)
    is_inline: bool = field(default=False, repr=False)
    #: the attached item, made with ``mailbox.items.detached``; None for a file
    item: Item | None = field(default=None, repr=False)
    #: the item it is attached to, and its identity there
    parent: Item | None = field(default=None, repr=False)
    number: int = field(default=0, repr=False)
    last_modified: datetime | None = field(default=None, repr=False)
    #: it is the picture of the contact that it is attached to
    is_contact_photo: bool = field(default=False, repr=False)

    def __post_init__(self) -> None:
        if self.item is not None:
            self.item.container = self
            self.content_type = "message/rfc822"
        elif not self.content_type:
            from mimetypes import guess_type

            self.content_type = guess_type(self.name)[0] or "application/octet-stream"

    @property
    def is_item(self) -> bool:
        """It is an item, not a file."""
        return self.item is not None

    @property
    def reference(self) -> FileReference | None:
        """Where a file lies that is only named here; None for any other attachment."""
        return self.source if isinstance(self.source, FileReference) else None

    @property
    def content(self) -> bytes:
        """A file's octets, none of one that lies elsewhere; an attached item's MIME."""
        if self.item is not None:
            return self.item.mime()
        return self.source.content if isinstance(self.source, Part | FileReference) else self.source

    @property
    def size(self) -> int:
        """Octets of the content."""
        return len(self.content)


@moved({"deleted": "item.flags.deleted", "mdn_sent": "item.flags.mdn_sent"})
@dataclass(slots=True, eq=False, repr=False)
class Item:
    """Anything in a folder: mail keeps the bytes that arrived, and an item made of properties renders its MIME."""

    mailbox: Store
    #: where it lies; for an attached item, where the item that it is attached to lies
    folder: Folder
    #: its identity in the mailbox; another after each move
    number: int
    item_class: str
    created_at: datetime
    modified_at: datetime
    #: INTERNALDATE, DateTimeReceived; aware, UTC
    received_at: datetime
    change_number: int = 0
    #: IMAP UID in its folder; 0 for an attached item
    uid: int = 0
    flags: MessageFlags = NO_FLAGS
    #: what clients have set, by domain name or ExtendedPropertyKey; None hides what the MIME says
    properties: dict[Any, Any] = field(default_factory=dict)
    #: the attachment that it is the content of, for an attached item
    container: Attachment | None = None
    #: the message as it came; None for an item made of properties
    raw: bytes | None = None
    #: what was read or worked out from the content, until that changes
    rendered: bytes | None = None
    kept: dict[str, Any] | None = None
    read_attachments: list[Attachment] | None = None
    subject_key: str | None = None
    text_key: bytes | None = None
    header_key: bytes | None = None
    last_attachment: int = 0
    #: its EWS id, once somebody has asked for it; long, and asked for in every list
    made_id: str | None = None
    #: its change key, with the number of the change that it is made of
    made_key: tuple[int, str] | None = None
    #: property -> the number of the change that wrote it last, for those that were written since the item was made
    written: dict[Any, int] | None = None

    @property
    def item_id(self) -> str:
        """The EWS id; another after each move."""
        if self.made_id is None:
            self.made_id = self.folder.item_id_of(self.number)
        return self.made_id

    @property
    def change_key(self) -> str:
        """The EWS change key; another after every write."""
        if self.made_key is None or self.made_key[0] != self.change_number:
            key = self.mailbox.ids.change_key(object_type(self.item_class), self.change_number)
            self.made_key = self.change_number, key
        return self.made_key[1]

    @property
    def is_mime(self) -> bool:
        """It came as MIME and still is what came."""
        return self.raw is not None

    def mime(self) -> bytes:
        """Return the message: the bytes that came, delivery headers included, or what the properties render to."""
        if self.raw is not None:
            return self.raw
        return self.rendered if self.rendered is not None else self.mailbox.contents.rendered(self)

    @property
    def size(self) -> int:
        """Octets of ``mime()``."""
        return len(self.raw) if self.raw is not None else len(self.mime())

    @property
    def message(self) -> Message:
        """A parsed view of ``mime()``; the mailbox keeps the last few."""
        return self.mailbox.contents.message(self)

    def get(self, name: Any) -> Any:
        """Return a property by domain name or ExtendedPropertyKey: what was set, else what the MIME says, else None."""
        if name in self.properties:
            return self.properties[name]
        if self.kept is not None and name in self.kept:
            return self.kept[name]
        return self.mailbox.contents.derived(self, name) if isinstance(name, str) else None

    @property
    def attachments(self) -> list[Attachment]:
        """Files and items attached to it, inline ones included, in order."""
        return self.read_attachments if self.read_attachments is not None else self.mailbox.contents.attachments(self)

    # --- for people who write tests ----------------------------------------------------------------------------------

    @property
    def is_read(self) -> bool:
        """Somebody has read it."""
        flag, state = self.flags.seen, self.mailbox.read_state
        return flag if state is None else state.has_read(self.folder.number, self.number, flag)

    @property
    def is_draft(self) -> bool:
        """It was not sent yet."""
        return self.flags.draft

    @property
    def answered(self) -> bool:
        """Somebody has replied to it."""
        return self.flags.answered

    @property
    def flagged(self) -> bool:
        """It has a follow-up flag."""
        return self.flags.flagged

    @property
    def is_associated(self) -> bool:
        """It belongs to the folder and not to what people see in it: a view, a rule, settings."""
        return bool(self.properties.get("is_associated"))

    @property
    def subject(self) -> str:
        """The subject; empty where there is none."""
        return self.get("subject") or ""

    @property
    def sender(self) -> str:
        """The From address; empty where there is none."""
        address = self.get("from_")
        return address.address if address is not None else ""

    @property
    def recipients(self) -> list[str]:
        """The addresses in To and Cc."""
        return [to.address for name in ("to_recipients", "cc_recipients") for to in self.get(name) or []]

    @property
    def body(self) -> str:
        """The body as text, also where it is HTML."""
        return self.get("text_body") or ""

    @property
    def html(self) -> str:
        """The HTML body; empty where there is none."""
        body = self.get("body")
        return body.content if body is not None and body.format is TextFormat.HTML else ""

    def __repr__(self) -> str:
        return described(self, self.folder.path or self.folder.display_name)


@dataclass(slots=True, eq=False, repr=False)
class Folder:
    """One folder of a mailbox: its place, its items by IMAP UID, and counters that are always right."""

    mailbox: Store
    #: its identity in the mailbox; never changes, never used again
    number: int
    parent: Folder | None
    display_name: str
    #: "IPF.Note" and the like; empty where there is none
    folder_class: str
    uid_validity: int
    created_at: datetime
    modified_at: datetime
    change_number: int
    distinguished_id: str | None = None
    #: neither Outlook nor IMAP lists it
    hidden: bool = False
    #: every mailbox has it: it cannot be deleted, moved or renamed
    built_in: bool = False
    #: False once it was deleted, for those who still hold it
    exists: bool = True
    next_uid: int = 1
    #: what it shows of other folders; None: it is no search folder
    search: FolderSearch[Item, Folder] | None = None
    #: of the items that people see
    unread_count: int = 0
    #: how many of the items are associated ones
    associated_count: int = 0
    #: EWS extended properties and others that the store doesn't know
    properties: dict[Any, Any] = field(default_factory=dict)
    #: by IMAP UID, ascending, which is also the order of arrival
    items: dict[int, Item] = field(default_factory=dict)
    #: the folders right below, by name without case
    child_names: dict[str, Folder] = field(default_factory=dict)

    @property
    def folder_id(self) -> str:
        """The EWS id."""
        return self.mailbox.ids.folder_id(self.number)

    @property
    def change_key(self) -> str:
        """The EWS change key."""
        return self.mailbox.ids.change_key(folder_type(self.folder_class, self.search), self.change_number)

    @property
    def children(self) -> list[Folder]:
        """The folders right below."""
        return list(self.child_names.values())

    @property
    def total_count(self) -> int:
        """How many items it holds."""
        return len(self.items)

    @property
    def visible_count(self) -> int:
        """How many items people see in it: all but the associated ones."""
        return len(self.items) - self.associated_count

    def visible(self) -> Collection[Item]:
        """Return the items that people see in it, in order of arrival."""
        items = self.items.values()
        return [item for item in items if not item.is_associated] if self.associated_count else items

    @property
    def path(self) -> str:
        """The path below msgfolderroot with '/' between names, as IMAP lists it; empty for msgfolderroot and above."""
        tops = ("msgfolderroot", "publicfoldersroot", "root")
        return "/".join([each.display_name for each in self.lineage() if each.distinguished_id not in tops][::-1])

    def lineage(self) -> Iterator[Folder]:
        """Yield this folder, its parent, and so on up to the root."""
        folder: Folder | None = self
        while folder is not None:
            yield folder
            folder = folder.parent

    def child(self, display_name: str) -> Folder | None:
        """Return the folder of this name right below, without regard to case."""
        return self.child_names.get(display_name.casefold())

    def descendants(self) -> Iterator[Folder]:
        """Yield all folders below, parents before children."""
        waiting = self.children[::-1]
        while waiting:
            folder = waiting.pop()
            yield folder
            waiting += reversed(folder.children)

    def is_below(self, other: Folder) -> bool:
        """Say whether it is ``other`` or somewhere below it."""
        return any(folder is other for folder in self.lineage())

    def item_id_of(self, number: int) -> str:
        """Return the EWS id that the item with this number has, or had, in this folder."""
        return self.mailbox.ids.item_id(self.number, number)

    def __repr__(self) -> str:
        return f"<Folder {self.path or self.display_name!r}: {self.total_count} items, {self.unread_count} unread>"
