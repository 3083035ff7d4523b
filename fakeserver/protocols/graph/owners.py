"""Whose attachments, or extensions, a path names: a message's, an event's or a contact's."""

from collections.abc import Mapping
from typing import Any

from fakeserver.protocols.graph.call import Call
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem


def owner_of(call: Call, ask: Ask = "read") -> Item:
    """Return the message, the event or the contact that the path names.

    Raises:
        GraphError, Refusal: as `Call.message`, `event_of` and `contact_of`.
    """
    # Mail alone does without calendars and contacts.
    if "event" in call.values:
        from fakeserver.protocols.graph.operations.calendar.shown import event_of

        return event_of(call, ask)
    if "contact" in call.values:
        from fakeserver.protocols.graph.operations.contacts.shown import contact_of

        return contact_of(call, ask)
    return call.message(ask)


def where(call: Call) -> str:
    """Return what a context says of the owner."""
    kind = next(name for name in ("event", "contact", "message") if name in call.values)
    return f"{kind}s('{call.values[kind]}')"


def change_owner(call: Call, item: Item, changes: Mapping[Any, Any]) -> None:
    """Change an owner; one of a series becomes an exception of it."""
    if isinstance(item, OccurrenceItem):
        call.mailbox.calendar.update(item, changes)
    else:
        call.mailbox.items.update(item, changes)
