"""Attachments: files and attached items, whether a client made them or they were found in a message's parts."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from fakeserver.tenant.exchange.items import Item
    from fakeserver.tenant.exchange.mime.parts import Part

#: What Exchange says of a file whose kind it doesn't know.
UNKNOWN_CONTENT_TYPE = "application/octet-stream"


class Attachment:
    """A file or an item attached to an item.

    A client's attachment is made with ``file`` or ``of_item`` and given to ``Mailbox.add_attachment``, which makes it
    part of an item; before that it has no id.
    """

    __slots__ = (
        "_content",
        "content_id",
        "content_location",
        "content_type",
        "is_inline",
        "item",
        "last_modified",
        "name",
        "number",
        "parent",
    )

    def __init__(
        self,
        name: str,
        content: bytes | Part = b"",
        *,
        content_type: str = UNKNOWN_CONTENT_TYPE,
        content_id: str = "",
        content_location: str = "",
        is_inline: bool = False,
        item: Item | None = None,
    ) -> None:
        self.name = name
        self._content = content
        self.content_type = content_type
        #: without angle brackets; empty where there is none
        self.content_id = content_id
        self.content_location = content_location
        self.is_inline: bool = is_inline
        #: the attached item; None for a file
        self.item = item
        #: the item it is attached to
        self.parent: Item | None = None
        #: its identity within ``parent``
        self.number = 0
        self.last_modified: datetime | None = None
        if item is not None:
            item.container = self

    @classmethod
    def file(
        cls,
        name: str,
        content: bytes,
        *,
        content_type: str = "",
        content_id: str = "",
        content_location: str = "",
        is_inline: bool = False,
    ) -> Attachment:
        """Return a file attachment; its type is guessed from the name where none is given."""
        return cls(
            name,
            content,
            content_type=content_type or guess_content_type(name),
            content_id=content_id,
            content_location=content_location,
            is_inline=is_inline,
        )

    @classmethod
    def of_item(cls, name: str, item: Item, *, is_inline: bool = False) -> Attachment:
        """Return an attachment that is an item, made with ``Mailbox.detached_item``."""
        return cls(name, content_type="message/rfc822", is_inline=is_inline, item=item)

    @classmethod
    def of(cls, given: Attachment | PathLike[str] | tuple[str, bytes]) -> Attachment:
        """Return an attachment as it is, or made of a file's path, or of a file name and its content.

        Raises:
            TypeError: it is none of these.
            OSError: the file cannot be read.
        """
        match given:
            case Attachment():
                return given
            case PathLike():
                return cls.file(Path(given).name, Path(given).read_bytes())
            case (str(name), bytes(content)):
                return cls.file(name, content)
        raise TypeError(f"an attachment is a path, a file name with its bytes, or an Attachment; not {given!r}")

    @property
    def is_item(self) -> bool:
        """It is an item, not a file."""
        return self.item is not None

    @property
    def content(self) -> bytes:
        """A file's octets; an attached item's MIME."""
        if self.item is not None:
            return self.item.mime()
        return self._content if isinstance(self._content, bytes) else self._content.content

    @property
    def size(self) -> int:
        """Octets of the content."""
        return len(self.content)

    @property
    def path(self) -> tuple[int, ...]:
        """The numbers that lead to it from the item in the folder, through attached items."""
        outer = self.parent.container if self.parent is not None else None
        return (*(outer.path if outer is not None else ()), self.number)

    @property
    def root_item(self) -> Item:
        """The item in a folder that it belongs to, through attached items."""
        if self.parent is None:
            raise ValueError("the attachment isn't part of an item yet")
        outer = self.parent.container
        return outer.root_item if outer is not None else self.parent

    @property
    def attachment_id(self) -> str:
        """The EWS id; contains the item's, so it changes when the item moves."""
        item = self.root_item
        return item.mailbox.ids.attachment_id(item.folder.number, item.number, self.path)

    def duplicate(self, owner: Item) -> Attachment:
        """Return one like it, for a copy of its item; an attached item is copied too."""
        item = None
        if self.item is not None:
            item = owner.mailbox.detached_item(owner, self.item.item_class)
            self.item.copy_into(item)
        return Attachment(
            self.name,
            self._content,
            content_type=self.content_type,
            content_id=self.content_id,
            content_location=self.content_location,
            is_inline=self.is_inline,
            item=item,
        )

    def __repr__(self) -> str:
        return f"<Attachment {self.name!r}, {self.content_type}>"


def guess_content_type(name: str) -> str:
    """Return a file name's usual content type."""
    from mimetypes import guess_type

    return guess_type(name)[0] or UNKNOWN_CONTENT_TYPE


def from_part(part: Part, owner: Item) -> Attachment:
    """Return the attachment that a message's part stands for; ``owner`` is the item of that message."""
    content_id = part.content_id
    # Outlook shows what HTML refers to in its place; so a Content-ID counts as inline unless the part says otherwise.
    is_inline = part.disposition == "inline" or (bool(content_id) and part.disposition != "attachment")
    if part.content_type == "message/rfc822":
        item = owner.mailbox.detached_item(owner, mime=part.content)
        return Attachment(part.filename or item.subject, content_type=part.content_type, is_inline=is_inline, item=item)
    return Attachment(
        part.filename or f"unnamed{_extension(part.content_type)}",
        part,
        content_type=part.content_type,
        content_id=content_id,
        content_location=part.header("content-location"),
        is_inline=is_inline,
    )


def _extension(content_type: str) -> str:
    from mimetypes import guess_extension

    return guess_extension(content_type) or ".dat"
