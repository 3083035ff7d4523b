"""Answers to invitations: accept, tentativelyAccept and decline.

Sources: learn.microsoft.com/graph/api/event-accept and its neighbours; a client's notes of 2026-10 and issue threads
for the refusals.
"""

from typing import Any, Final

from fakeserver.protocols.graph.answers import ACCEPTED, Answer, Result
from fakeserver.protocols.graph.body import insensitive, of_type, read_json
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, UNKNOWN_PROPERTY, GraphError, Row
from fakeserver.protocols.graph.operations.calendar.meetings import remark, way
from fakeserver.protocols.graph.operations.calendar.shown import event_of
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.values.reading import structure, text
from fakeserver.protocols.graph.values.times import read_zoned
from fakeserver.tenant.access.checks.folder_access import check_folder
from fakeserver.tenant.access.needs import WRITE_CALENDARS
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.scheduling.messages import Answer as Reply
from fakeserver.tenant.exchange.scheduling.standings import Standing, standing_of
from fakeserver.tenant.exchange.values import Body, TextFormat
from fakeserver.tenant.refusals import EndsBeforeStart

_REQUEST: Final = "Your request can't be completed. "
IS_ORGANIZER: Final = Row(
    400,
    "ErrorInvalidRequest",
    f"{_REQUEST}You can't respond to this meeting because you're the meeting organizer.",
    fix="answer as an attendee: with the account of one, and the id that the event has in that mailbox",
)
NOT_REQUESTED: Final = Row(
    400,
    "ErrorInvalidRequest",
    f"{_REQUEST}The meeting organizer hasn't requested a response.",
    fix='"sendResponse": false; or the organizer sets responseRequested',
)
SEND_COMMENT: Final = Row(400, "ErrorInvalidParameter", "'SendResponse' must be true when 'Comment' is not null.")
SEND_PROPOSAL: Final = Row(
    400, "ErrorInvalidParameter", "'SendResponse' must be true when 'ProposedNewTime' is not null.", ASSUMED
)
NO_PROPOSALS: Final = Row(
    400, "ErrorInvalidRequest", f"{_REQUEST}The meeting organizer doesn't allow new time proposals.", ASSUMED
)
#: EWS's codes, where the texts of Graph are not known.
NOT_ANSWERED: Final = {
    Standing.CANCELLED: {
        Response.ACCEPTED: Row(
            400, "ErrorCalendarIsCancelledForAccept", "A meeting that's been canceled can't be accepted.", ASSUMED
        ),
        Response.TENTATIVE: Row(
            400, "ErrorCalendarIsCancelledForTentative", "A canceled meeting can't be accepted tentatively.", ASSUMED
        ),
        Response.DECLINED: Row(
            400, "ErrorCalendarIsCancelledForDecline", "A canceled meeting can't be declined.", ASSUMED
        ),
    },
}
_KNOWN: Final = frozenset({"comment", "sendresponse"})
_PROPOSAL: Final = "proposednewtime"


@operation("POST", "me/events/{event}/accept", needs=WRITE_CALENDARS)
@operation("POST", "me/calendar/events/{event}/accept", needs=WRITE_CALENDARS)
@operation("POST", "me/calendars/{calendar}/events/{event}/accept", needs=WRITE_CALENDARS)
def accept_event(call: Call) -> Result:
    """Accept an invitation."""
    return _answer(call, Response.ACCEPTED)


@operation("POST", "me/events/{event}/tentativelyAccept", needs=WRITE_CALENDARS)
@operation("POST", "me/calendar/events/{event}/tentativelyAccept", needs=WRITE_CALENDARS)
@operation("POST", "me/calendars/{calendar}/events/{event}/tentativelyAccept", needs=WRITE_CALENDARS)
def tentatively_accept_event(call: Call) -> Result:
    """Accept an invitation for the time being."""
    return _answer(call, Response.TENTATIVE)


@operation("POST", "me/events/{event}/decline", needs=WRITE_CALENDARS)
@operation("POST", "me/calendar/events/{event}/decline", needs=WRITE_CALENDARS)
@operation("POST", "me/calendars/{calendar}/events/{event}/decline", needs=WRITE_CALENDARS)
def decline_event(call: Call) -> Result:
    """Decline an invitation; the event goes to Deleted Items."""
    return _answer(call, Response.DECLINED)


def _answer(call: Call, response: Response) -> Answer:
    item = event_of(call)
    reply, sends = _read(call, response)
    _check(item, reply, sends)
    check_folder(call.visit, item.folder, "edit")
    done = call.tenant.scheduling.answering.answer(item, reply, way(call) if sends else None)
    remark(call, done.receipt)
    return Answer(ACCEPTED)


def _read(call: Call, response: Response) -> tuple[Reply, bool]:
    """Return the answer, and whether the organizer is told."""
    given = insensitive(read_json(call.request, may_be_empty=True))
    known = _KNOWN if response is Response.ACCEPTED else _KNOWN | {_PROPOSAL}
    for name in given:
        if name not in known:
            raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type="microsoft.graph.event")
    sends = given.get("sendresponse")
    sends = True if sends is None else bool(of_type(sends, bool, "SendResponse"))
    comment, proposal = text(given.get("comment"), "Comment"), given.get(_PROPOSAL)
    if not sends and comment is not None:
        raise GraphError(SEND_COMMENT)
    if not sends and proposal is not None:
        raise GraphError(SEND_PROPOSAL)
    body = Body(TextFormat.PLAIN, comment) if comment else None
    return Reply(response=response, body=body, **_proposed(proposal)), sends


def _proposed(proposal: Any) -> dict[str, Any]:
    if proposal is None:
        return {}
    slot = structure(proposal, "ProposedNewTime", "timeSlot", frozenset({"start", "end"}))
    start, end = (read_zoned(slot.get(name), name).moment for name in ("start", "end"))
    if end < start:
        raise EndsBeforeStart
    return {"proposed_start": start, "proposed_end": end}


def _check(item: Item, reply: Reply, sends: bool) -> None:
    standing = standing_of(item)
    if standing is Standing.ORGANIZER:
        raise GraphError(IS_ORGANIZER)
    if (rows := NOT_ANSWERED.get(standing)) is not None:
        raise GraphError(rows[reply.response])
    if sends and item.get("is_response_requested") is False:
        raise GraphError(NOT_REQUESTED)
    if reply.proposes and item.get("allow_new_time_proposal") is False:
        raise GraphError(NO_PROPOSALS)
