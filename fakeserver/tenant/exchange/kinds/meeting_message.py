"""Mails about a meeting: requests, responses, cancellations."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from fakeserver.tenant.exchange.kinds.appointment import Appointment, FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response


class RequestKind(StrEnum):
    """What a meeting request asks of its reader."""

    NONE = auto()
    FULL_UPDATE = auto()
    INFORMATIONAL_UPDATE = auto()
    NEW_MEETING_REQUEST = auto()
    OUTDATED = auto()
    SILENT_UPDATE = auto()
    PRINCIPAL_WANTS_COPY = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeHighlights:
    """What an update changes of a meeting: what it was before, where it was another."""

    location_changed: bool = False
    location: str | None = None
    start_changed: bool = False
    start: datetime | None = None
    end_changed: bool = False
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMessage:
    """A mail about a meeting, with the meeting as it describes it; what was not given is None."""

    meeting: Appointment
    is_delegated: bool | None = None
    is_out_of_date: bool | None = None
    has_been_processed: bool | None = None
    response: Response | None = None
    request_kind: RequestKind | None = None
    intended_free_busy_status: FreeBusyStatus | None = None
    #: of an update
    change_highlights: ChangeHighlights | None = None
    proposed_start: datetime | None = None
    proposed_end: datetime | None = None
