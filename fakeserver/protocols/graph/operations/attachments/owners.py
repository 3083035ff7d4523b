"""Whose attachments a path names: a message's, or an event's."""

from fakeserver.protocols.graph.call import Call
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.entities import Item


def owner_of(call: Call, ask: Ask = "read") -> Item:
    """Return the message, or the event, that the path names.

    Raises:
        GraphError, Refusal: as `Call.message` and `event_of`.
    """
    if "event" in call.values:
        # Mail alone does without.
        from fakeserver.protocols.graph.operations.calendar.shown import event_of

        return event_of(call, ask)
    return call.message(ask)


def where(call: Call) -> str:
    """Return what a context says of the attachments."""
    kind = "event" if "event" in call.values else "message"
    return f"{kind}s('{call.values[kind]}')/attachments"
