"""Entries of an address book: whom a meeting invites, who is on a distribution list."""

from dataclasses import dataclass
from enum import StrEnum, auto


class AddressKind(StrEnum):
    """What an address belongs to."""

    UNKNOWN = auto()
    #: typed in, found in no address book
    ONE_OFF = auto()
    MAILBOX = auto()
    PUBLIC_LIST = auto()
    #: a distribution list in somebody's contacts
    PRIVATE_LIST = auto()
    CONTACT = auto()
    PUBLIC_FOLDER = auto()
    GROUP_MAILBOX = auto()
    IMPLICIT_CONTACT = auto()


@dataclass(frozen=True, slots=True)
class ItemReference:
    """Another item, by its id as a client sent it."""

    item_id: str
    change_key: str | None = None


@dataclass(frozen=True, slots=True)
class AddressEntry:
    """A name and an address, and where they come from; what was not given is None."""

    name: str | None = None
    address: str | None = None
    #: how the address is written, e.g. ``SMTP`` or ``EX``
    routing_type: str | None = None
    kind: AddressKind | None = None
    #: the contact or list that it is
    item: ItemReference | None = None
    original_name: str | None = None
