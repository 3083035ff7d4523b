"""Appointments and meetings in the calendar."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from fakeserver.tenant.exchange.kinds.addresses import ItemReference
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.kinds.places import Place
from fakeserver.tenant.exchange.kinds.recurrence import Recurrence
from fakeserver.tenant.exchange.kinds.reminders import EmailReminder
from fakeserver.tenant.exchange.kinds.time_zones import BasicTimeZone, TimeZone
from fakeserver.tenant.exchange.values import EmailAddress


class FreeBusyStatus(StrEnum):
    """How an appointment shows in the owner's time."""

    FREE = auto()
    TENTATIVE = auto()
    BUSY = auto()
    OUT_OF_OFFICE = auto()
    WORKING_ELSEWHERE = auto()
    NO_DATA = auto()


class AppointmentType(StrEnum):
    """What an appointment is in its series."""

    SINGLE = auto()
    OCCURRENCE = auto()
    EXCEPTION = auto()
    RECURRING_MASTER = auto()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One appointment of a series."""

    item: ItemReference
    start: datetime
    end: datetime
    #: where the pattern has it
    original_start: datetime


@dataclass(frozen=True, slots=True)
class DeletedOccurrence:
    """One that was taken out of its series."""

    start: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Something in the calendar, for oneself or with others; what was not given is None."""

    #: the same in every attendee's calendar, as iCalendar's UID
    uid: str | None = None
    recurrence_id: datetime | None = None
    date_time_stamp: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    original_start: datetime | None = None
    is_all_day: bool | None = None
    free_busy_status: FreeBusyStatus | None = None
    location: str | None = None
    when: str | None = None
    is_meeting: bool | None = None
    is_cancelled: bool | None = None
    is_recurring: bool | None = None
    meeting_request_was_sent: bool | None = None
    is_response_requested: bool | None = None
    appointment_type: AppointmentType | None = None
    my_response: Response | None = None
    organizer: EmailAddress | None = None
    required_attendees: tuple[Attendee, ...] = ()
    optional_attendees: tuple[Attendee, ...] = ()
    resources: tuple[Attendee, ...] = ()
    email_reminders: tuple[EmailReminder, ...] = ()
    conflicting_meeting_count: int | None = None
    adjacent_meeting_count: int | None = None
    duration: str | None = None
    time_zone: str | None = None
    appointment_reply_time: datetime | None = None
    appointment_sequence_number: int | None = None
    #: bits of PidLidAppointmentStateFlags: meeting 1, received 2, cancelled 4
    appointment_state: int | None = None
    recurrence: Recurrence | None = None
    first_occurrence: Occurrence | None = None
    last_occurrence: Occurrence | None = None
    modified_occurrences: tuple[Occurrence, ...] = ()
    deleted_occurrences: tuple[DeletedOccurrence, ...] = ()
    meeting_time_zone: BasicTimeZone | None = None
    start_time_zone: TimeZone | None = None
    end_time_zone: TimeZone | None = None
    conference_type: int | None = None
    allow_new_time_proposal: bool | None = None
    is_online_meeting: bool | None = None
    meeting_workspace_url: str | None = None
    net_show_url: str | None = None
    place: Place | None = None
    start_wall_clock: datetime | None = None
    end_wall_clock: datetime | None = None
    start_time_zone_id: str | None = None
    end_time_zone_id: str | None = None
    join_online_meeting_url: str | None = None
    is_organizer: bool | None = None
    do_not_forward_meeting: bool | None = None
