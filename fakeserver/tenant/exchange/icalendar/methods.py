"""iCalendar's methods, and the item classes of the messages that carry them ([MS-OXCICAL] section 2.1.3.1.1.1)."""

from enum import StrEnum
from typing import Final

from fakeserver.tenant.exchange.item_classes import MEETING_CANCELLATION, MEETING_REQUEST, MEETING_RESPONSE, is_of
from fakeserver.tenant.exchange.kinds.attendees import Response

#: A response's class, by what it says.
RESPONSE_CLASSES: Final = {
    Response.ACCEPTED: "IPM.Schedule.Meeting.Resp.Pos",
    Response.TENTATIVE: "IPM.Schedule.Meeting.Resp.Tent",
    Response.DECLINED: "IPM.Schedule.Meeting.Resp.Neg",
}


class Method(StrEnum):
    """What a calendar object is sent for (RFC 5546); those of them that Exchange knows."""

    #: nothing is asked: an appointment as it is
    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    REPLY = "REPLY"
    #: a reply that proposes another time
    COUNTER = "COUNTER"
    CANCEL = "CANCEL"


def class_of(method: str, response: Response | None = None) -> str | None:
    """Return the item class of a message that carries a method; None where it is no meeting message.

    Args:
        response: what the attendee of a reply says.
    """
    match method.upper():
        case Method.REQUEST:
            return MEETING_REQUEST
        case Method.CANCEL:
            return MEETING_CANCELLATION
        case Method.REPLY | Method.COUNTER:
            if response in RESPONSE_CLASSES:
                return RESPONSE_CLASSES[response]
            # Whoever proposes another time has not accepted this one.
            return RESPONSE_CLASSES[Response.TENTATIVE] if method.upper() == Method.COUNTER else None
    return None


def method_of(item_class: str, *, proposes: bool = False) -> Method:
    """Return the method that an item of a class is written with.

    Args:
        proposes: whether it proposes another time.
    """
    if is_of(item_class, MEETING_REQUEST):
        return Method.REQUEST
    if is_of(item_class, MEETING_CANCELLATION):
        return Method.CANCEL
    if is_of(item_class, MEETING_RESPONSE):
        return Method.COUNTER if proposes else Method.REPLY
    return Method.PUBLISH
