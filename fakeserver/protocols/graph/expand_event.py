"""``$expand=microsoft.graph.eventMessage/event``: the event that a message is about."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError
from fakeserver.protocols.graph.properties.event import EVENT
from fakeserver.protocols.graph.properties.event_message import is_event_message
from fakeserver.protocols.graph.properties.view import View
from fakeserver.tenant.access import inside
from fakeserver.tenant.exchange.entities import Item

if TYPE_CHECKING:
    from fakeserver.protocols.graph.call import Call

#: What it is called, in lower case.
EVENT_OF_MESSAGE: Final = frozenset({"microsoft.graph.eventmessage/event", "microsoft.graph.eventmessagerequest/event"})


def event_part(call: "Call", options: str) -> Callable[[Item, View], Any]:
    """Return what writes the event that a message is about, where the caller may see it.

    Raises:
        GraphError: an option is not performed, or events have no such property.
    """
    name, _, select = options.strip().partition("=")
    if options and name.strip().lower() != "$select":
        raise GraphError(NOT_PERFORMED, what=f"$expand of an event with {options[:100]}")
    shape = EVENT.shape(select if options else None)

    def write(item: Item, view: View) -> Any:
        event = call.mailbox.meetings.appointment_of(item) if is_event_message(item) else None
        if event is None or not inside.reads(call.visit, event.folder) or not call.shows(event):
            return None
        return shape.write(event, view)

    return write
