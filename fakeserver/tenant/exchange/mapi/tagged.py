"""Tagged properties of MAPI that items and folders have under names of their own: how they are read and set.

Sources: [MS-OXPROPS] for the tags, [MS-OXCMSG] for the values.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from fakeserver.tenant.exchange.bodies import text_body_of
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.flagging import unread_in
from fakeserver.tenant.exchange.kinds.follow_up import FollowUpFlag, FollowUpStatus, follow_up_changes, shown_flag
from fakeserver.tenant.exchange.mapi.errors import NoSuchValue, NotSettable
from fakeserver.tenant.exchange.mime.addresses import MAX_FIELD
from fakeserver.tenant.exchange.mime.message import normalized_topic
from fakeserver.tenant.exchange.mime.render import address_field
from fakeserver.tenant.exchange.values import (
    Body,
    EmailAddress,
    ExtendedPropertyKey,
    Importance,
    PropertyType,
    Sensitivity,
    TextFormat,
)

_MESSAGE_FLAGS: Final = 0x0E07
_NORMALIZED_SUBJECT: Final = 0x0E1D
_BODY: Final = 0x1000
_HTML: Final = 0x1013
#: Bits of PidTagMessageFlags.
_READ, _UNSENT, _HAS_ATTACHMENTS = 1, 8, 16
_FLAG_STATUS: Final = 0x1090
#: PidTagFlagStatus: its values in order.
_FLAG_STATUSES: Final = (FollowUpStatus.NOT_FLAGGED, FollowUpStatus.COMPLETE, FollowUpStatus.FLAGGED)
_LAST_VERB: Final = 0x1081
#: PidTagLastVerbExecuted: replied to the sender, or to all; forwarded (104) has no flag here.
_REPLIED: Final = (102, 103)
#: PidTagOriginatorDeliveryReportRequested and PidTagReadReceiptRequested.
RECEIPT_TAGS: Final = frozenset((0x0023, 0x0029))
#: Tag and type -> the tenant's name of the property that it is.
_OWN_PROPERTIES: Final[dict[tuple[str | int, PropertyType], str]] = {
    (0x0017, PropertyType.INTEGER_32): "importance",
    (0x001A, PropertyType.STRING): "item_class",
    (0x0023, PropertyType.BOOLEAN): "is_delivery_receipt_requested",
    (0x0029, PropertyType.BOOLEAN): "is_read_receipt_requested",
    (0x0036, PropertyType.INTEGER_32): "sensitivity",
    (0x0037, PropertyType.STRING): "subject",
    (0x0039, PropertyType.TIME): "date_time_sent",
    (0x0070, PropertyType.STRING): "conversation_topic",
    (0x0071, PropertyType.BINARY): "conversation_index",
    (0x300B, PropertyType.BINARY): "search_key",
    (0x0E06, PropertyType.TIME): "date_time_received",
    (0x0E69, PropertyType.BOOLEAN): "is_read",
    (0x1035, PropertyType.STRING): "internet_message_id",
    (0x1039, PropertyType.STRING): "references",
    (0x1042, PropertyType.STRING): "in_reply_to",
}
#: Tags of texts that are the name or the address of a correspondent -> the tenant's name of that, and which of the two.
_OF_CORRESPONDENTS: Final[dict[str | int, tuple[str, str]]] = {
    0x0042: ("from_", "name"),
    0x0065: ("from_", "address"),
    0x0C1A: ("sender", "name"),
    0x0C1F: ("sender", "address"),
    0x5D01: ("sender", "address"),
    0x5D02: ("from_", "address"),
}
#: Read-only for clients: access, keys, times of creation and change, who changed it. Source: [MS-OXCMSG] 2.2.1.1.
_READ_ONLY: Final = frozenset((0x0FF4, 0x0FF7, 0x0FF9, 0x0FFE, 0x300B, 0x3007, 0x3008, 0x3FFA, 0x65E2))
#: What the store works out besides: recipients as shown, size, attachments, article number, entry id.
#: [MS-OXCMSG] 2.2.1 calls the first read-only. Assumption: so are the others, at creation too.
_COMPUTED: Final = _READ_ONLY | {0x0E02, 0x0E03, 0x0E04, 0x0E08, 0x0E1B, 0x0E23, 0x0FFF}
#: Tag and type -> the tenant's name of the property of a folder that it is.
_OWN_OF_FOLDERS: Final[dict[tuple[str | int, PropertyType], str]] = {
    (0x10F4, PropertyType.BOOLEAN): "hidden",
    (0x3001, PropertyType.STRING): "display_name",
    (0x3613, PropertyType.STRING): "folder_class",
}
#: Values in MAPI, in order from 0. Source: [MS-OXCMSG] 2.2.1.11 and 2.2.1.13.
_CHOICES: Final[dict[str, tuple[Any, ...]]] = {
    "importance": (Importance.LOW, Importance.NORMAL, Importance.HIGH),
    "sensitivity": (Sensitivity.NORMAL, Sensitivity.PERSONAL, Sensitivity.PRIVATE, Sensitivity.CONFIDENTIAL),
}


def tagged_changes(key: ExtendedPropertyKey, value: Any, so_far: Callable[[str], Any]) -> dict[Any, Any]:
    """Return the changes by setting a tagged property of an item, or by deleting it (None).

    Args:
        so_far: gives a property that the item has so far, None where there is none.

    Raises:
        NoSuchValue, NotSettable: it has no such value, or the store works it out.
    """
    if key.name in _COMPUTED:
        raise NotSettable
    if key.name == _BODY and key.property_type is PropertyType.STRING and not key.multiple:
        return {"body": Body(TextFormat.PLAIN, value or "")}
    if key.name == _HTML and key.property_type is PropertyType.BINARY and not key.multiple:
        return {"body": Body(TextFormat.HTML, _html(value or b""))}
    if key.name == _NORMALIZED_SUBJECT and key.property_type is PropertyType.STRING and not key.multiple:
        subject = (so_far("subject") or "").rstrip()
        return {"subject": subject.removesuffix(normalized_topic(subject)) + (value or "")}
    if key.name == _MESSAGE_FLAGS and isinstance(value, int):
        # Clients create a message that is no draft by this; the store accepts the flags only on creation.
        return {"is_read": bool(value & _READ), "is_draft": bool(value & _UNSENT)}
    if key.name == _FLAG_STATUS and value in (None, 0, 1, 2):
        # A number that is no status was kept as it came; it is one no longer.
        return {**follow_up_changes(FollowUpFlag(_FLAG_STATUSES[value or 0])), key: None}
    if key.name == _LAST_VERB:
        return {"answered": value in _REPLIED, key: value}
    if key.name in _OF_CORRESPONDENTS and key.property_type is PropertyType.STRING and not key.multiple:
        name, part = _OF_CORRESPONDENTS[key.name]
        changed = replace(so_far(name) or EmailAddress(), **{part: value or ""})
        if len(changed.name) + len(changed.address) > MAX_FIELD // 20 and len(address_field("", changed)) > MAX_FIELD:
            # Nobody could read the field of the message that names it.
            raise NoSuchValue
        return {name: changed if changed != EmailAddress() else None}
    own = None if key.multiple else _OWN_PROPERTIES.get((key.name, key.property_type))
    if own is None:
        return {key: value}
    choices = _CHOICES.get(own)
    if choices is None or value is None:
        return {own: value}
    if not 0 <= value < len(choices):
        raise NoSuchValue
    return {own: choices[value]}


def _html(value: bytes) -> str:
    # Assumption: other charsets, which PidTagInternetCodepage could name, are refused.
    try:
        return value.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotSettable from error


def folder_property(key: ExtendedPropertyKey) -> str:
    """Return the tenant's name of the property of a folder that a tagged property is; empty: it is one of its own.

    Raises:
        NotSettable: the store works it out.
    """
    own = "" if key.multiple else _OWN_OF_FOLDERS.get((key.name, key.property_type), "")
    if not own and key.name in FOLDER_TAGS:
        raise NotSettable
    return own


def _choice(name: str) -> Callable[[Item], Any]:
    choices = _CHOICES[name]

    def read(item: Item) -> Any:
        value = item.get(name)
        return choices.index(value) if value in choices else None

    return read


# --- values of items and folders -------------------------------------------------------------------------------------


def _name(key: str) -> Callable[[Item], Any]:
    def read(item: Item) -> Any:
        address = item.get(key)
        return address.display if isinstance(address, EmailAddress) else None

    return read


def _address(key: str) -> Callable[[Item], Any]:
    def read(item: Item) -> Any:
        address = item.get(key)
        return address.address or None if isinstance(address, EmailAddress) else None

    return read


def _message_flags(item: Item) -> int:
    flags = _READ if item.is_read else 0
    flags |= _UNSENT if item.is_draft else 0
    return flags | (_HAS_ATTACHMENTS if item.get("has_attachments") else 0)


def _html_octets(item: Item) -> bytes | None:
    body = item.get("body")
    return body.content.encode() if isinstance(body, Body) and body.format is TextFormat.HTML else None


def _normalized_subject(item: Item) -> str | None:
    subject = item.get("subject")
    return normalized_topic(subject) if subject else None


def _transport_headers(item: Item) -> str | None:
    fields = item.get("internet_message_headers")
    return "\r\n".join(f"{name}: {value}" for name, value in fields) if fields else None


def _own(name: str) -> Callable[[Item], Any]:
    return _choice(name) if name in _CHOICES else lambda item: item.get(name)


#: Tag -> the value of an item. What is set under another name is read under it, but for the rows below.
ITEM_TAGS: Final[dict[str | int, Callable[[Any], Any]]] = {
    **{tag: _own(name) for (tag, _), name in _OWN_PROPERTIES.items()},
    **{tag: _name(key) if part == "name" else _address(key) for tag, (key, part) in _OF_CORRESPONDENTS.items()},
    0x001A: lambda item: item.item_class,
    0x0023: lambda item: bool(item.get("is_delivery_receipt_requested")),
    0x0029: lambda item: bool(item.get("is_read_receipt_requested")),
    0x007D: _transport_headers,
    0x0E02: lambda item: item.get("display_bcc"),
    0x0E03: lambda item: item.get("display_cc"),
    0x0E04: lambda item: item.get("display_to"),
    0x0E06: lambda item: item.received_at,
    _MESSAGE_FLAGS: _message_flags,
    0x0E08: lambda item: item.size,
    0x0E1B: lambda item: bool(item.get("has_attachments")),
    _NORMALIZED_SUBJECT: _normalized_subject,
    # PidTagInternetArticleNumber, the UID in IMAP: DavMail identifies messages by it.
    0x0E23: lambda item: item.uid,
    0x0E69: lambda item: item.is_read,
    0x0FF9: lambda item: item.mailbox.ids.item_entry_id(item.folder.number, item.number),
    0x0FFF: lambda item: item.mailbox.ids.item_entry_id(item.folder.number, item.number),
    _BODY: lambda item: text_body_of(item).content or None,
    _HTML: _html_octets,
    _LAST_VERB: lambda item: _REPLIED[0] if item.answered else None,
    _FLAG_STATUS: lambda item: _FLAG_STATUSES.index(shown_flag(item.flagged, item.get("follow_up")).status) or None,
    0x10F4: lambda item: False,
    0x3007: lambda item: item.created_at,
    0x3008: lambda item: item.modified_at,
    # Assumption: as item:LastModifiedName.
    0x3FFA: lambda item: item.mailbox.display_name,
}

#: Tag -> the value of a folder.
FOLDER_TAGS: Final[dict[str | int, Callable[[Any], Any]]] = {
    # At least one octet: clients take 0 for an unknown size.
    0x0E08: lambda folder: sum(item.size for item in folder.items.values()) + 1024,
    0x10F4: lambda folder: folder.hidden,
    0x3001: lambda folder: folder.display_name,
    0x3007: lambda folder: folder.created_at,
    0x3008: lambda folder: folder.modified_at,
    0x3602: lambda folder: folder.visible_count,
    0x3603: unread_in,
    0x360A: lambda folder: bool(folder.children),
    0x3613: lambda folder: folder.folder_class or None,
    0x0FFF: lambda folder: folder.mailbox.ids.folder_entry_id(folder.number),
    # PidTagReplicaList: which mailbox has the content of a public folder
    # (exchange-web-services/how-to-route-public-folder-content-requests).
    0x6698: lambda folder: f"{folder.mailbox.ids.mailbox_guid}\0".encode() if folder.mailbox.is_public else None,
    # PidTagLocalCommitTimeMax, when something in it was changed last ([MS-OXCFOLD] 2.2.2.2.1.13), and
    # PidTagArticleNumberNext: DavMail's clients see by them whether to look again.
    0x670A: lambda folder: folder.mailbox.changes.newest_at(folder) or folder.modified_at,
    0x6751: lambda folder: folder.next_uid,
    0x66B5: lambda folder: "\ufffe" + "\ufffe".join(folder.path.split("/")),
}
