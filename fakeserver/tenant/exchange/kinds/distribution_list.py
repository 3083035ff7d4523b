"""Distribution lists in the Contacts folder."""

from dataclasses import dataclass
from enum import StrEnum, auto

from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
from fakeserver.tenant.exchange.kinds.contact import ContactSource


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
