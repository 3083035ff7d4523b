"""The formats of ids that ConvertId knows.

Source: web-service-reference/alternateid; [MS-OXCDATA] section 2.2.4 for entry ids. Assumption: an appointment of a
series, which has no entry id of its own, has the formats that EWS and OWA write, and no other.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from datetime import date
from typing import Final, Literal
from urllib.parse import quote, unquote

from fakeserver.tenant.exchange.id_text import id_text
from fakeserver.tenant.exchange.ids import (
    FOLDER_ENTRY,
    ITEM_ENTRY,
    decode_id,
    ews_id,
    legacy_ews_id,
    public_folder_payload,
    public_item_payload,
)
from fakeserver.tenant.exchange.occurrence_ids import occurrence_entry_id, split_occurrence
from fakeserver.tenant.refusals import IdMalformed

IdFormat = Literal["EwsLegacyId", "EwsId", "EntryId", "HexEntryId", "StoreId", "OwaId"]

_OF_EWS: Final = frozenset({"EwsId", "EwsLegacyId"})
_NO_OCCURRENCES: Final = frozenset({"EntryId", "HexEntryId"})
#: Object types at the end of a store id.
_FOLDER, _MESSAGE = 1, 9


def converted(text: str, source: IdFormat, target: IdFormat, *, mailbox_guid: str, address: str) -> str:
    """Write an item's or a folder's id in another format.

    Args:
        mailbox_guid, address: of the mailbox that the id belongs to; entry ids don't name it.

    Raises:
        IdMalformed: the text isn't an id in the source format.
    """
    entry, day = _entry_id(text, source)
    if len(entry) not in (FOLDER_ENTRY, ITEM_ENTRY) or (day is not None and target in _NO_OCCURRENCES):
        raise IdMalformed(text)
    match target:
        case "EwsId":
            return ews_id(mailbox_guid, entry, day)
        case "EwsLegacyId":
            return legacy_ews_id(address, entry, day)
        case _:
            return _without_mailbox(entry, day, target)


def converted_public_folder(text: str, source: IdFormat, target: IdFormat) -> str:
    """Write a public folder's id in another format.

    Assumption: as Exchange 2007 wrote them (EwsLegacyId), they were what they are now, since they name no mailbox.

    Raises:
        IdMalformed: the text isn't the id of a public folder in the source format.
    """
    entry = _public_entry_id(text, source, FOLDER_ENTRY)
    if target in _OF_EWS:
        return id_text(public_folder_payload(entry))
    return _without_mailbox(entry, None, target)


def converted_public_item(text: str, folder: str, source: IdFormat, target: IdFormat) -> str:
    """Write the id of something in a public folder in another format.

    Args:
        folder: the folder's id, in the source format.

    Raises:
        IdMalformed: one of them isn't such an id in the source format.
    """
    entry = _public_entry_id(text, source, ITEM_ENTRY)
    folder_entry = _public_entry_id(folder, source, FOLDER_ENTRY)
    if target in _OF_EWS:
        return id_text(public_item_payload(folder_entry, entry))
    return _without_mailbox(entry, None, target)


def _public_entry_id(text: str, source: IdFormat, length: int) -> bytes:
    if source in _OF_EWS and not decode_id(text).is_public:
        raise IdMalformed(text)
    entry, day = _entry_id(text, source)
    if len(entry) != length or day is not None:
        raise IdMalformed(text)
    return entry


def _without_mailbox(entry: bytes, day: date | None, target: IdFormat) -> str:
    """Write an id in a format that does not say in which mailbox it is."""
    if target == "HexEntryId":
        return entry.hex().upper()
    if target == "EntryId":
        return b64encode(entry).decode("ascii")
    # Assumption: OWA's is a store id, encoded for a URL's query as OWA 2007 and 2010 did.
    return quote(_store_id(entry, day), safe="") if target == "OwaId" else _store_id(entry, day)


def _entry_id(text: str, source: IdFormat) -> tuple[bytes, date | None]:
    """Return an entry id; of an appointment of a series that of the series, and the date that names it there."""
    try:
        match source:
            case "EwsId" | "EwsLegacyId":
                decoded = decode_id(text)
                return decoded.entry_id, decoded.day
            case "HexEntryId":
                return bytes.fromhex(text), None
            case "EntryId":
                return b64decode(text, validate=True), None
            case "StoreId" | "OwaId":
                raw = b64decode(unquote(text) if source == "OwaId" else text, validate=True)
                if raw[0] not in (FOLDER_ENTRY, ITEM_ENTRY):
                    day, entry = split_occurrence(raw)
                    return entry, day
                return raw[1 : 1 + raw[0]], None
    except (Base64Error, ValueError, IndexError) as problem:
        raise IdMalformed(text) from problem


def _store_id(entry: bytes, day: date | None) -> str:
    if day is not None:
        return b64encode(occurrence_entry_id(entry, day)).decode("ascii")
    kind = _FOLDER if len(entry) == FOLDER_ENTRY else _MESSAGE
    return b64encode(bytes([len(entry)]) + entry + bytes([kind])).decode("ascii")
