"""Ids and change keys as Exchange lays them out.

An EWS id is base64 over: compression (0 none, 1 run lengths), storage type, the mailbox GUID as counted text, a
processing instruction, and a counted entry id; an attachment's id goes on with a counted list of attachment keys.
An entry id is 46 octets for a folder, 70 for an item, and contains the folder's number, so that an item's id
changes when it moves. An id is compressed where that makes it shorter: it starts with "AQMk" then, else with "AAMk".
An appointment of a series has the entry id of the series behind the local date on which the pattern has it.

Sources: [MS-OXWSITEMID]; [MS-OXCDATA] sections 2.2.4.1 and 2.2.4.2; recordings of real servers.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from fakeserver.tenant.exchange.id_text import expanded, id_text
from fakeserver.tenant.exchange.item_classes import (
    APPOINTMENT,
    CONTACT,
    DISTRIBUTION_LIST,
    MEETING_CANCELLATION,
    MEETING_REQUEST,
    MEETING_RESPONSE,
    POST,
    REPORT,
    TASK,
    is_of,
    of_class,
)
from fakeserver.tenant.exchange.occurrence_ids import occurrence_entry_id, split_occurrence
from fakeserver.tenant.refusals import ChangeKeyInvalid, IdMalformed

_MAILBOX_BY_ADDRESS = 0
_PUBLIC_FOLDER = 1
_PUBLIC_FOLDER_ITEM = 2
_MAILBOX_BY_GUID = 3
CONVERSATION = 4
#: Octets of entry ids.
FOLDER_ENTRY, ITEM_ENTRY = 46, 70
#: Processing instruction of an id that names an appointment of a series.
_OF_A_SERIES = 1
#: offsets in an entry id: the folder's number, the item's number
_FOLDER_NUMBER = slice(38, 44)
_ITEM_NUMBER = slice(62, 68)

#: Object types in change keys and store ids, by the class; the first that fits counts.
#: Seen in recordings: 1, 2, 3, 7, 9, 15, 17; the others fill the same enumeration.
_OBJECT_TYPES: tuple[tuple[str, int], ...] = (
    ("IPF.Appointment", 2),
    ("IPF.Contact", 3),
    ("IPF.Task", 4),
    ("IPF.StickyNote", 5),
    ("IPF.Journal", 6),
    ("IPF", 1),
    (MEETING_REQUEST, 11),
    (MEETING_RESPONSE, 12),
    (MEETING_CANCELLATION, 13),
    (APPOINTMENT, 15),
    (CONTACT, 17),
    (DISTRIBUTION_LIST, 18),
    (TASK, 19),
    ("IPM.StickyNote", 21),
    (POST, 22),
    (REPORT, 23),
)
_MESSAGE_TYPE = 9
_SEARCH_FOLDER_TYPE = 7


@lru_cache(maxsize=256)
def object_type(class_name: str) -> int:
    """Return the store's number for the kind of object that has this folder or item class."""
    return of_class(class_name, _OBJECT_TYPES) or _MESSAGE_TYPE


def folder_type(folder_class: str, search: object) -> int:
    """Return the same for a folder, by what it shows as a search folder; one of a class of items is a plain one."""
    known = folder_class if is_of(folder_class, "IPF") else "IPF"
    return object_type(known) if search is None else _SEARCH_FOLDER_TYPE


@dataclass(frozen=True, slots=True)
class StoreId:
    """What an id says once it is decoded."""

    #: the id itself
    text: str
    kind: Literal["folder", "item", "occurrence", "attachment", "conversation"]
    #: as text; empty in an id that names the mailbox by address, and in a public folder's or of what is in one
    mailbox_guid: str
    #: the address in an EwsLegacyId, else empty
    address: str = ""
    folder_number: int = 0
    item_number: int = 0
    #: from the item down: one number for its attachment, more for attachments of attached items
    attachment_path: tuple[int, ...] = ()
    #: 46 or 70 octets, or the 16 of a conversation; of an appointment of a series, that of the series
    entry_id: bytes = b""
    #: of such an appointment, or of what is attached to it: the local date on which the pattern has it
    day: date | None = None
    #: it names a public folder, or something in one; the tenant has one store of them
    is_public: bool = False


def decode_id(text: str | StoreId) -> StoreId:
    """Read an EWS id of a folder, an item, an attachment or a conversation; a `StoreId` is returned as it is.

    Raises:
        IdMalformed: it isn't base64, or its layout is another.
    """
    if isinstance(text, StoreId):
        return text
    try:
        return _read(expanded(b64decode(text, validate=True)), text)
    except (Base64Error, ValueError, IndexError) as problem:
        raise IdMalformed(text) from problem


def decode_change_key(text: str) -> int:
    """Return the number of the change that a change key stands for; 0 for a key that holds the object type alone.

    Raises:
        ChangeKeyInvalid: it cannot be read.
    """
    try:
        raw = b64decode(text, validate=True)
    except (Base64Error, ValueError) as problem:
        raise ChangeKeyInvalid(text) from problem
    if len(raw) == 4:  # as in ParentFolderId: the type alone
        return 0
    if len(raw) != 30 or raw[4:8] != b"\x16\0\0\0":
        raise ChangeKeyInvalid(text)
    return int.from_bytes(raw[24:], "big")


