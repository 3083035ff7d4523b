"""Which response objects go with an item, in the order in which Exchange lists them.

Sources: exchange-web-services/how-to-propose-a-new-meeting-time-by-using-ews-in-exchange for a request; recordings of
Exchange Online for an appointment of the owner alone; web-service-reference/cancelcalendaritem, /removeitem,
/responsecode (ErrorInvalidReferenceItem): messages and calendar items can be answered, contacts and tasks not.
Assumption: the rest. What cannot be answered any longer has the replies alone; posts have those besides their own.
"""

from typing import Final

from fakeserver.protocols.ews.properties.item_classes import MESSAGE_ELEMENTS, element_for_class
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.scheduling.participants import attendees_of
from fakeserver.tenant.exchange.scheduling.standings import Standing, may_be_forwarded, standing_of

_FORWARD: Final = ("ForwardItem",)
_REPLIES: Final = ("ReplyToItem", "ReplyAllToItem", *_FORWARD)
_ANSWERS: Final = ("AcceptItem", "TentativelyAcceptItem", "DeclineItem")
_ORGANIZED: Final = ("CancelCalendarItem", "ReplyAllToItem", *_FORWARD)
_TO_POSTS: Final = ("PostReplyItem", "ReplyToItem", *_FORWARD)


def response_objects_of(item: Item) -> tuple[str, ...]:
    """Return the elements of the response objects that an item which was sent, or is no mail, goes with."""
    offered = _by_kind(item)
    return offered if may_be_forwarded(item) else tuple(name for name in offered if name not in _FORWARD)


def _by_kind(item: Item) -> tuple[str, ...]:
    element = element_for_class(item.item_class)
    match element:
        case "CalendarItem":
            return _of_appointment(item)
        case "MeetingRequest":
            return (*_answers(item), *_REPLIES)
        case "MeetingCancellation":
            return _REPLIES if item.get("is_organizer") else ("RemoveItem", *_REPLIES)
        case "PostItem":
            return _TO_POSTS
    return _REPLIES if element in MESSAGE_ELEMENTS else ()


def _of_appointment(item: Item) -> tuple[str, ...]:
    if not item.get("is_organizer"):
        return (*_answers(item), *_REPLIES)
    return _ORGANIZED if attendees_of(item.get) and not item.get("is_cancelled") else _FORWARD


def _answers(item: Item) -> tuple[str, ...]:
    """Return the answers to a meeting that its reader may give."""
    if standing_of(item) is not Standing.INVITED:
        return ()
    return _ANSWERS if item.get("allow_new_time_proposal") is False else (*_ANSWERS, "ProposeNewTime")
