"""What takes place in a period: calendarView, and the instances of a series.

Sources: learn.microsoft.com/graph/api/user-list-calendarview, /event-list-instances; GDC#8385 and a connector's
recorded answers for the refusals. What ends when the period begins is in it (GDC#387).
Assumption: an event that is no series has no instances. Where it differs: all-day events are found by their own zone,
while the service takes their days for days of UTC.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.operations.calendar.listing import listed
from fakeserver.protocols.graph.operations.calendar.shown import calendar_of, event_of, where_of
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.values.times import read_time
from fakeserver.steps import Steps
from fakeserver.tenant.access.needs import READ_CALENDARS
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem

NO_WINDOW: Final = Row(
    400,
    "ErrorInvalidParameter",
    "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.",
)
NO_TIME: Final = Row(400, "ErrorInvalidParameter", "The value '{value}' of parameter '{name}' is invalid.", ASSUMED)
TOO_LONG: Final = Row(
    400,
    "ErrorInvalidRequest",
    "Your request can't be completed. The range between the start and end dates is greater than the allowed range. "
    "Maximum number of days: 1825",
)
BACKWARDS: Final = Row(400, "ErrorInvalidParameter", "The end of the time window is earlier than its start.", ASSUMED)
_MOST: Final = timedelta(days=1825)
_QUERY: Final = "startDateTime endDateTime $select $filter $orderby $top $skip $count $search $expand"


@operation("GET", "me/calendarView", needs=READ_CALENDARS, query=_QUERY)
@operation("GET", "me/calendar/calendarView", needs=READ_CALENDARS, query=_QUERY)
@operation("GET", "me/calendars/{calendar}/calendarView", needs=READ_CALENDARS, query=_QUERY)
def list_calendar_view(call: Call) -> Result:
    """Return what takes place in a period, the appointments of series one by one, by their starts."""
    start, end = window_of(call)
    folder = calendar_of(call)
    return _viewed(call, folder, start, end)


def _viewed(call: Call, folder: Folder, start: datetime, end: datetime) -> Steps[dict[str, Any]]:
    found = yield from call.mailbox.calendar.view_in_steps(folder, start, end)
    return (yield from listed(call, found, where_of(call, folder, "calendarView")))


@operation("GET", "me/events/{event}/instances", needs=READ_CALENDARS, query=_QUERY)
@operation("GET", "me/calendar/events/{event}/instances", needs=READ_CALENDARS, query=_QUERY)
@operation("GET", "me/calendars/{calendar}/events/{event}/instances", needs=READ_CALENDARS, query=_QUERY)
def list_instances(call: Call) -> Result:
    """Return the appointments of a series in a period."""
    start, end = window_of(call)
    item, calendar = event_of(call), call.mailbox.calendar
    is_series = not isinstance(item, OccurrenceItem) and calendar.is_series(item)
    found = calendar.occurrences(item, start, end) if is_series else []
    return listed(call, found, f"events('{call.values['event']}')/instances")


def window_of(call: Call) -> tuple[datetime, datetime]:
    """Return the period that a query names.

    Raises:
        GraphError: it names none, or one that is too long.
    """
    start, end = _moment(call, "startDateTime"), _moment(call, "endDateTime")
    if end < start:
        raise GraphError(BACKWARDS)
    if end - start > _MOST:
        raise GraphError(TOO_LONG)
    return start, end


def _moment(call: Call, name: str) -> datetime:
    """Return one end of the period: without an offset it is UTC, whatever zone the caller prefers."""
    shown = call.query.get(name.lower())
    if not shown:
        raise GraphError(NO_WINDOW)
    try:
        # A plus sign that nobody has escaped is a blank then.
        at = read_time(shown.replace(" ", "+") if "T" in shown else shown)
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise GraphError(NO_TIME, value=shown[:100], name=name) from problem
