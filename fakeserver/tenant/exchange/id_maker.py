"""Makes the ids of one mailbox; `ids` has their layout."""

from base64 import b64encode
from datetime import date
from functools import lru_cache
from typing import Final

from fakeserver.tenant.exchange.id_text import compressed, id_text
from fakeserver.tenant.exchange.ids import (
    CONVERSATION,
    counted,
    payload,
    public_folder_payload,
    public_item_payload,
)
from fakeserver.tenant.exchange.immutable_ids import decode_immutable, immutable_id
from fakeserver.tenant.exchange.occurrence_ids import occurrence_entry_id
from fakeserver.tenant.refusals import ItemNotFound

#: Numbers of the first folders, as in recordings of real mailboxes (the inbox there is 0x010c).
_FIRST_NUMBER: Final = 0x0101
#: Those in an archive mailbox are none of its owner's mailbox: permissions are kept by owner and number.
_FIRST_NUMBER_IN_ARCHIVE: Final = 0x1_0000_0101
#: In the store of public folders the root of the hierarchy, which comes second, has number 2
#: (ecederstrand/exchangelib#1300).
_FIRST_PUBLIC_NUMBER: Final = 1
_PUBLIC_ROOT: Final = 2
#: Octets of a number in an entry id, and from there to its end.
_NUMBER: Final = 6
_FROM_NUMBER_ON: Final = 8
#: The provider of every public store, and the type of its folders. Source: [MS-OXCDATA] 2.2.4.
_PUBLIC_PROVIDER: Final = bytes.fromhex("1A447390AA6611CD9BC800AA002FC45A")
_PUBLIC_TYPE: Final = b"\3\0"


class IdMaker:
    """Makes the ids of one mailbox."""

    first_number = _FIRST_NUMBER

    def __init__(self, mailbox_guid: str, provider: bytes, replica: bytes) -> None:
        """Take the mailbox GUID as text, and the 16 octets each of the store's provider and the database."""
        self.mailbox_guid = mailbox_guid
        self._provider = provider
        self._replica = replica
        self._change_keys: dict[int, str] = {}
        self._folder_ids: dict[int, str] = {}
        self._item_ids: dict[int, _ItemIds] = {}
        self._last_number = self.first_number - 1
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
            made = self._folder_ids[number] = id_text(self._folder(number))
        return made

    def item_id(self, folder_number: int, number: int) -> str:
        """Return the EWS id of an item in a folder."""
        ids = self._item_ids.get(folder_number)
        if ids is None:
            # The entry id of the item comes once in it, and ends with the number.
            entry_id, whole = self.item_entry_id(folder_number, 0), self._item(folder_number, 0)
            number_at = whole.index(entry_id) + len(entry_id) - _FROM_NUMBER_ON
            ids = self._item_ids[folder_number] = _ItemIds(whole[:number_at], whole[number_at + _NUMBER :])
        return ids.of(number)

    def occurrence_id(self, folder_number: int, number: int, day: date) -> str:
        """Return the EWS id of an appointment of the series with a number; ``day`` as in `StoreId`."""
        return id_text(self._item(folder_number, number, day))

    def attachment_id(self, folder_number: int, number: int, path: tuple[int, ...], day: date | None = None) -> str:
        """Return an attachment's id; ``path`` leads from the item through attached items, ``day`` as in `StoreId`."""
        keys = [self._replica[:12] + step.to_bytes(4, "big") for step in path]
        owner = self._item(folder_number, number, day)
        return id_text(owner + bytes([len(keys)]) + b"".join(counted(counted(key)) for key in keys))

    def conversation_id(self, key: bytes) -> str:
        """Return a conversation's id; ``key`` is 16 octets."""
        guid = self.mailbox_guid.encode("ascii")
        return id_text(bytes([CONVERSATION]) + counted(guid) + b"\0" + counted(key))

    def immutable_id(self, number: int) -> str:
        """Return the id by which an item is known wherever in the mailbox it lies, by the number that it had first."""
        return immutable_id(self._replica, number)

    def number_in_immutable(self, text: str) -> int:
        """Return the number that an immutable id names.

        Raises:
            IdMalformed: it is none.
            ItemNotFound: it is another mailbox's.
        """
        replica, number = decode_immutable(text)
        if replica != self._replica:
            raise ItemNotFound(text)
        return number

    def change_key(self, kind: int, change_number: int) -> str:
        """Return a change key for an object type and the number of its last change."""
        prefix = self._change_keys.get(kind)
        if prefix is None:
            head = kind.to_bytes(4, "little") + (22).to_bytes(4, "little") + self._replica
            prefix = self._change_keys[kind] = b64encode(head).decode("ascii")
        return prefix + _six_octets(change_number)

    def _folder(self, number: int) -> bytes:
        """Return the octets of a folder's id."""
        return payload(self.mailbox_guid, self.folder_entry_id(number))

    def _item(self, folder_number: int, number: int, day: date | None = None) -> bytes:
        """Return the octets of the id of an item, or of an appointment of the series that it is."""
        return payload(self.mailbox_guid, self._content(folder_number, number, day), day)

    def _content(self, folder_number: int, number: int, day: date | None) -> bytes:
        entry_id = self.item_entry_id(folder_number, number)
        return entry_id if day is None else occurrence_entry_id(entry_id, day)


