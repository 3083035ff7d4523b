"""The event that a message about a meeting is of.

Source: learn.microsoft.com/graph/api/eventmessage-get, which expands it; the metadata has it as a navigation property.
"""

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ITEM_NOT_FOUND, SEGMENT, GraphError
from fakeserver.protocols.graph.operations.calendar.shown import Events
from fakeserver.protocols.graph.properties.event_message import is_event_message
from fakeserver.protocols.graph.registry import operation
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import READ_MAIL


@operation("GET", "me/messages/{message}/eventMessage/event", needs=READ_MAIL, query="$select $expand")
@operation("GET", "me/messages/{message}/eventMessageRequest/event", needs=READ_MAIL, query="$select $expand")
def get_event_of_message(call: Call) -> Result:
    """Return the event, where the caller may see it.

    Assumption: a message that is about no meeting has no such segment, and one whose event is gone has no event.
    """
    message = call.message()
    if not is_event_message(message):
        raise GraphError(SEGMENT, segment="event")
    event = call.mailbox.meetings.appointment_of(message)
    if event is None or not inside.reads(call.visit, event.folder) or not call.shows(event):
        raise GraphError(ITEM_NOT_FOUND)
    return Events(call).entity(event)
