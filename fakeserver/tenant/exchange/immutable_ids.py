"""Immutable ids: an item keeps its own as long as it is in the mailbox, where the other id changes with the folder.

Base64 over an octet for no compression, the type 9, an instruction, and 46 counted octets: a provider's UID, the
store's GUID, and the number that the item has had first.

Source: ids of four tenants in recordings and public samples, taken apart.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from typing import Final

from fakeserver.tenant.refusals import IdMalformed

_HEAD: Final = bytes.fromhex("000900 2e00 00000000 1d840311aa6611cd9bc800aa002fc45a 0d00")
_END: Final = b"\0\0"
_GUID, _NUMBER = 16, 6
_LENGTH: Final = len(_HEAD) + _GUID + _NUMBER + len(_END)


def immutable_id(store: bytes, number: int) -> str:
    """Return the immutable id of the item with a number, in the store with these 16 octets; base64."""
    return b64encode(_HEAD + store + number.to_bytes(_NUMBER, "big") + _END).decode("ascii")


def is_immutable(text: str) -> bool:
    """Say whether an id, in base64, has the form of immutable ones."""
    return text.startswith("AAkA")


def decode_immutable(text: str) -> tuple[bytes, int]:
    """Return the store and the number that an immutable id names.

    Raises:
        IdMalformed: it is none.
    """
    try:
        octets = b64decode(text, validate=True)
    except (Base64Error, ValueError) as problem:
        raise IdMalformed(text) from problem
    if len(octets) != _LENGTH or not octets.startswith(_HEAD) or not octets.endswith(_END):
        raise IdMalformed(text)
    store = len(_HEAD) + _GUID
    return octets[len(_HEAD) : store], int.from_bytes(octets[store : store + _NUMBER], "big")
