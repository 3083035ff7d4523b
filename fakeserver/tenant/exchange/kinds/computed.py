"""What an appointment, a contact or a task says without anybody having set it: worked out, or always the same.

Sources: recordings of Exchange Online for appointments and contacts; web-service-reference/task and the pages of its
elements.
Assumption: the words of a task's status, which the service has in the mailbox's language.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from fakeserver.tenant.exchange.item_classes import APPOINTMENT, CONTACT, DISTRIBUTION_LIST, MEETING, POST, TASK, is_of
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType, FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.computed_meetings import MEETING_MESSAGE
from fakeserver.tenant.exchange.kinds.contact import FileAs
from fakeserver.tenant.exchange.kinds.contact_names import called, complete_name, filed_as, titled
from fakeserver.tenant.exchange.kinds.dates import duration_text
from fakeserver.tenant.exchange.kinds.listed_occurrences import (
    deleted_occurrences,
    first_occurrence,
    last_occurrence,
    modified_occurrences,
)
from fakeserver.tenant.exchange.kinds.reminder_times import NEXT_TIME, appointment_reminder
from fakeserver.tenant.exchange.kinds.task import Delegation, TaskStatus
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone
from fakeserver.tenant.exchange.kinds.zone_rules import BadTimeZone, creation_zone, zone_of
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.windows_zones import display_name


class Owner(Protocol):
    """Whose mailbox something is in."""

    address: str
    display_name: str


class Owned(Protocol):
    """What is computed from: an item in somebody's mailbox."""

    item_class: str
    created_at: datetime

    @property
    def mailbox(self) -> Owner:
        """Where it is."""

    def get(self, name: Any) -> Any:
        """Return a property by name, None where there is none."""


Compute = Callable[[Any], Any]

#: Of an appointment whose reminder is not set as well.
_REMINDER_MINUTES: Final = 15
_STATUS_WORDS: Final = {
    TaskStatus.NOT_STARTED: "Not Started",
    TaskStatus.IN_PROGRESS: "In Progress",
    TaskStatus.COMPLETED: "Completed",
    TaskStatus.WAITING_ON_OTHERS: "Waiting on someone else",
    TaskStatus.DEFERRED: "Deferred",
}


def _is_meeting(item: Owned) -> bool:
    return any(item.get(name) for name in ("required_attendees", "optional_attendees", "resources"))


def _duration(item: Owned) -> str | None:
    start, end = item.get("start"), item.get("end")
    return None if start is None or end is None else duration_text(max(end - start, timedelta()))


def _zone_name(zone: TimeZone | None, item: Owned) -> str | None:
    """Return what people see of an appointment's zone; all three ways are recorded, and UTC by its id is an assumption.

    A series needs rules, which UTC has none of: the service takes a zone like it.
    """
    if zone is None:
        recurs = item.get("recurrence") is not None or item.get("recurrence_id") is not None
        return display_name("Greenwich Standard Time") if recurs else "UTC"
    return display_name(zone.id or "") or zone.name or zone.id


def _zone_id(zone: TimeZone | None) -> str:
    return "UTC" if zone is None else zone.id or ""


def _wall_clock(item: Owned, time: str) -> datetime | None:
    """Return a time as it is on the clocks of its own zone."""
    moment: datetime | None = item.get(time)
    zone: TimeZone | None = item.get(f"{time}_time_zone")
    if moment is None:
        return None
    try:
        return moment.astimezone(creation_zone(item) if zone is None else zone_of(zone))
    except (BadTimeZone, OverflowError):
        return moment


