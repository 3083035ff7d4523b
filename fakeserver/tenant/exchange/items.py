"""An item: one identity, one place, and as many views as there are protocols.

Mail that arrived as MIME keeps its bytes, and its properties are read from them on demand; an item made of
properties renders its MIME on demand. Items are made and changed by the mailbox (`contents.py`), never from outside.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as Base64Error
from typing import TYPE_CHECKING, Any

from fakeserver.tenant.exchange.attachments import Attachment, from_part
from fakeserver.tenant.exchange.ids import object_type
from fakeserver.tenant.exchange.mime.message import Message, top_header
from fakeserver.tenant.exchange.mime.render import render
from fakeserver.tenant.exchange.properties import CONTENT_NAMES, derived
from fakeserver.tenant.exchange.values import TextFormat

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from fakeserver.tenant.exchange.contents import Contents
    from fakeserver.tenant.exchange.folders import Folder


class Item:
    """Anything in a folder: a message, an appointment, a contact, a task."""

    __slots__ = (
        "_attachments",
        "_body_key",
        "_changed_at",
        "_kept",
        "_last_attachment",
        "_mime",
        "_rendered",
        "_subject_key",
        "answered",
        "change_number",
        "container",
        "created_at",
        "deleted",
        "flagged",
        "folder",
        "is_draft",
        "is_read",
        "item_class",
        "mailbox",
        "mdn_sent",
        "modified_at",
        "number",
        "properties",
        "received_at",
        "uid",
    )

    def __init__(self, mailbox: Contents, folder: Folder, number: int, item_class: str, at: datetime) -> None:
        self.mailbox: Contents = mailbox
        #: where it lies; for an attached item, where the item that it is attached to lies
        self.folder: Folder = folder
        #: IMAP UID in that folder; 0 for an attached item
        self.uid = 0
        #: its identity in the mailbox; another after each move
        self.number = number
        self.change_number = 0
        self.item_class: str = item_class
        self.created_at: datetime = at
        self.modified_at: datetime = at
        #: INTERNALDATE, DateTimeReceived; aware, UTC
        self.received_at: datetime = at
        self.is_read: bool = False
        self.is_draft: bool = False
        self.answered = False
        self.flagged = False
        #: IMAP's \Deleted: still there, to go at the next EXPUNGE
        self.deleted = False
        self.mdn_sent = False
        #: what clients have set, by domain name or ExtendedPropertyKey; None hides what the MIME says
        self.properties: dict[Any, Any] = {}
        #: the attachment that it is the content of, for an attached item
        self.container: Attachment | None = None
        self._mime: bytes | None = None
        self._rendered: bytes | None = None
        self._kept: dict[str, Any] | None = None
        self._attachments: list[Attachment] | None = None
        self._last_attachment = 0
        self._subject_key: str | None = None
        self._body_key: bytes | str | None = None
        self._changed_at: dict[Any, int] | None = None

    # --- identity --------------------------------------------------------------------------------------------------

    @property
    def item_id(self) -> str:
        """The EWS id."""
        return self.folder.item_id_of(self.number)

    @property
    def change_key(self) -> str:
        """The EWS change key; another after every write."""
        return self.mailbox.ids.change_key(object_type(self.item_class), self.change_number)

    def changed_since(self, change_number: int) -> set[Any]:
        """Return the names of properties that were set or deleted after a change number (EWS AutoResolve asks)."""
        return {name for name, at in (self._changed_at or {}).items() if at > change_number}

    # --- content ---------------------------------------------------------------------------------------------------

    @property
    def is_mime(self) -> bool:
        """It came as MIME and still is what came."""
        return self._mime is not None

    def mime(self) -> bytes:
        """Return the message: the bytes that came, delivery headers included, or what the properties render to."""
        if self._mime is not None:
            return self._mime
        if self._rendered is None:
            values = {name: self.get(name) for name in CONTENT_NAMES}
            self._rendered = render(values, self.attachments)
        return self._rendered

    @property
    def size(self) -> int:
        """Octets of ``mime()``."""
        return len(self._mime) if self._mime is not None else len(self.mime())

    @property
    def message(self) -> Message:
        """A parsed view of ``mime()``; the mailbox keeps the last few."""
        return self.mailbox.parsed.of(self)

    def get(self, name: Any) -> Any:
        """Return a property by domain name or ExtendedPropertyKey: what was set, else what the MIME says, else None."""
        if name in self.properties:
            return self.properties[name]
        if self._kept is not None and name in self._kept:
            return self._kept[name]
        if not isinstance(name, str):
            return None
        value, may_be_kept = derived(self, name)
        if may_be_kept:
            if self._kept is None:
                self._kept = {}
            self._kept[name] = value
        return value

    @property
    def attachments(self) -> list[Attachment]:
        """Files and items attached to it, inline ones included, in order."""
        if self._attachments is None:
            # Reading numbers them, and tests read in their own thread; nobody may meet half of the list.
            with self.mailbox.lock:
                if self._attachments is None:
                    parts = self.message.attachment_parts if self._mime is not None else []
                    self._attachments = [self._numbered(from_part(part, self)) for part in parts]
        return self._attachments

    @property
    def thread_index(self) -> bytes:
        """Outlook's Thread-Index, decoded; empty where there is none."""
        if self._mime is not None:
            text = top_header(self._mime, b"Thread-Index")
        else:
            fields = self.properties.get("internet_message_headers") or ()
            text = next((value for name, value in fields if name.lower() == "thread-index"), "")
        try:
            return b64decode(text)
        except (Base64Error, ValueError):
            return b""

    # --- for people who write tests ----------------------------------------------------------------------------------

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
        state = "draft" if self.is_draft else "read" if self.is_read else "unread"
        place = self.folder.path or self.folder.display_name
        return f"<Item {self.subject!r} from {self.sender or 'nobody'} in {place}, {state}>"

    # --- for contents.py -------------------------------------------------------------------------------------------

    def adopt(self, attachment: Attachment) -> None:
        """Make an attachment part of this item, with a number that it had none before."""
        if self._attachments is None:
            self._attachments = []
        self._attachments.append(self._numbered(attachment))

    def _numbered(self, attachment: Attachment) -> Attachment:
        self._last_attachment += 1
        attachment.number = self._last_attachment
        attachment.parent = self
        attachment.last_modified = self.modified_at
        return attachment

    def set_mime(self, mime: bytes) -> None:
        """Let these bytes be the content; whatever was read from others is forgotten."""
        self._mime = mime
        self._attachments = None
        self.forget()

    def materialize(self) -> None:
        """Turn a MIME item into one of properties, so that they can be changed one by one."""
        if self._mime is None:
            return
        attachments = self.attachments
        for name in CONTENT_NAMES:
            if name not in self.properties and (value := self.get(name)) is not None:
                self.properties[name] = value
        self._mime = None
        self._attachments = attachments
        self.forget()

    def forget(self) -> None:
        """Drop what was worked out from the content."""
        self._rendered = None
        self._kept = None
        self._subject_key = None
        self._body_key = None
        self.mailbox.parsed.forget(self)

    def note_changes(self, names: Iterable[Any]) -> None:
        """Remember that these properties have changed with the present change number."""
        for name in names:
            if self._changed_at is None:
                self._changed_at = {}
            self._changed_at[name] = self.change_number

    def copy_into(self, other: Item) -> None:
        """Give another, new item the same content and flags."""
        other.created_at, other.modified_at, other.received_at = self.created_at, self.modified_at, self.received_at
        other.is_read, other.is_draft = self.is_read, self.is_draft
        other.answered, other.flagged, other.mdn_sent = self.answered, self.flagged, self.mdn_sent
        other.properties = dict(self.properties)
        other._mime, other._rendered = self._mime, self._rendered
        other._subject_key, other._body_key = self._subject_key, self._body_key
        if self._mime is None:
            for attachment in self.attachments:
                other.adopt(attachment.duplicate(other))
