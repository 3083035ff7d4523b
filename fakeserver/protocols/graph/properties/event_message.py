"""What messages about meetings have besides: microsoft.graph.eventMessage, eventMessageRequest, eventMessageResponse.

Sources: msgraph-metadata for the names and the words (``meetingTenativelyAccepted`` is spelt so); a sample of
outlook-share-delegate-calendar for the place of ``meetingMessageType``. Assumption: that today's answers have them all.
"""

from typing import Any, Final

from fakeserver.protocols.graph.properties.event import event_type, time_of, zone_of
from fakeserver.protocols.graph.properties.message import MESSAGE
from fakeserver.protocols.graph.properties.table import ABSENT, EntityType, Property
from fakeserver.protocols.graph.properties.view import View
from fakeserver.protocols.graph.values import attendees, places, recurrences
from fakeserver.protocols.graph.values.times import zoned
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import (
    MEETING,
    MEETING_CANCELLATION,
    MEETING_REQUEST,
    MEETING_RESPONSE,
    is_of,
)
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.meeting_message import ChangeHighlights, RequestKind
from fakeserver.tenant.exchange.kinds.series import series_of

_ANSWERS: Final = {
    Response.ACCEPTED: "meetingAccepted",
    Response.TENTATIVE: "meetingTenativelyAccepted",
    Response.DECLINED: "meetingDeclined",
}
_REQUESTS: Final = {
    RequestKind.NONE: "none",
    RequestKind.NEW_MEETING_REQUEST: "newMeetingRequest",
    RequestKind.FULL_UPDATE: "fullUpdate",
    RequestKind.INFORMATIONAL_UPDATE: "informationalUpdate",
    RequestKind.SILENT_UPDATE: "silentUpdate",
    RequestKind.OUTDATED: "outdated",
    RequestKind.PRINCIPAL_WANTS_COPY: "principalWantsCopy",
}
#: In front of a property in ``$select``, and of what is derived from it.
_CAST: Final = "microsoft.graph.eventmessage"
#: Where the further properties stand: behind the last that is no object, and behind all.
_LAST_PLAIN: Final = "inferenceClassification"


def is_event_message(item: Item) -> bool:
    """Say whether a message is about a meeting."""
    return is_of(item.item_class, MEETING)


def cast_apart(select: str | None) -> tuple[str | None, str | None]:
    """Return ``$select`` as it is for all messages, and as it is for those about meetings.

    What these have besides is named by a cast: ``microsoft.graph.eventMessage/meetingMessageType``.
    """
    if select is None or _CAST not in select.lower():
        return select, select
    names = [name.strip() for name in select.split(",")]
    plain = [name for name in names if _CAST not in name.lower()]
    return ",".join(plain) or "id", ",".join(name.rpartition("/")[2] for name in names)


def _message_type(item: Item, _view: View) -> str:
    if is_of(item.item_class, MEETING_REQUEST):
        return "meetingRequest"
    if is_of(item.item_class, MEETING_CANCELLATION):
        return "meetingCancelled"
    return _ANSWERS.get(item.get("response"), "none")


def _of_requests(read: Any) -> Any:
    return lambda item, view: read(item, view) if is_of(item.item_class, MEETING_REQUEST) else ABSENT


def _of_responses(read: Any) -> Any:
    return lambda item, view: read(item, view) if is_of(item.item_class, MEETING_RESPONSE) else ABSENT


def _location(item: Item, _view: View) -> dict[str, Any]:
    return places.written(item.get("location"), item.get("place"))


def _recurrence(item: Item, _view: View) -> dict[str, Any] | None:
    if series_of(item) is None:
        return None
    return recurrences.written(item.get("recurrence"), item.get("start_time_zone_id") or "UTC")


def _proposal(item: Item, view: View) -> dict[str, Any] | None:
    start, end = item.get("proposed_start"), item.get("proposed_end")
    if start is None or end is None:
        return None
    return {"start": zoned(start, zone_of(view)), "end": zoned(end, zone_of(view))}


def _before(name: str) -> Any:
    def read(item: Item, view: View) -> Any:
        changes: ChangeHighlights | None = item.get("change_highlights")
        at = None if changes is None else getattr(changes, name)
        return None if at is None else zoned(at, zone_of(view))

    return read


def _place_before(item: Item, _view: View) -> Any:
    changes: ChangeHighlights | None = item.get("change_highlights")
    return None if changes is None or not changes.location_changed else places.written(changes.location, None)


def _flag(name: str, *, unset: bool = False) -> Any:
    def read(item: Item, _view: View) -> bool:
        value = item.get(name)
        return unset if value is None else bool(value)

    return read


_PLAIN: Final = (
    Property[Item]("meetingMessageType", _message_type),
    Property[Item]("type", event_type),
    Property[Item]("isOutOfDate", _flag("is_out_of_date")),
    Property[Item]("isAllDay", _flag("is_all_day")),
    Property[Item]("isDelegated", _flag("is_delegated")),
    Property[Item]("responseRequested", _of_requests(_flag("is_response_requested", unset=True))),
    Property[Item]("allowNewTimeProposals", _of_requests(_flag("allow_new_time_proposal", unset=True))),
    Property[Item](
        "meetingRequestType", _of_requests(lambda item, _: _REQUESTS[item.get("request_kind") or RequestKind.NONE])
    ),
    Property[Item]("responseType", _of_responses(lambda item, _: attendees.RESPONSES[item.get("response")])),
)
_OBJECTS: Final = (
    Property[Item]("startDateTime", time_of("start")),
    Property[Item]("endDateTime", time_of("end")),
    Property[Item]("location", _location),
    Property[Item]("recurrence", _recurrence),
    Property[Item]("previousLocation", _of_requests(_place_before)),
    Property[Item]("previousStartDateTime", _of_requests(_before("start"))),
    Property[Item]("previousEndDateTime", _of_requests(_before("end"))),
    Property[Item]("proposedNewTime", _of_responses(_proposal)),
)


def _with_both() -> tuple[Property[Item], ...]:
    place = next(at for at, each in enumerate(MESSAGE.properties, start=1) if each.name == _LAST_PLAIN)
    return (*MESSAGE.properties[:place], *_PLAIN, *MESSAGE.properties[place:], *_OBJECTS)


EVENT_MESSAGE: Final = EntityType[Item](
    "microsoft.graph.eventMessage", _with_both(), MESSAGE.navigation | {"microsoft.graph.eventMessage/event"}
)
