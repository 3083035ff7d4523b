"""Calendars and events of one call: found by what its path names, and written as it selects and prefers."""

from typing import Any, Final
from urllib.parse import quote

from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ITEM_NOT_FOUND, GraphError
from fakeserver.protocols.graph.expand import read_entity_expand
from fakeserver.protocols.graph.ids import ews_form, find_item, rest_id, short_key
from fakeserver.protocols.graph.properties.calendar import CALENDAR, ShownCalendar, is_calendar
from fakeserver.protocols.graph.properties.event import EVENT
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.shown import view_of
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.checks.folder_access import Ask, check_folder
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.ids import StoreId, decode_id
from fakeserver.tenant.exchange.immutable_ids import is_immutable
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of
from fakeserver.tenant.refusals import ItemNotFound

#: The ways to events: below the user, below the default calendar, and below one that is named.
WAYS: Final = ("me", "me/calendar", "me/calendars/{calendar}")


def calendar_of(call: Call, ask: Ask = "read") -> Folder:
    """Return the calendar that the path names, the default one where it names none.

    Raises:
        IdMalformed, FolderNotFound, FolderGone, FolderAccessDenied.
        GraphError: it is no calendar.
    """
    named = call.values.get("calendar")
    if named is None:
        folder = call.mailbox.folders.distinguished("calendar")
    else:
        folder = call.mailbox.folders.by_id(ews_form(named))
        if not is_calendar(folder):
            raise GraphError(ITEM_NOT_FOUND)
    check_folder(call.visit, folder, ask)
    return folder


def event_of(call: Call, ask: Ask = "read") -> Item:
    """Return the event that the path names, one of a series too; its entity tag has to be the one that is asked for.

    Raises:
        IdMalformed, ItemNotFound, FolderAccessDenied.
        GraphError: it has changed since (412).
    """
    named = call.values["event"]
    item = _item(call, named)
    inside.check_item(call.visit, item, ask)
    if not is_of(item.item_class, APPOINTMENT) or item.is_associated:
        raise ItemNotFound(named)
    if "calendar" in call.values and item.folder is not calendar_of(call, "see"):
        raise ItemNotFound(named)
    call.check_tag(short_key(item.change_key))
    return item


def _item(call: Call, named: str) -> Item:
    text = ews_form(named)
    if not is_immutable(text):
        store_id: StoreId = decode_id(text)
        if store_id.kind == "occurrence":
            return call.mailbox.calendar.by_id(store_id)
    return find_item(call.mailbox, named)


class Events:
    """Writes events for one call.

    Raises:
        GraphError: ``$select`` or ``$expand`` names what events do not have, or the caller prefers a zone that is none.
    """

    def __init__(self, call: Call) -> None:
        self._expansion = read_entity_expand(call.query.get("$expand"), EVENT)
        self.call = call
        self.view = view_of(call)
        self.shape = EVENT.shape(call.query.get("$select"))
        self.selected = f"({','.join(self.shape.names)})" if "$select" in call.query else ""

    def write(self, item: Item) -> dict[str, Any]:
        """Return an event's JSON."""
        written = self.shape.write(item, self.view)
        self._expansion.write(item, written, self.view)
        return written

    def entity(self, item: Item) -> dict[str, Any]:
        """Return an event as the answer to a request for it alone."""
        context = self.call.context(f"{where_of(self.call, item.folder)}{self.selected}/$entity")
        return {"@odata.context": context, **self.write(item)}


def where_of(call: Call, folder: Folder, what: str = "events") -> str:
    """Return what a context says of a list of a calendar: by its id, but where the path names none (recorded)."""
    if "calendar" not in call.values and "calendar" not in call.request.path.lower().split("/"):
        return what
    return f"calendars('{quote(rest_id(folder.folder_id), safe='')}')/{what}"


def write_calendar(call: Call, folder: Folder) -> dict[str, Any]:
    """Return a calendar's JSON.

    Raises:
        GraphError: ``$select`` names what calendars do not have.
    """
    shape = CALENDAR.shape(call.query.get("$select"))
    return shape.write(ShownCalendar(folder, call.visit), View(root=call.root))
