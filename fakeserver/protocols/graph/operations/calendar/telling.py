"""Meetings that are called off, or sent on to others.

Sources: learn.microsoft.com/graph/api/event-cancel, /event-forward. Assumption: what is written with a meeting that is
forwarded takes the place of its own text, and FW: stands before its subject, as in EWS.
"""

from typing import Any, Final

from fakeserver.protocols.graph.answers import ACCEPTED, Answer, Result
from fakeserver.protocols.graph.body import insensitive, read_json
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, UNKNOWN_PROPERTY, GraphError, Row
from fakeserver.protocols.graph.operations.calendar.meetings import remark, way
from fakeserver.protocols.graph.operations.calendar.shown import event_of
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.values.attendees import read_recipient
from fakeserver.protocols.graph.values.reading import listed, text
from fakeserver.tenant.access.needs import WRITE_CALENDARS
from fakeserver.tenant.exchange.scheduling.standings import may_be_forwarded
from fakeserver.tenant.exchange.values import Body, TextFormat

NO_ORGANIZER: Final = Row(
    400,
    "ErrorInvalidRequest",
    "Your request can't be completed. You need to be an organizer to cancel a meeting.",
    fix="cancel with the organizer's account, and the event of that mailbox; an attendee declines",
)
IS_CANCELLED: Final = Row(
    400, "ErrorInvalidRequest", "Your request can't be completed. The meeting has been canceled already.", ASSUMED
)
NOT_FORWARDED: Final = Row(
    400,
    "ErrorCalendarForwardActionNotAllowed",
    "The organizer of this meeting doesn't allow it to be forwarded.",
    ASSUMED,
)


@operation("POST", "me/events/{event}/cancel", needs=WRITE_CALENDARS)
@operation("POST", "me/calendar/events/{event}/cancel", needs=WRITE_CALENDARS)
@operation("POST", "me/calendars/{calendar}/events/{event}/cancel", needs=WRITE_CALENDARS)
def cancel_event(call: Call) -> Result:
    """Call a meeting off, or one of a series, with some words; it goes to Deleted Items."""
    item = event_of(call, "delete")
    given = _parameters(call, "comment")
    if not item.get("is_organizer"):
        raise GraphError(NO_ORGANIZER)
    if item.get("is_cancelled"):
        raise GraphError(IS_CANCELLED)
    scheduling = call.tenant.scheduling
    # Nobody hears of one without attendees. Assumption: it is deleted all the same.
    if scheduling.organizing.has_others(item):
        remark(call, scheduling.organizing.cancel(item, way(call), body=_comment(given)))
    scheduling.answering.put_away(item)
    return Answer(ACCEPTED)


@operation("POST", "me/events/{event}/forward", needs=WRITE_CALENDARS)
@operation("POST", "me/calendar/events/{event}/forward", needs=WRITE_CALENDARS)
@operation("POST", "me/calendars/{calendar}/events/{event}/forward", needs=WRITE_CALENDARS)
def forward_event(call: Call) -> Result:
    """Send a meeting on to others, of whom its organizer hears."""
    item = event_of(call)
    given = _parameters(call, "comment", "torecipients")
    if not may_be_forwarded(item):
        raise GraphError(NOT_FORWARDED)
    others = listed(given.get("torecipients"), "ToRecipients", read_recipient)
    subject = f"FW: {item.get('subject') or ''}"
    forwarding = call.tenant.scheduling.forwarding
    remark(call, forwarding.forward(item, others, way(call), subject=subject, body=_comment(given)))
    return Answer(ACCEPTED)


def _parameters(call: Call, *known: str) -> dict[str, Any]:
    given = insensitive(read_json(call.request, may_be_empty=True))
    for name in given:
        if name not in known:
            raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type="microsoft.graph.event")
    return given


def _comment(given: dict[str, Any]) -> Body | None:
    comment = text(given.get("comment"), "Comment")
    return Body(TextFormat.PLAIN, comment) if comment else None
