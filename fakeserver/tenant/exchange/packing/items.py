"""A whole item as octets: its class, times, flags, properties, the message as it came, and what is attached."""

import json
import zlib
from datetime import datetime
from typing import Any, Final

from fakeserver.tenant.exchange.entities import Attachment, Folder, Item
from fakeserver.tenant.exchange.flags import MessageFlags, without_deleted
from fakeserver.tenant.exchange.packing.values import decoded, encoded
from fakeserver.tenant.exchange.values import FileReference

#: What the octets begin with: the form, and its version.
_BEGIN: Final = b"pytest-m365 item 1\n"
#: How many times larger than the largest message the unpacked text may be: base64, within JSON, of several parts.
_ROOM: Final = 4


def packed(item: Item) -> bytes:
    """Return an item as octets, from which `unpacked` makes one that has all that it has but its place and ids."""
    return _BEGIN + zlib.compress(json.dumps(encoded(_parts_of(item))).encode("ascii"), level=1)


def unpacked(octets: bytes, folder: Folder, most: int) -> Item:
    """Return the item that octets stand for, as one that lies in no folder.

    Args:
        folder: of the mailbox that it is for.
        most: octets of the largest message there.

    Raises:
        ValueError: they are not what `packed` makes, or of more than that.
    """
    if not octets.startswith(_BEGIN):
        raise ValueError("these octets are no packed item")
    try:
        text = _expanded(octets[len(_BEGIN) :], most * _ROOM)
        return _made_of(decoded(json.loads(text)), folder)
    except (zlib.error, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ValueError(f"these octets are no packed item: {error}") from error


def _expanded(octets: bytes, most: int) -> bytes:
    expander = zlib.decompressobj()
    text = expander.decompress(octets, most)
    if not expander.eof or expander.unused_data:
        raise ValueError("the packed item is cut off, or too large")
    return text


def _parts_of(item: Item) -> dict[str, Any]:
    return {
        "class": item.item_class,
        "created": item.created_at,
        "modified": item.modified_at,
        "received": item.received_at,
        "flags": without_deleted(item.flags),
        "properties": item.properties,
        "message": item.raw,
        # Those of a message are in it.
        "attachments": [] if item.raw is not None else [_attachment_parts(one) for one in item.attachments],
    }


def _attachment_parts(attachment: Attachment) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "content": attachment.reference or (b"" if attachment.item is not None else attachment.content),
        "type": attachment.content_type,
        "id": attachment.content_id,
        "location": attachment.content_location,
        "inline": attachment.is_inline,
        "item": None if attachment.item is None else _parts_of(attachment.item),
    }


def _made_of(parts: Any, folder: Folder) -> Item:
    created, modified, received = (_aware(parts[name]) for name in ("created", "modified", "received"))
    number = folder.mailbox.ids.new_number()
    item = Item(folder.mailbox, folder, number, _checked(parts["class"], str), created, modified, received)
    item.flags = _checked(parts["flags"], MessageFlags)
    item.properties = _checked(parts["properties"], dict)
    item.raw = None if parts["message"] is None else _checked(parts["message"], bytes)
    if item.raw is None:
        item.read_attachments = [
            _attachment(one, item, at) for at, one in enumerate(_checked(parts["attachments"], list), 1)
        ]
        item.last_attachment = len(item.read_attachments)
    return item


def _attachment(parts: Any, parent: Item, number: int) -> Attachment:
    return Attachment(
        name=_checked(parts["name"], str),
        source=parts["content"] if isinstance(parts["content"], FileReference) else _checked(parts["content"], bytes),
        content_type=_checked(parts["type"], str),
        content_id=_checked(parts["id"], str),
        content_location=_checked(parts["location"], str),
        is_inline=_checked(parts["inline"], bool),
        item=None if parts["item"] is None else _made_of(parts["item"], parent.folder),
        parent=parent,
        number=number,
        last_modified=parent.modified_at,
    )


def _aware(value: Any) -> datetime:
    time: datetime = _checked(value, datetime)
    if time.tzinfo is None:
        raise ValueError("a time without a time zone")
    return time


def _checked(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"not a {kind.__name__}")
    return value
