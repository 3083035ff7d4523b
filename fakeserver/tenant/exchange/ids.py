"""Ids and change keys as Exchange lays them out.

An EWS id is base64 over: compression (0 none, 1 run lengths), storage type, the mailbox GUID as counted text, a
processing instruction, and a counted entry id; an attachment's id goes on with a counted list of attachment keys.
An entry id is 46 octets for a folder, 70 for an item, and contains the folder's number, so that an item's id
changes when it moves. An id is compressed where that makes it shorter: it starts with "AQMk" then, else with "AAMk".
An appointment of a series has the entry id of the series behind the local date on which the pattern has it.

Sources: [MS-OXWSITEMID]; [MS-OXCDATA] sections 2.2.4.1 and 2.2.4.2; recordings of real servers.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from fakeserver.tenant.exchange.id_text import compressed, expanded, id_text
from fakeserver.tenant.exchange.occurrence_ids import occurrence_entry_id, split_occurrence
from fakeserver.tenant.refusals import ChangeKeyInvalid, IdMalformed

_MAILBOX_BY_ADDRESS = 0
_MAILBOX_BY_GUID = 3
_CONVERSATION = 4
#: Octets of entry ids.
FOLDER_ENTRY, ITEM_ENTRY = 46, 70
#: Processing instruction of an id that names an appointment of a series.
_OF_A_SERIES = 1
#: Numbers of the first folders, as in recordings of real mailboxes (the inbox there is 0x010c).
_FIRST_NUMBER = 0x0101
#: Those in an archive mailbox are none of its owner's mailbox: permissions are kept by owner and number.
_FIRST_NUMBER_IN_ARCHIVE = 0x1_0000_0101
#: offsets in an entry id: the folder's number, the item's number
_FOLDER_NUMBER = slice(38, 44)
_ITEM_NUMBER = slice(62, 68)
#: The end of an item's payload: behind its number, and how many octets the number and that are.
_AFTER_NUMBER, _FROM_NUMBER_ON = b"\0\0", 8

#: Object types in change keys and store ids, by the beginning of the class; the first that fits counts.
#: Seen in recordings: 1, 2, 3, 7, 9, 15, 17; the others fill the same enumeration.
_OBJECT_TYPES: tuple[tuple[str, int], ...] = (
    ("IPF.Appointment", 2),
    ("IPF.Contact", 3),
    ("IPF.Task", 4),
    ("IPF.StickyNote", 5),
    ("IPF.Journal", 6),
    ("IPF", 1),
    ("IPM.Schedule.Meeting.Request", 11),
    ("IPM.Schedule.Meeting.Resp", 12),
    ("IPM.Schedule.Meeting.Canceled", 13),
    ("IPM.Appointment", 15),
    ("IPM.Contact", 17),
    ("IPM.DistList", 18),
    ("IPM.Task", 19),
    ("IPM.StickyNote", 21),
    ("IPM.Post", 22),
    ("REPORT", 23),
)
_MESSAGE_TYPE = 9
_SEARCH_FOLDER_TYPE = 7


@lru_cache(maxsize=256)
def object_type(class_name: str) -> int:
    """Return the store's number for the kind of object that has this folder or item class."""
    for beginning, number in _OBJECT_TYPES:
        if class_name.startswith(beginning):
            return number
    return _MESSAGE_TYPE


def folder_type(folder_class: str, search: object) -> int:
    """Return the same for a folder, by what it shows as a search folder; one of a class of items is a plain one."""
    known = folder_class if folder_class.startswith("IPF") else "IPF"
    return object_type(known) if search is None else _SEARCH_FOLDER_TYPE


@dataclass(frozen=True, slots=True)
class StoreId:
    """What an id says once it is decoded."""

    #: the id itself
    text: str
    kind: Literal["folder", "item", "occurrence", "attachment", "conversation"]
    #: as text; empty in an id that names the mailbox by address
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