class ArchiveIdMaker(IdMaker):
    """Makes the ids of an archive mailbox."""

    first_number = _FIRST_NUMBER_IN_ARCHIVE


class PublicIdMaker(IdMaker):
    """Makes the ids of public folders and of what is in them, which name no mailbox.

    Source: [MS-OXWSITEMID] 2.1.3.2; ids of Exchange Online in ecederstrand/exchangelib#1300: the root alone has the
    provider of all public stores.
    """

    first_number = _FIRST_PUBLIC_NUMBER

    def folder_entry_id(self, number: int) -> bytes:
        """Return a folder's entry id, 46 octets."""
        entry_id = super().folder_entry_id(number)
        if number != _PUBLIC_ROOT:
            return entry_id
        return entry_id[:4] + _PUBLIC_PROVIDER + _PUBLIC_TYPE + entry_id[22:]

    def _folder(self, number: int) -> bytes:
        return public_folder_payload(self.folder_entry_id(number))

    def _item(self, folder_number: int, number: int, day: date | None = None) -> bytes:
        folder = self.folder_entry_id(folder_number)
        return public_item_payload(folder, self._content(folder_number, number, day), day)


class _ItemIds:
    """Makes the ids of a folder's items. Lists of them are long: what 256 of them begin with is made once."""

    def __init__(self, common: bytes, end: bytes) -> None:
        """Take the payload of an item's id up to the item's number, and what is behind that."""
        self._common = common
        self._end = end
        self._beginnings: dict[int, tuple[str, bytes, bytes]] = {}

    def of(self, number: int) -> str:
        """Return the id of the item with this number."""
        higher, last = number >> 8, number & 0xFF
        if last in (0, higher & 0xFF):
            # It belongs to a run of the octets before or behind it.
            return id_text(self._common + number.to_bytes(_NUMBER, "big") + self._end)
        beginning, left, end = self._beginnings.get(higher) or self._beginning(higher)
        return beginning + b64encode(left + last.to_bytes(1, "big") + end).decode("ascii")

    def _beginning(self, higher: int) -> tuple[str, bytes, bytes]:
        """Return the text up to the last octet of a number, the octets that it lacks, and those behind the number."""
        payload, end = self._common + higher.to_bytes(5, "big"), self._end
        short, short_end = compressed(payload), compressed(end)
        raw = b"\0" + payload
        if len(short) + len(short_end) < len(payload) + len(end):
            raw, end = b"\1" + short, short_end
        # base64 turns three octets into four characters; those left over begin the rest.
        whole = len(raw) // 3 * 3
        made = b64encode(raw[:whole]).decode("ascii"), raw[whole:], end
        self._beginnings[higher] = made
        return made


@lru_cache(maxsize=4096)
def _six_octets(number: int) -> str:
    return b64encode(number.to_bytes(6, "big")).decode("ascii")


def change_key_of_type(kind: int) -> str:
    """Return the change key that names an object type and no change."""
    return b64encode(kind.to_bytes(4, "little")).decode("ascii")
