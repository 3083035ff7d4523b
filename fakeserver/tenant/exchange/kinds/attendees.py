"""Whom a meeting invites, and what they answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from fakeserver.tenant.exchange.kinds.addresses import AddressEntry


class Response(StrEnum):
    """What somebody answered to an invitation."""

    UNKNOWN = auto()
    ORGANIZER = auto()
    TENTATIVE = auto()
    ACCEPTED = auto()
    DECLINED = auto()
    NONE_RECEIVED = auto()


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody, or a room, that a meeting invites; what was not given is None."""

    address: AddressEntry
    response: Response | None = None
    responded_at: datetime | None = None
    proposed_start: datetime | None = None
    proposed_end: datetime | None = None
