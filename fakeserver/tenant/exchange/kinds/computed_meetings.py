"""What a message about a meeting says without anybody having set it.

Sources: [MS-OXWSMTGS] 2.2.4.19 to 2.2.4.22; ews-calendar facts on the states of appointments.
Assumption: one that no calendar attendant has handled is new where nothing was changed before, and an update else.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from fakeserver.tenant.exchange.item_classes import MEETING_CANCELLATION, MEETING_REQUEST, MEETING_RESPONSE, is_of
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.dates import duration_text
from fakeserver.tenant.exchange.kinds.listed_occurrences import (
    deleted_occurrences,
    first_occurrence,
    last_occurrence,
    modified_occurrences,
)
from fakeserver.tenant.exchange.kinds.meeting_message import RequestKind
from fakeserver.tenant.exchange.kinds.meeting_versions import version_of

#: PidLidAppointmentStateFlags, see `Appointment`.
_MEETING, _RECEIVED, _CANCELLED = 1, 2, 4


def _is_organizer(item: Any) -> bool:
    organizer = item.get("organizer")
    return organizer is not None and organizer.address.lower() == item.mailbox.address.lower()


def _is_cancellation(item: Any) -> bool:
    return bool(is_of(item.item_class, MEETING_CANCELLATION))


def _request_kind(item: Any) -> RequestKind:
    if not is_of(item.item_class, MEETING_REQUEST):
        return RequestKind.NONE
    return RequestKind.FULL_UPDATE if item.get("appointment_sequence_number") else RequestKind.NEW_MEETING_REQUEST


def _is_out_of_date(item: Any) -> bool:
    """Say whether a later version of the meeting is known; an answer is to a version, whenever it was written."""
    appointment = item.mailbox.meetings.appointment_of(item)
    if appointment is None:
        return False
    said, known = version_of(item.get), version_of(appointment.get)
    return said[0] < known[0] if is_of(item.item_class, MEETING_RESPONSE) else said < known


def _state(item: Any) -> int:
    received = 0 if _is_organizer(item) else _RECEIVED
    return _MEETING | received | (_CANCELLED if _is_cancellation(item) else 0)


def _duration(item: Any) -> str | None:
    start, end = item.get("start"), item.get("end")
    return None if start is None or end is None else duration_text(max(end - start, timedelta()))


def _of_the_calendar(listed: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what lists appointments of a series, with the ids that they have in the reader's calendar."""

    def value_of(item: Any) -> Any:
        appointment = item.mailbox.meetings.appointment_of(item)
        return None if appointment is None else listed(appointment)

    return value_of


MEETING_MESSAGE: Final[dict[str, Callable[[Any], Any]]] = {
    "is_delegated": lambda item: False,
    "is_out_of_date": _is_out_of_date,
    "has_been_processed": lambda item: False,
    "response": lambda item: Response.UNKNOWN,
    "date_time_stamp": lambda item: item.created_at,
    "is_organizer": _is_organizer,
    "request_kind": _request_kind,
    "is_meeting": lambda item: True,
    "is_cancelled": _is_cancellation,
    "is_recurring": lambda item: item.get("recurrence") is not None,
    "meeting_request_was_sent": lambda item: True,
    "appointment_type": lambda item: (
        AppointmentType.SINGLE if item.get("recurrence") is None else AppointmentType.RECURRING_MASTER
    ),
    "my_response": lambda item: Response.ORGANIZER if _is_organizer(item) else Response.NONE_RECEIVED,
    "is_all_day": lambda item: False,
    "is_online_meeting": lambda item: False,
    "conflicting_meeting_count": lambda item: len(item.mailbox.meetings.neighbours(item).conflicting),
    "adjacent_meeting_count": lambda item: len(item.mailbox.meetings.neighbours(item).adjacent),
    "first_occurrence": _of_the_calendar(first_occurrence),
    "last_occurrence": _of_the_calendar(last_occurrence),
    "modified_occurrences": _of_the_calendar(modified_occurrences),
    "deleted_occurrences": _of_the_calendar(deleted_occurrences),
    "duration": _duration,
    "appointment_sequence_number": lambda item: 0,
    "appointment_state": _state,
}
