"""Messages, attachments and folders of a remote mailbox."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from fakeserver.client.differences import Remote
from fakeserver.client.link import Link
from fakeserver.client.values import moment


class RemoteAttachment(Remote):
    """What is attached to a message; its content is asked for when it is read."""

    local = "Attachment"

    def __init__(self, link: Link, path: tuple[object, ...], facts: Mapping[str, Any]) -> None:
        self._link = link
        self._path = path
        self._facts = facts
        self._content: bytes | None = None

    @property
    def name(self) -> str:
        """The file's name; empty where it has none."""
        return str(self._facts["name"])

    @property
    def content_type(self) -> str:
        """``type/subtype``, in small letters."""
        return str(self._facts["content_type"])

    @property
    def content_id(self) -> str:
        """Without angle brackets; empty where there is none."""
        return str(self._facts.get("content_id") or "")

    @property
    def is_inline(self) -> bool:
        """Whether the body shows it."""
        return bool(self._facts.get("is_inline"))

    @property
    def size(self) -> int:
        """Octets of the content."""
        number: int = self._facts["size"]
        return number

    @property
    def content(self) -> bytes:
        """A file's octets; of an attached message its MIME."""
        if self._content is None:
            self._content = self._link.octets(*self._path)
        return self._content

    def __repr__(self) -> str:
        return f"Attachment(name={self.name!r}, content_type={self.content_type!r})"


class RemoteMessage(Remote):
    """A message in a mailbox.

    Its content is what it was when it was first read here; whether somebody has read it, and the like, is asked for
    each time. Of one that is gone, these are what they were.
    """

    local = "Item"

    def __init__(self, link: Link, mailbox: str, facts: dict[str, Any]) -> None:
        self._link = link
        self._mailbox = mailbox
        self._facts = facts

    @property
    def id(self) -> str:
        """By what the API knows it; another after each move."""
        return str(self._facts["id"])

    @property
    def facts(self) -> dict[str, Any]:
        """What the API has said of it last."""
        return dict(self._facts)

    @property
    def item_id(self) -> str:
        """The EWS id."""
        return str(self._whole["item_id"])

    @property
    def change_key(self) -> str:
        """The EWS change key; another after every write."""
        return str(self._now()["change_key"])

    @property
    def item_class(self) -> str:
        """``IPM.Note`` and the like."""
        return str(self._facts["item_class"])

    @property
    def subject(self) -> str:
        """The subject; empty where there is none."""
        return str(self._facts["subject"])

    @property
    def sender(self) -> str:
        """The From address; empty where there is none."""
        return str(self._facts["sender"])

    @property
    def recipients(self) -> list[str]:
        """The addresses in To and Cc."""
        return list(self._facts["recipients"])

    @property
    def received_at(self) -> datetime:
        """When it came; aware."""
        return moment(self._facts["received_at"])

    @property
    def size(self) -> int:
        """Octets of ``mime()``."""
        number: int = self._facts["size"]
        return number

    @property
    def body(self) -> str:
        """The body as text, also where it is HTML."""
        return str(self._whole["body"] or "")

    @property
    def html(self) -> str:
        """The HTML body; empty where there is none."""
        return str(self._whole["html"] or "")

    @cached_property
    def attachments(self) -> list[RemoteAttachment]:
        """Files and items attached to it, inline ones included, in order."""
        return [
            RemoteAttachment(self._link, (*self._path, "attachments", number), facts)
            for number, facts in enumerate(self._whole["attachments"])
        ]

    def mime(self) -> bytes:
        """Return the message as it lies in the mailbox."""
        return self._link.octets(*self._path, "mime")

    @property
    def folder(self) -> str:
        """The path of the folder where it lies."""
        return str(self._now()["folder"])

    @property
    def is_read(self) -> bool:
        """Somebody has read it."""
        return bool(self._now()["is_read"])

    @property
    def is_draft(self) -> bool:
        """It was not sent yet."""
        return bool(self._now()["is_draft"])

    @property
    def answered(self) -> bool:
        """Somebody has replied to it."""
        return bool(self._now()["answered"])

    @property
    def flagged(self) -> bool:
        """It has a follow-up flag."""
        return bool(self._now()["flagged"])

    # --- inside ------------------------------------------------------------------------------------------------------

    @property
    def _path(self) -> tuple[object, ...]:
        return "mailboxes", self._mailbox, "messages", self.id

    @property
    def _whole(self) -> dict[str, Any]:
        """What the whole message holds; lists have less of it."""
        return self._facts if "attachments" in self._facts else self._now()

    def _now(self) -> dict[str, Any]:
        try:
            self._facts.update(self._link.get(*self._path))
        except LookupError:
            # It is gone, or lies elsewhere.
            if "attachments" not in self._facts:
                raise
        return self._facts

    def __repr__(self) -> str:
        # What is known here: a test's report asks nobody.
        state = "draft" if self._facts.get("is_draft") else "read" if self._facts.get("is_read") else "unread"
        return f"<Item {self.subject!r} from {self.sender or 'nobody'} in {self._facts.get('folder')}, {state}>"


@dataclass
class RemoteLoaded:
    """What `load` returns: the items, in order, and what of the files has no place in a mailbox."""

    items: list[RemoteMessage] = field(default_factory=list, repr=False)
    remarks: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[RemoteMessage]:
        return iter(self.items)

    def __str__(self) -> str:
        return "\n  ".join([f"loaded {len(self)}", *self.remarks])


class RemoteFolder(Remote):
    """A folder, as it was when it was asked for."""

    local = "Folder"

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self._facts = facts

    @property
    def folder_id(self) -> str:
        """The EWS id."""
        return str(self._facts["folder_id"])

    @property
    def display_name(self) -> str:
        """Its name."""
        return str(self._facts["name"])

    @property
    def path(self) -> str:
        """The path below msgfolderroot with '/' between names."""
        return str(self._facts["path"])

    @property
    def distinguished_id(self) -> str | None:
        """``inbox`` and the like; None: it is none of those."""
        return self._facts["distinguished_id"] or None

    @property
    def folder_class(self) -> str:
        """``IPF.Note`` and the like; empty where there is none."""
        return str(self._facts["folder_class"] or "")

    @property
    def total_count(self) -> int:
        """How many items it holds."""
        number: int = self._facts["total"]
        return number

    @property
    def unread_count(self) -> int:
        """How many of them nobody has read."""
        number: int = self._facts["unread"]
        return number

    def __repr__(self) -> str:
        return f"<Folder {self.path or self.display_name!r}: {self.total_count} items, {self.unread_count} unread>"
