"""Lists of events: filtered, sorted, a page of them.

Source: learn.microsoft.com/graph/api/user-list-events. Assumption: without ``$orderby`` they are in order of their
starts.
"""

from collections.abc import Sequence
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import GraphError, Row
from fakeserver.protocols.graph.operations.calendar.shown import Events, calendar_of, event_of, where_of
from fakeserver.protocols.graph.pages import asked_for, page_of
from fakeserver.protocols.graph.properties.event_fields import EVENT_FIELDS
from fakeserver.protocols.graph.registry import operation
from fakeserver.steps import Steps
from fakeserver.tenant.access.needs import READ_CALENDARS
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem

#: The status as a client's notes have it; code and text as in the SDK's own samples.
NO_SEARCH: Final = Row(501, "SearchEvents", "The parameter $search is not currently supported on the Events resource.")
_QUERY: Final = "$select $filter $orderby $top $skip $count $search $expand"


@operation("GET", "me/events", needs=READ_CALENDARS, query=_QUERY)
@operation("GET", "me/calendar/events", needs=READ_CALENDARS, query=_QUERY)
@operation("GET", "me/calendars/{calendar}/events", needs=READ_CALENDARS, query=_QUERY)
def list_events(call: Call) -> Result:
    """Return the events of a calendar: single ones, and series."""
    folder = calendar_of(call)
    return listed(call, _events_in(folder), where_of(call, folder))


@operation("GET", "me/events/$count", needs=READ_CALENDARS, query="$filter")
@operation("GET", "me/calendar/events/$count", needs=READ_CALENDARS, query="$filter")
@operation("GET", "me/calendars/{calendar}/events/$count", needs=READ_CALENDARS, query="$filter")
def count_events(call: Call) -> Result:
    """Return how many events there are in a calendar."""
    return call.counted(len(_asked_for(call, _events_in(calendar_of(call)))))


@operation("GET", "me/events/{event}", needs=READ_CALENDARS, query="$select $expand")
@operation("GET", "me/calendar/events/{event}", needs=READ_CALENDARS, query="$select $expand")
@operation("GET", "me/calendars/{calendar}/events/{event}", needs=READ_CALENDARS, query="$select $expand")
def get_event(call: Call) -> Result:
    """Return an event, or one of a series.

    Source: learn.microsoft.com/graph/api/event-get
    """
    return Events(call).entity(event_of(call))


def _events_in(folder: Folder) -> list[Item]:
    """Return the events of a calendar by their starts."""
    found = [item for item in folder.visible() if is_of(item.item_class, APPOINTMENT)]
    return sorted(found, key=lambda item: (item.get("start") or item.created_at, item.number))


def listed(call: Call, items: Sequence[Item], where: str) -> Steps[dict[str, Any]]:
    """Return the answer to a list of events; in steps.

    Args:
        items: in the order in which they are shown where nothing is said of that.
        where: what the context says of it.
    """
    if "$search" in call.query:
        raise GraphError(NO_SEARCH)
    events = Events(call)
    return page_of(call, _asked_for(call, items), f"{where}{events.selected}", events.write, _is_there)


def _is_there(item: Item) -> bool:
    stored = item.master if isinstance(item, OccurrenceItem) else item
    return stored.folder.items.get(stored.uid) is stored


def _asked_for(call: Call, items: Sequence[Item]) -> Sequence[Item]:
    """Return those that are asked for, and that the caller may see."""
    return asked_for(call, EVENT_FIELDS, [item for item in items if call.shows(item)])