class IdMaker:
    """Makes the ids of one mailbox."""

    def __init__(self, mailbox_guid: str, provider: bytes, replica: bytes, *, in_archive: bool = False) -> None:
        """Take the mailbox GUID as text, and the 16 octets each of the store's provider and the database."""
        self.mailbox_guid = mailbox_guid
        self._provider = provider
        self._replica = replica
        self._change_keys: dict[int, str] = {}
        self._folder_ids: dict[int, str] = {}
        self._item_ids: dict[int, _ItemIds] = {}
        self._last_number = (_FIRST_NUMBER_IN_ARCHIVE if in_archive else _FIRST_NUMBER) - 1
        self._last_change_number = 0

    @property
    def last_number(self) -> int:
        """The newest number of a folder or an item."""
        return self._last_number

    def new_number(self) -> int:
        """Return a number for a folder or an item; none comes twice."""
        self._last_number += 1
        return self._last_number

    def new_change_number(self) -> int:
        """Return the number of one more change."""
        self._last_change_number += 1
        return self._last_change_number

    def new_message_id(self) -> str:
        """Return a Message-ID that no other message has, with its angle brackets."""
        return f"<{self.mailbox_guid.replace('-', '').upper()[:20]}{self.new_number():08X}@fake.prod.outlook.com>"

    def folder_entry_id(self, number: int) -> bytes:
        """Return a folder's entry id, 46 octets."""
        return b"\0\0\0\0" + self._provider + b"\1\0" + self._replica + number.to_bytes(6, "big") + b"\0\0"

    def item_entry_id(self, folder_number: int, number: int) -> bytes:
        """Return an item's entry id, 70 octets."""
        folder = self.folder_entry_id(folder_number)
        return folder[:20] + b"\7\0" + folder[22:] + self._replica + number.to_bytes(6, "big") + b"\0\0"

    def folder_id(self, number: int) -> str:
        """Return a folder's EWS id."""
        made = self._folder_ids.get(number)
        if made is None:
            made = self._folder_ids[number] = ews_id(self.mailbox_guid, self.folder_entry_id(number))
        return made

    def item_id(self, folder_number: int, number: int) -> str:
        """Return the EWS id of an item in a folder."""
        ids = self._item_ids.get(folder_number)
        if ids is None:
            common = _payload(self.mailbox_guid, self.item_entry_id(folder_number, 0))[:-_FROM_NUMBER_ON]
            ids = self._item_ids[folder_number] = _ItemIds(common)
        return ids.of(number)

    def occurrence_id(self, folder_number: int, number: int, day: date) -> str:
        """Return the EWS id of an appointment of the series with a number; ``day`` as in `StoreId`."""
        return id_text(self._of_occurrence(folder_number, number, day))

    def attachment_id(self, folder_number: int, number: int, path: tuple[int, ...], day: date | None = None) -> str:
        """Return an attachment's id; ``path`` leads from the item through attached items, ``day`` as in `StoreId`."""
        keys = [self._replica[:12] + step.to_bytes(4, "big") for step in path]
        if day is None:
            owner = _payload(self.mailbox_guid, self.item_entry_id(folder_number, number))
        else:
            owner = self._of_occurrence(folder_number, number, day)
        payload = owner + bytes([len(keys)])
        return id_text(payload + b"".join(_counted(_counted(key)) for key in keys))

    def _of_occurrence(self, folder_number: int, number: int, day: date) -> bytes:
        return _payload(self.mailbox_guid, occurrence_entry_id(self.item_entry_id(folder_number, number), day), day)

    def conversation_id(self, key: bytes) -> str:
        """Return a conversation's id; ``key`` is 16 octets."""
        guid = self.mailbox_guid.encode("ascii")
        return id_text(bytes([_CONVERSATION]) + _counted(guid) + b"\0" + _counted(key))

    def change_key(self, kind: int, change_number: int) -> str:
        """Return a change key for an object type and the number of its last change."""
        prefix = self._change_keys.get(kind)
        if prefix is None:
            head = kind.to_bytes(4, "little") + (22).to_bytes(4, "little") + self._replica
            prefix = self._change_keys[kind] = b64encode(head).decode("ascii")
        return prefix + _six_octets(change_number)


def change_key_of_type(kind: int) -> str:
    """Return the change key that names an object type and no change."""
    return b64encode(kind.to_bytes(4, "little")).decode("ascii")


