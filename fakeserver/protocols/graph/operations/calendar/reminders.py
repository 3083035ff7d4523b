"""Reminders of events: which there are, and dismissing or snoozing one.

Sources: learn.microsoft.com/graph/api/user-reminderview, /event-dismissreminder, /event-snoozereminder.
Assumptions: the window is of the events' starts; of a series there is one reminder, as EWS has it; what has no reminder
is dismissed all the same, and a time that is no later than that of the reminder changes nothing.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from fakeserver.protocols.graph.answers import Answer, Result
from fakeserver.protocols.graph.body import insensitive, read_json
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, UNKNOWN_PROPERTY, GraphError, Row
from fakeserver.protocols.graph.ids import rest_id, short_key
from fakeserver.protocols.graph.operations.calendar.shown import event_of
from fakeserver.protocols.graph.properties.event import EVENT, zone_of
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import view_of
from fakeserver.protocols.graph.values.times import read_time, read_zoned, zoned
from fakeserver.steps import Steps
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import READ_CALENDARS, WRITE_CALENDARS
from fakeserver.tenant.exchange.reminders import Reminder, ReminderKind, dismiss, reminders_in_steps, snooze

NO_WINDOW: Final = Row(
    400, "BadRequest", "The function reminderView needs the parameters startDateTime and endDateTime.", ASSUMED
)
_PARAMETER: Final = re.compile(r"\s*(startDateTime|endDateTime)=(?:'([^']*)'|([^',]*))\s*", re.IGNORECASE)
#: Of a reminder -> of its event.
_OF_EVENT: Final = {
    "eventStartTime": "start",
    "eventEndTime": "end",
    "eventSubject": "subject",
    "eventLocation": "location",
    "eventWebLink": "webLink",
}


@operation("GET", "me/reminderView", needs=READ_CALENDARS)
@operation("GET", "me/reminderView/{window}", needs=READ_CALENDARS)
def list_reminder_view(call: Call) -> Result:
    """Return the reminders of events that begin in a period, by the times at which they come."""
    start, end = _window(call.values.get("window", ""))
    return _listed(call, view_of(call), start, end)


@operation("POST", "me/events/{event}/dismissReminder", needs=WRITE_CALENDARS)
@operation("POST", "me/calendar/events/{event}/dismissReminder", needs=WRITE_CALENDARS)
@operation("POST", "me/calendars/{calendar}/events/{event}/dismissReminder", needs=WRITE_CALENDARS)
def dismiss_reminder(call: Call) -> Result:
    """End the reminder of an event."""
    item = event_of(call, "edit")
    dismiss(call.mailbox, item, call.tenant.clock.now())
    return Answer(200)


@operation("POST", "me/events/{event}/snoozeReminder", needs=WRITE_CALENDARS)
@operation("POST", "me/calendar/events/{event}/snoozeReminder", needs=WRITE_CALENDARS)
@operation("POST", "me/calendars/{calendar}/events/{event}/snoozeReminder", needs=WRITE_CALENDARS)
def snooze_reminder(call: Call) -> Result:
    """Let the reminder of an event come again later."""
    item = event_of(call, "edit")
    given = insensitive(read_json(call.request))
    for name in given:
        if name != "newremindertime":
            raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type="microsoft.graph.event")
    until = read_zoned(given.get("newremindertime"), "NewReminderTime").moment
    snooze(call.mailbox, item, until, call.tenant.clock.now())
    return Answer(200)


def _listed(call: Call, view: View, start: datetime, end: datetime) -> Steps[dict[str, Any]]:
    found = yield from reminders_in_steps(call.mailbox, call.tenant.clock.now())
    written = [_written(each, view) for each in _within(call, found, start, end)]
    return {"@odata.context": f"{call.root}/$metadata#Collection(microsoft.graph.reminder)", "value": written}


def _within(call: Call, reminders: list[Reminder], start: datetime, end: datetime) -> Iterator[Reminder]:
    for each in reminders:
        at = each.item.get("start")
        if each.kind is not ReminderKind.CALENDAR or at is None or not start <= at < end:
            continue
        if inside.reads(call.visit, each.item.folder) and call.shows(each.item):
            yield each


def _written(reminder: Reminder, view: View) -> dict[str, Any]:
    item = reminder.item
    event = EVENT.shape(",".join(_OF_EVENT.values())).write(item, view)
    return {
        "eventId": rest_id(item.item_id),
        "changeKey": short_key(item.change_key),
        **{name: event[of_event] for name, of_event in _OF_EVENT.items()},
        "reminderFireTime": zoned(reminder.time, zone_of(view)),
    }


def _window(text: str) -> tuple[datetime, datetime]:
    """Return the period that the function's parameters name; a time without an offset is UTC."""
    given = dict[str, datetime]()
    for part in text.split(","):
        found = _PARAMETER.fullmatch(part)
        if found is None:
            raise GraphError(NO_WINDOW)
        try:
            at = read_time(found[2] or found[3] or "")
            given[found[1].lower()] = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError) as problem:
            raise GraphError(NO_WINDOW) from problem
    if len(given) != 2:
        raise GraphError(NO_WINDOW)
    return given["startdatetime"], given["enddatetime"]
