"""Distribution lists in the Contacts folder."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from typing import Final

from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.kinds.contact import ContactSource

#: Of one-off entry ids, with what follows it: no version, and text that is Unicode. Source: [MS-OXCDATA] 2.2.5.1.
_ONE_OFF: Final = bytes.fromhex("00000000 812b1fa4bea310199d6e00dd010f5402 0000 0190")
#: Of a contact's or a list's entry id in a list, with its kind behind it. Source: [MS-OXOCNTC] 2.2.2.4.1.
_WRAPPED: Final = bytes.fromhex("00000000 c091add3519dcf11a4a900aa0047faa4")


class MemberStatus(StrEnum):
    """Whether a member still is what it was when it was added."""

    UNRECOGNIZED = auto()
    NORMAL = auto()
    #: its contact or list is gone; the address is kept
    DEMOTED = auto()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on a list; what was not given is None."""

    address: AddressEntry | None = None
    status: MemberStatus | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionList:
    """A list of addresses under one name."""

    display_name: str | None = None
    file_as: str | None = None
    contact_source: ContactSource | None = None
    members: tuple[Member, ...] = ()


def key_of(entry: AddressEntry) -> str:
    """Return what names a member of a list: an entry id, base64.

    Assumption: what a contact or a list is named by is its item id here, and what is in the directory is named as what
    is in no address book.
    """
    if entry.item is not None:
        kind = b"\xb4" if entry.kind is AddressKind.PRIVATE_LIST else b"\xc3"
        octets = _WRAPPED + kind + entry.item.item_id.encode()
    else:
        texts = (entry.name or entry.address or "", entry.routing_type or "SMTP", entry.address or "")
        octets = _ONE_OFF + b"".join(f"{text}\0".encode("utf-16-le", "replace") for text in texts)
    return b64encode(octets).decode("ascii")


def with_keys(members: Iterable[Member]) -> tuple[Member, ...]:
    """Return members with their keys, each once. Assumption: who is added again is on the list once."""
    known: dict[str, Member] = {}
    for member in members:
        key = member.key or key_of(member.address or AddressEntry())
        known.setdefault(key, member if member.key == key else replace(member, key=key))
    return tuple(known.values())