_APPOINTMENT: Final[dict[str, Compute]] = {
    "date_time_stamp": lambda item: item.created_at,
    "is_meeting": _is_meeting,
    "is_cancelled": lambda item: False,
    # That of a series itself is false (recorded); the appointments in it say true (`occurrences`).
    "is_recurring": lambda item: False,
    "meeting_request_was_sent": lambda item: False,
    "appointment_type": lambda item: (
        AppointmentType.SINGLE if item.get("recurrence") is None else AppointmentType.RECURRING_MASTER
    ),
    "my_response": lambda item: Response.ORGANIZER,
    "organizer": lambda item: EmailAddress(item.mailbox.display_name, item.mailbox.address),
    # Recorded items that lie beside no other say nothing of that.
    "conflicting_meeting_count": lambda item: len(item.mailbox.meetings.neighbours(item).conflicting) or None,
    "adjacent_meeting_count": lambda item: len(item.mailbox.meetings.neighbours(item).adjacent) or None,
    "is_all_day": lambda item: False,
    "free_busy_status": lambda item: FreeBusyStatus.BUSY,
    "is_response_requested": lambda item: True,
    "is_online_meeting": lambda item: False,
    "reminder_minutes_before_start": lambda item: _REMINDER_MINUTES,
    "reminder_due_by": lambda item: item.get("start"),
    "reminder_next_time": lambda item: appointment_reminder(item, item.mailbox.clock.now()),
    "duration": _duration,
    "time_zone": lambda item: _zone_name(item.get("start_time_zone"), item),
    "start_time_zone_id": lambda item: _zone_id(item.get("start_time_zone")),
    "end_time_zone_id": lambda item: _zone_id(item.get("end_time_zone") or item.get("start_time_zone")),
    "start_wall_clock": lambda item: _wall_clock(item, "start"),
    "end_wall_clock": lambda item: _wall_clock(item, "end"),
    "appointment_sequence_number": lambda item: 0,
    # PidLidAppointmentStateFlags, see `Appointment`.
    "appointment_state": lambda item: int(_is_meeting(item)),
    "is_organizer": lambda item: True,
    "first_occurrence": first_occurrence,
    "last_occurrence": last_occurrence,
    "modified_occurrences": modified_occurrences,
    "deleted_occurrences": deleted_occurrences,
}
_TASK: Final[dict[str, Compute]] = {
    "status": lambda item: TaskStatus.NOT_STARTED,
    "percent_complete": lambda item: 0.0,
    "is_complete": lambda item: item.get("status") is TaskStatus.COMPLETED,
    "is_recurring": lambda item: item.get("recurrence") is not None,
    "is_team_task": lambda item: False,
    "delegation": lambda item: Delegation.NOT_DELEGATED,
    "owner": lambda item: item.mailbox.display_name,
    # [MS-OXORMDR] 2.2.1: the first time at which it is reminded. Who gives the next one alone gives that; Interop-
    # TestSuites, MS-OXWSMTGS R20912, looks for such a task's reminder between the two.
    "reminder_due_by": lambda item: item.properties.get(NEXT_TIME) if item.get("reminder_is_set") else None,
    "reminder_next_time": lambda item: item.get("reminder_due_by") if item.get("reminder_is_set") else None,
    "status_description": lambda item: _STATUS_WORDS[item.get("status")],
    # OfficeDev/Interop-TestSuites, MS-OXWSCORE R1917. Assumption: the service gives no other task an icon by itself.
    "icon_index": lambda item: None if item.get("recurrence") is None else "TaskRecur",
}
#: Assumption: that the service gives every post the icon that there is for posts.
_POST: Final[dict[str, Compute]] = {"icon_index": lambda item: "PostItem"}
_CONTACT: Final[dict[str, Compute]] = {
    "subject": titled,
    "file_as": lambda item: filed_as(item) or None,
    "file_as_mapping": lambda item: FileAs.NONE,
    "display_name": called,
    "complete_name": complete_name,
}
#: Assumption: a list is called and filed by its name.
_LIST: Final[dict[str, Compute]] = {
    "subject": lambda item: item.get("display_name"),
    "file_as": lambda item: item.get("display_name"),
}
#: What a meeting message says of its zone as its appointment does.
_CLOCKS: Final = ("time_zone", "start_time_zone_id", "end_time_zone_id", "start_wall_clock", "end_wall_clock")
#: Item class -> how its values are worked out.
_KINDS: Final[Mapping[str, dict[str, Compute]]] = {
    APPOINTMENT: _APPOINTMENT,
    CONTACT: _CONTACT,
    DISTRIBUTION_LIST: _LIST,
    POST: _POST,
    MEETING: {**MEETING_MESSAGE, **{name: _APPOINTMENT[name] for name in _CLOCKS}},
    TASK: _TASK,
}


def _by_class(name: str) -> Compute:
    tables = [(kind, table[name]) for kind, table in _KINDS.items() if name in table]

    def value_of(item: Owned) -> Any:
        return next((compute(item) for kind, compute in tables if is_of(item.item_class, kind)), None)

    return value_of


#: Property -> its value; None for an item of another kind.
FROM_KIND: Final[dict[str, Compute]] = {name: _by_class(name) for table in _KINDS.values() for name in table}