def ews_id(mailbox_guid: str, entry_id: bytes, day: date | None = None) -> str:
    """Return the EWS id of an entry id, or of an appointment of the series that it is of; ``day`` as in `StoreId`."""
    return id_text(payload(mailbox_guid, entry_id if day is None else occurrence_entry_id(entry_id, day), day))


def legacy_ews_id(address: str, entry_id: bytes, day: date | None = None) -> str:
    """Return the same id as Exchange 2007 wrote it, which names the mailbox by its address."""
    owner = counted(address.encode("utf-8"))
    content = entry_id if day is None else occurrence_entry_id(entry_id, day)
    return id_text(bytes([_MAILBOX_BY_ADDRESS]) + owner + _instruction(day) + counted(content))


def payload(mailbox_guid: str, content: bytes, day: date | None = None) -> bytes:
    """Return the octets of an id that names the mailbox by its GUID; ``day`` as in `StoreId`."""
    owner = counted(mailbox_guid.encode("ascii"))
    return bytes([_MAILBOX_BY_GUID]) + owner + _instruction(day) + counted(content)


def public_folder_payload(entry_id: bytes) -> bytes:
    """Return the octets of the id of a public folder. [MS-OXWSITEMID] 2.1.3.2.3."""
    return bytes([_PUBLIC_FOLDER]) + counted(entry_id)


def public_item_payload(folder_entry_id: bytes, content: bytes, day: date | None = None) -> bytes:
    """Return the octets of the id of something in a public folder; ``day`` as in `StoreId`. [MS-OXWSITEMID] 2.1.3.2.4.

    Those of the folder's entry id come last.
    """
    return bytes([_PUBLIC_FOLDER_ITEM]) + _instruction(day) + counted(content) + counted(folder_entry_id)


def _instruction(day: date | None) -> bytes:
    return bytes([0 if day is None else _OF_A_SERIES])


def counted(content: bytes) -> bytes:
    """Return octets behind their number."""
    return len(content).to_bytes(2, "little") + content


def _read(octets: bytes, text: str) -> StoreId:
    storage = octets[0]
    if storage in (_PUBLIC_FOLDER, _PUBLIC_FOLDER_ITEM):
        return _read_public(octets, text)
    if storage not in (_MAILBOX_BY_ADDRESS, _MAILBOX_BY_GUID, CONVERSATION):
        raise IdMalformed(text)
    owner, rest = _take(octets[1:])
    # A GUID has no other characters, and is written again when an id is converted.
    moniker = owner.decode("utf-8" if storage == _MAILBOX_BY_ADDRESS else "ascii")
    instruction = rest[0]
    content, rest = _take(rest[1:])
    if storage == CONVERSATION:
        if len(content) != 16 or rest:
            raise IdMalformed(text)
        return StoreId(text, "conversation", moniker, entry_id=content)
    guid, address = ("", moniker) if storage == _MAILBOX_BY_ADDRESS else (moniker, "")
    if len(content) == FOLDER_ENTRY and not rest:
        return StoreId(text, "folder", guid, address, _folder_number(content), entry_id=content)
    return replace(_of_item(text, instruction, content, rest), mailbox_guid=guid, address=address)


def _read_public(octets: bytes, text: str) -> StoreId:
    if octets[0] == _PUBLIC_FOLDER:
        content, rest = _take(octets[1:])
        if len(content) != FOLDER_ENTRY or rest:
            raise IdMalformed(text)
        return StoreId(text, "folder", "", "", _folder_number(content), entry_id=content, is_public=True)
    content, rest = _take(octets[2:])
    folder, rest = _take(rest)
    if len(folder) != FOLDER_ENTRY:
        raise IdMalformed(text)
    return replace(_of_item(text, octets[1], content, rest), is_public=True)


def _of_item(text: str, instruction: int, content: bytes, rest: bytes) -> StoreId:
    """Return what an id says of an item, or of what is attached to it: by its entry id, and by what follows that."""
    day = None
    if instruction == _OF_A_SERIES:
        day, content = split_occurrence(content)
    if len(content) != ITEM_ENTRY:
        raise IdMalformed(text)
    numbers = _folder_number(content), int.from_bytes(content[_ITEM_NUMBER], "big")
    if rest:
        return StoreId(text, "attachment", "", "", *numbers, _attachment_path(rest, text), content, day)
    return StoreId(text, "item" if day is None else "occurrence", "", "", *numbers, (), content, day)


def _folder_number(entry_id: bytes) -> int:
    return int.from_bytes(entry_id[_FOLDER_NUMBER], "big")


def _attachment_path(rest: bytes, text: str) -> tuple[int, ...]:
    count, rest = rest[0], rest[1:]
    path = []
    for _ in range(count):
        wrapped, rest = _take(rest)
        key, _end = _take(wrapped)
        path.append(int.from_bytes(key[12:16], "big"))
    if rest or not path:
        raise IdMalformed(text)
    return tuple(path)


def _take(data: bytes) -> tuple[bytes, bytes]:
    length = int.from_bytes(data[:2], "little")
    if len(data) < 2 + length:
        raise ValueError("cut off")
    return data[2 : 2 + length], data[2 + length :]
