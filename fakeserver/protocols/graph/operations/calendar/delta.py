"""The changes of what takes place in a period.

Sources: learn.microsoft.com/graph/delta-query-events; answers quoted in GD#22197 for what is said of one of a series;
GD#4501, by experiment: nothing is said of one that was deleted, but the series comes again, on one page.
Assumptions: what has left the period is said to be deleted; the text of the refusal of other options.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.delta_tokens import BROKEN, DeltaToken
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.operations.calendar.shown import calendar_of
from fakeserver.protocols.graph.operations.calendar.views import window_of
from fakeserver.protocols.graph.operations.following.delta import former_id, linked, page_size, state_of, token_of
from fakeserver.protocols.graph.properties.event import EVENT
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import view_of
from fakeserver.tenant.access.needs import READ_CALENDARS
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType
from fakeserver.tenant.exchange.syncing import item_changes
from fakeserver.tenant.exchange.syncing.item_changes import ItemChange, Wanted

_UNREAD: Final = "$orderby $filter $select $expand $search $top"
UNREAD: Final = Row(
    400,
    "ErrorInvalidUrlQuery",
    "The following parameters are not supported with change tracking over the 'CalendarView' resource: "
    f"'{', '.join(_UNREAD.split())}'.",
    ASSUMED,
)
_QUERY: Final = f"startDateTime endDateTime $skiptoken $deltatoken {_UNREAD}"
_TYPE: Final = "#microsoft.graph.event"
_WHOLE: Final = EVENT.shape()
#: All that is said of one of a series that is like the others.
_BRIEF: Final = EVENT.shape("seriesMasterId,type,start,end")


@operation("GET", "me/calendarView/delta", needs=READ_CALENDARS, query=_QUERY)
@operation("GET", "me/calendar/calendarView/delta", needs=READ_CALENDARS, query=_QUERY)
@operation("GET", "me/calendars/{calendar}/calendarView/delta", needs=READ_CALENDARS, query=_QUERY)
def list_changed_events(call: Call) -> Result:
    """Return a page of what has changed in a period: all that takes place in it at first, then what happened to it."""
    if any(name in call.query for name in _UNREAD.split()):
        raise GraphError(UNREAD)
    folder = calendar_of(call)
    token = token_of(call, lambda: _first(call, folder))
    state = state_of(call, token, "messages", folder, folder.next_uid)
    period = _Period(call, token)
    wanted = Wanted(shows=lambda item: call.shows(item) and bool(period.of(item)))
    changes, state, is_present = item_changes.after(call.mailbox, folder, state, page_size(call), wanted)
    view = view_of(call)
    entries = [entry for change in changes for entry in _entries(call, change, period, view)]
    answer = {"@odata.context": f"{call.root}/$metadata#Collection(event)", "value": entries}
    return linked(call, answer, replace(token, state=state.encode()), is_present=is_present)


def _first(call: Call, folder: Folder) -> DeltaToken:
    state = replace(item_changes.start(call.mailbox, folder), kind="messages")
    return DeltaToken(state.encode(), filter=" ".join(at.isoformat() for at in window_of(call)))


class _Period:
    """What takes place in the period that a token is of."""

    def __init__(self, call: Call, token: DeltaToken) -> None:
        self._calendar = call.mailbox.calendar
        try:
            self._start, self._end = map(datetime.fromisoformat, (token.filter or "").split())
        except ValueError as error:
            # It is another list's.
            raise GraphError(BROKEN) from error

    def of(self, item: Item) -> list[Item]:
        """Return an event, or a series and those of it, as far as they are in the period."""
        if not is_of(item.item_class, APPOINTMENT):
            return []
        if self._calendar.is_series(item):
            found = self._calendar.occurrences(item, self._start, self._end)
            return [item, *found] if found else []
        start, end = item.get("start"), item.get("end")
        if start is None or start >= self._end or (end or start) < self._start:
            return []
        return [item]


def _entries(call: Call, change: ItemChange, period: _Period, view: View) -> list[dict[str, Any]]:
    if change.item is None:
        return [{"@odata.type": _TYPE, "id": former_id(call, change, view), "@removed": {"reason": "deleted"}}]
    return [_entry(each, view) for each in period.of(change.item)]


def _entry(item: Item, view: View) -> dict[str, Any]:
    shape = _BRIEF if item.get("appointment_type") is AppointmentType.OCCURRENCE else _WHOLE
    return {"@odata.type": _TYPE, **shape.write(item, view)}
