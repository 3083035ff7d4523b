"""Attachments as clients write them: files, and messages.

Source: learn.microsoft.com/graph/api/message-post-attachments. What the store sets of one is taken, and not kept.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.errors import ASSUMED, MISMATCH, NOT_PERFORMED, GraphError, Row
from fakeserver.protocols.graph.values.reading import structure, text, type_named
from fakeserver.tenant.exchange.new_items import NewAttachment, NewItem

#: Reads a message that lies so deep within others.
ReadItem: TypeAlias = Callable[[Mapping[str, Any], int], NewItem]

FILE: Final = "microsoft.graph.fileAttachment"
ITEM: Final = "microsoft.graph.itemAttachment"
#: The abstract type cannot be made.
NO_TYPE: Final = Row(
    400,
    "RequestBodyRead",
    "A type named '{type}' could not be resolved by the model. When a model is available, each type name must resolve "
    "to a valid type.",
    ASSUMED,
    fix=f'say which it is: "@odata.type": "#{FILE}"',
)
#: The text is that of EWS.
NESTED_TOO_DEEPLY: Final = Row(
    400,
    "ErrorAttachmentNestLevelLimitExceeded",
    "The item has attachment at more than the maximum supported nest level.",
    ASSUMED,
)
#: Source: web-service-reference/responsecode, of that error.
_MAX_NESTED: Final = 10
_ALL: Final = frozenset({"id", "name", "contentType", "isInline", "size", "lastModifiedDateTime"})
_OF_FILES: Final = _ALL | {"contentId", "contentLocation", "contentBytes"}


def read(value: Any, name: str, depth: int, read_item: ReadItem) -> NewAttachment:
    """Read an attachment.

    Args:
        name: of the property, for errors.
        depth: how many messages it is attached to, one within the other.
        read_item: reads a message that is attached.

    Raises:
        GraphError: it has something else than its type has, its type is not said, or it lies too deep within others.
    """
    if depth > _MAX_NESTED:
        raise GraphError(NESTED_TOO_DEEPLY)
    kind = type_named(of_type(value, dict, name))
    if kind.lower() == FILE.lower():
        return _file(structure(value, name, "fileAttachment", _OF_FILES))
    if kind.lower() == ITEM.lower():
        return _item(structure(value, name, "itemAttachment", _ALL | {"item"}), depth, read_item)
    if kind.lower() == "microsoft.graph.referenceattachment":
        raise GraphError(NOT_PERFORMED, what="the making of referenceAttachments")
    raise GraphError(NO_TYPE, type=kind[:200])


def _file(given: dict[str, Any]) -> NewAttachment:
    return NewAttachment(
        _octets(given.get("contentBytes"), "contentBytes"),
        text(given.get("name"), "name") or "",
        (text(given.get("contentType"), "contentType") or "").strip(),
        (text(given.get("contentId"), "contentId") or "").strip(),
        (text(given.get("contentLocation"), "contentLocation") or "").strip(),
        _is_inline(given),
    )


def _item(given: dict[str, Any], depth: int, read_item: ReadItem) -> NewAttachment:
    item = read_item(of_type(given.get("item"), dict, "item"), depth)
    return NewAttachment(item, text(given.get("name"), "name") or "", is_inline=_is_inline(given))


def _is_inline(given: dict[str, Any]) -> bool:
    said = given.get("isInline")
    return said is not None and bool(of_type(said, bool, "isInline"))


def _octets(value: Any, name: str) -> bytes:
    try:
        return b64decode(text(value, name) or "", validate=True)
    except (Base64Error, ValueError) as problem:
        raise GraphError(MISMATCH, name=name) from problem