class _ItemIds:
    """Makes the ids of a folder's items. Lists of them are long: what 256 of them begin with is made once."""

    def __init__(self, common: bytes) -> None:
        """Take the payload of an item's id up to the item's number."""
        self._common = common
        self._beginnings: dict[int, tuple[str, bytes, bytes]] = {}

    def of(self, number: int) -> str:
        """Return the id of the item with this number."""
        higher, last = number >> 8, number & 0xFF
        if last in (0, higher & 0xFF):
            # It belongs to a run of the octets before or behind it.
            return id_text(self._common + number.to_bytes(6, "big") + _AFTER_NUMBER)
        beginning, left, end = self._beginnings.get(higher) or self._beginning(higher)
        return beginning + b64encode(left + last.to_bytes(1, "big") + end).decode("ascii")

    def _beginning(self, higher: int) -> tuple[str, bytes, bytes]:
        """Return the text up to the last octet of a number, the octets that it lacks, and those behind the number."""
        payload, end = self._common + higher.to_bytes(5, "big"), _AFTER_NUMBER
        short, short_end = compressed(payload), compressed(end)
        raw = b"\0" + payload
        if len(short) + len(short_end) < len(payload) + len(end):
            raw, end = b"\1" + short, short_end
        # base64 turns three octets into four characters; those left over begin the rest.
        whole = len(raw) // 3 * 3
        made = b64encode(raw[:whole]).decode("ascii"), raw[whole:], end
        self._beginnings[higher] = made
        return made


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
    return id_text(_payload(mailbox_guid, entry_id if day is None else occurrence_entry_id(entry_id, day), day))


def legacy_ews_id(address: str, entry_id: bytes, day: date | None = None) -> str:
    """Return the same id as Exchange 2007 wrote it, which names the mailbox by its address."""
    owner = _counted(address.encode("utf-8"))
    content = entry_id if day is None else occurrence_entry_id(entry_id, day)
    return id_text(bytes([_MAILBOX_BY_ADDRESS]) + owner + _instruction(day) + _counted(content))


@lru_cache(maxsize=4096)
def _six_octets(number: int) -> str:
    return b64encode(number.to_bytes(6, "big")).decode("ascii")


def _payload(mailbox_guid: str, content: bytes, day: date | None = None) -> bytes:
    owner = _counted(mailbox_guid.encode("ascii"))
    return bytes([_MAILBOX_BY_GUID]) + owner + _instruction(day) + _counted(content)


def _instruction(day: date | None) -> bytes:
    return bytes([0 if day is None else _OF_A_SERIES])


def _counted(content: bytes) -> bytes:
    return len(content).to_bytes(2, "little") + content


def _read(payload: bytes, text: str) -> StoreId:
    storage = payload[0]
    if storage not in (_MAILBOX_BY_ADDRESS, _MAILBOX_BY_GUID, _CONVERSATION):
        raise IdMalformed(text)
    owner, rest = _take(payload[1:])
    # A GUID has no other characters, and is written again when an id is converted.
    moniker = owner.decode("utf-8" if storage == _MAILBOX_BY_ADDRESS else "ascii")
    instruction = rest[0]
    content, rest = _take(rest[1:])
    if storage == _CONVERSATION:
        if len(content) != 16 or rest:
            raise IdMalformed(text)
        return StoreId(text, "conversation", moniker, entry_id=content)
    guid, address = ("", moniker) if storage == _MAILBOX_BY_ADDRESS else (moniker, "")
    folder_number = int.from_bytes(content[_FOLDER_NUMBER], "big")
    if len(content) == FOLDER_ENTRY and not rest:
        return StoreId(text, "folder", guid, address, folder_number, entry_id=content)
    day = None
    if instruction == _OF_A_SERIES:
        day, content = split_occurrence(content)
        folder_number = int.from_bytes(content[_FOLDER_NUMBER], "big")
    if len(content) != ITEM_ENTRY:
        raise IdMalformed(text)
    numbers = folder_number, int.from_bytes(content[_ITEM_NUMBER], "big")
    if rest:
        return StoreId(text, "attachment", guid, address, *numbers, _attachment_path(rest, text), content, day)
    return StoreId(text, "item" if day is None else "occurrence", guid, address, *numbers, (), content, day)


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
