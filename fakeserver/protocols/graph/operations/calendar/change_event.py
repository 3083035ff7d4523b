"""Events are created, changed and deleted.

Sources: learn.microsoft.com/graph/api/user-post-events, /event-update, /event-delete; a client's notes of 2026-10 on
``transactionId``: the same one again returns the event that is there.
"""

from typing import Any, Final

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result, created
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import INVALID_SET, GraphError
from fakeserver.protocols.graph.operations.calendar import meetings
from fakeserver.protocols.graph.operations.calendar.shown import Events, calendar_of, event_of
from fakeserver.protocols.graph.operations.messages.making import with_attachments
from fakeserver.protocols.graph.properties.event_changes import Before, read_event
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.values.reading import listed
from fakeserver.protocols.graph.writing.message import read_attachment
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import WRITE_CALENDARS
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT
from fakeserver.tenant.exchange.kinds.reminder_times import with_next_time
from fakeserver.tenant.exchange.new_items import NewItem
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.planning.planning import planned, replanned
from fakeserver.tenant.exchange.values import DeleteMode, EmailAddress

_TRANSACTION: Final = "transaction_id"


@operation("POST", "me/events", needs=WRITE_CALENDARS)
@operation("POST", "me/calendar/events", needs=WRITE_CALENDARS)
@operation("POST", "me/calendars/{calendar}/events", needs=WRITE_CALENDARS)
def create_event(call: Call) -> Result:
    """Add an event, and invite its attendees."""
    events = Events(call)
    folder = calendar_of(call, "create")
    given = _read(call, lambda name: None, is_new=True)
    if (known := _of_transaction(folder, given.get(_TRANSACTION))) is not None:
        return created(events.entity(known))
    mailbox = call.mailbox
    attachments = listed(call.json.get("attachments"), "attachments", lambda one, _: read_attachment(one))
    properties = planned(given, call.tenant.clock.now(), call.tenant.random)
    whose = {"organizer": EmailAddress(mailbox.display_name, mailbox.address)}
    item = mailbox.items.add(folder, APPOINTMENT, {"is_read": True, **whose, **properties})
    inside.sign(call.visit, item)
    with_attachments(call, item, NewItem(APPOINTMENT, {}, attachments))
    meetings.invite(call, item)
    return created(events.entity(item))


@operation("PATCH", "me/events/{event}", needs=WRITE_CALENDARS)
@operation("PATCH", "me/calendar/events/{event}", needs=WRITE_CALENDARS)
@operation("PATCH", "me/calendars/{calendar}/events/{event}", needs=WRITE_CALENDARS)
def update_event(call: Call) -> Result:
    """Change an event, and tell its attendees, if it is the caller's meeting."""
    events = Events(call)
    item = event_of(call, "edit")
    given = _read(call, item.get, is_new=False)
    # What one of a series says of its recurrence is null, and may be sent back.
    if isinstance(item, OccurrenceItem) and given.pop("recurrence", None) is not None:
        raise GraphError(INVALID_SET)
    changes: dict[Any, Any] = replanned(item, given, call.tenant.random)
    if not isinstance(item, OccurrenceItem):
        changes = with_next_time(changes)
    if changes:
        meetings.update(call, item, changes)
    # One of a series is made out of it each time.
    return events.entity(call.mailbox.calendar.by_id(item.item_id) if isinstance(item, OccurrenceItem) else item)


@operation("DELETE", "me/events/{event}", needs=WRITE_CALENDARS)
@operation("DELETE", "me/calendar/events/{event}", needs=WRITE_CALENDARS)
@operation("DELETE", "me/calendars/{calendar}/events/{event}", needs=WRITE_CALENDARS)
def delete_event(call: Call) -> Result:
    """Move an event to Deleted Items; a meeting of the caller's is called off."""
    item = event_of(call, "delete")
    # What lies in Deleted Items goes on to the recoverable items.
    return _delete(call, item, DeleteMode.SOFT if meetings.is_deleted(item) else DeleteMode.MOVE_TO_DELETED)


@operation("POST", "me/events/{event}/permanentDelete", needs=WRITE_CALENDARS, body=False)
@operation("POST", "me/calendar/events/{event}/permanentDelete", needs=WRITE_CALENDARS, body=False)
@operation("POST", "me/calendars/{calendar}/events/{event}/permanentDelete", needs=WRITE_CALENDARS, body=False)
def permanently_delete_event(call: Call) -> Result:
    """Delete an event so that nobody sees it again.

    Source: learn.microsoft.com/graph/api/event-permanentdelete. Assumption: a meeting is called off by that, too.
    """
    return _delete(call, event_of(call, "delete"), DeleteMode.HARD)


def _delete(call: Call, item: Item, mode: DeleteMode) -> Answer:
    meetings.cancel_before_deletion(call, item)
    call.mailbox.calendar.delete(item, mode)
    return Answer(NO_CONTENT)


def _of_transaction(folder: Folder, transaction: str | None) -> Item | None:
    if not transaction:
        return None
    return next((item for item in folder.items.values() if item.get(_TRANSACTION) == transaction), None)


def _read(call: Call, before: Before, *, is_new: bool) -> dict[str, Any]:
    """Read the event in the body; the journal says what is not the client's to set."""
    ignored: list[str] = []
    given = read_event(call.json, before, is_new=is_new, ignored=ignored.append)
    if ignored:
        call.remark(f"ignored, since the service alone sets it of an event: {', '.join(ignored)}")
    return given
