"""Events as clients write them: from JSON to the properties of an appointment.

Source: learn.microsoft.com/graph/api/user-post-events and /event-update. What only the service writes (organizer,
isOrganizer: GD#17988) may be there and changes nothing, as in answers that are sent back.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any, Final

from fakeserver.protocols.graph.body import members, of_type
from fakeserver.protocols.graph.errors import (
    INVALID_SET,
    MISMATCH,
    NOT_PERFORMED,
    UNKNOWN_PROPERTY,
    GraphError,
    Row,
)
from fakeserver.protocols.graph.properties.event import EVENT, SHOW_AS
from fakeserver.protocols.graph.values import attendees, places, recurrences
from fakeserver.protocols.graph.values.reading import chosen, listed, structure, text
from fakeserver.protocols.graph.values.times import INVALID, Timed, read_zoned
from fakeserver.protocols.graph.writing.extended import EXTENDED, extended_changes
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.zone_rules import creation_zone
from fakeserver.tenant.exchange.values import Body, Importance, Sensitivity, TextFormat

_REQUEST: Final = "Your request can't be completed. "
#: Quoted with their code: at.bestsolution.baeso's calendar, and a guide to an exporter of calendars.
NOT_A_DAY: Final = Row(
    400, "ErrorInvalidRequest", f"{_REQUEST}The duration of an event marked as All day must be at least 24 hours."
)
NO_MIDNIGHT: Final = Row(
    400,
    "ErrorInvalidRequest",
    f"{_REQUEST}The Event.{{name}} property for an all-day event needs to be set to midnight.",
)
#: Members that the service alone writes.
_READ_ONLY: Final = frozenset(each.name for each in EVENT.properties) | EVENT.navigation
_IMPORTANCE: Final = {word.value: word for word in Importance}
_SENSITIVITY: Final = {word.value: word for word in Sensitivity}
_BODY_TYPES: Final = {"html": TextFormat.HTML, "text": TextFormat.PLAIN}
_DAY: Final = timedelta(days=1)
#: Minutes: five years, as EWS has it.
_LONGEST_REMINDER: Final = 2_629_800

#: Gives a property that an appointment has so far, None where there is none.
Before = Callable[[str], Any]
#: Reads a member; the name is for errors.
_Read = Callable[[Any, str], dict[str, Any]]


def read_event(
    given: Mapping[str, Any], before: Before, *, is_new: bool, ignored: Callable[[str], None]
) -> dict[Any, Any]:
    """Return the properties of a new appointment, or changes of one.

    Args:
        given: the JSON.
        ignored: told of members that change nothing.

    Raises:
        GraphError: there is something else than an event has, or a value that it cannot have.
    """
    changes: dict[Any, Any] = {}
    times: dict[str, Timed] = {}
    for name, value in members(dict(given)).items():
        if name in ("start", "end"):
            times[name] = read_zoned(value, name)
        elif (read := _READERS.get(name)) is not None:
            # Both say the same; the one is what clients set.
            known = read(value, name)
            changes |= known if name != "locations" or "location" not in given else {}
        elif name in EXTENDED:
            changes |= extended_changes(value, multi=EXTENDED[name], so_far=before)
        elif name == "extensions" and value:
            raise GraphError(NOT_PERFORMED, what="open extensions in an event's own JSON")
        elif name == "attachments" and is_new:
            # They are attached once the event is there.
            continue
        elif name in _WITHOUT_EFFECT or (name in _READ_ONLY and name != "recurrence"):
            ignored(name)
        elif name not in ("recurrence", "transactionId"):
            raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type="microsoft.graph.event")
    if is_new and times.keys() != {"start", "end"}:
        # Assumption: the code; that both are needed is documented.
        raise GraphError(INVALID)
    for name, at in times.items():
        changes |= {name: at.moment, f"{name}_time_zone": at.zone.stored}

    def value_of(name: str) -> Any:
        return changes[name] if name in changes else before(name)

    zone = creation_zone(_Properties(value_of))
    if "recurrence" in given:
        changes["recurrence"] = recurrences.read(given["recurrence"], "recurrence", zone)
    if "transactionId" in given:
        if not is_new:
            raise GraphError(INVALID_SET)
        changes["transaction_id"] = text(given["transactionId"], "transactionId")
    if value_of("is_all_day") and (times or "is_all_day" in changes):
        _check_whole_days(value_of, zone)
    return {name: value for name, value in changes.items() if value is not None} if is_new else changes


class _Properties:
    """What an appointment will be, as far as its zone is asked for."""

    def __init__(self, value_of: Before) -> None:
        self._value_of = value_of

    def get(self, name: Any) -> Any:
        """Return a property by name, None where there is none."""
        return self._value_of(name)


def _check_whole_days(value_of: Before, zone: tzinfo) -> None:
    start, end = (_local(value_of(name), zone) for name in ("start", "end"))
    if start is None or end is None:
        return
    for name, at in (("Start", start), ("End", end)):
        if at.time() != time():
            raise GraphError(NO_MIDNIGHT, name=name)
    if end.replace(tzinfo=UTC) - start.replace(tzinfo=UTC) < _DAY:
        raise GraphError(NOT_A_DAY)


def _local(at: datetime | None, zone: tzinfo) -> datetime | None:
    return None if at is None else at.astimezone(zone)


# --- members ---------------------------------------------------------------------------------------------------------


def _boolean(field: str) -> _Read:
    return lambda value, name: {field: None if value is None else of_type(value, bool, name)}


def _string(field: str) -> _Read:
    return lambda value, name: {field: text(value, name)}


def _word(field: str, words: Mapping[str, Any], default: Any) -> _Read:
    # An appointment of a series has its own where it has none of the series', so that null is a value, too.
    return lambda value, name: {field: default if value is None else chosen(value, name, words)}


def _minutes(value: Any, name: str) -> dict[str, Any]:
    if value is not None and not 0 <= of_type(value, int, name) <= _LONGEST_REMINDER:
        raise GraphError(MISMATCH, name=name)
    return {"reminder_minutes_before_start": value}


def _categories(value: Any, name: str) -> dict[str, Any]:
    return {"categories": listed(value, name, lambda one, member: str(of_type(one, str, member))) or None}


def _body(value: Any, name: str) -> dict[str, Any]:
    if value is None:
        return {"body": None}
    given = structure(value, name, "itemBody", frozenset({"contentType", "content"}))
    kind = given.get("contentType")
    format_ = TextFormat.PLAIN if kind is None else chosen(kind, "contentType", _BODY_TYPES)
    return {"body": Body(format_, text(given.get("content"), "content") or "")}


def _attendees(value: Any, name: str) -> dict[str, Any]:
    lists = attendees.lists_of(listed(value, name, attendees.read))
    return {field: each or None for field, each in lists.items()}


def _hidden(value: Any, name: str) -> dict[str, Any]:
    if value is not None and of_type(value, bool, name):
        raise GraphError(NOT_PERFORMED, what="hideAttendees")
    return {}


#: What a mailbox without Teams ignores, as its calendar says (allowedOnlineMeetingProviders).
_WITHOUT_EFFECT: Final = frozenset({"isOnlineMeeting", "onlineMeetingProvider"})
_READERS: Final[dict[str, _Read]] = {
    "subject": _string("subject"),
    "body": _body,
    "isAllDay": _boolean("is_all_day"),
    "location": places.read,
    "locations": places.read_several,
    "attendees": _attendees,
    "reminderMinutesBeforeStart": _minutes,
    "isReminderOn": _boolean("reminder_is_set"),
    "showAs": _word("free_busy_status", SHOW_AS, FreeBusyStatus.BUSY),
    "sensitivity": _word("sensitivity", _SENSITIVITY, Sensitivity.NORMAL),
    "importance": _word("importance", _IMPORTANCE, Importance.NORMAL),
    "categories": _categories,
    "responseRequested": _boolean("is_response_requested"),
    "allowNewTimeProposals": _boolean("allow_new_time_proposal"),
    "hideAttendees": _hidden,
}
