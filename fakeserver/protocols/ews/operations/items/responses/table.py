"""The table of response objects, by their elements."""

from typing import Any, Final

from fakeserver.protocols.ews.operations.items.responses.cancel_calendar_item import CANCEL_CALENDAR_ITEM
from fakeserver.protocols.ews.operations.items.responses.meeting_answers import answering
from fakeserver.protocols.ews.operations.items.responses.not_performed import not_performed
from fakeserver.protocols.ews.operations.items.responses.remove_item import REMOVE_ITEM
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject
from fakeserver.tenant.exchange.kinds.attendees import Response

RESPONSES: Final[dict[str, ResponseObject[Any]]] = {
    "ReplyToItem": not_performed(),
    "ReplyAllToItem": not_performed(),
    "ForwardItem": not_performed(),
    "CancelCalendarItem": CANCEL_CALENDAR_ITEM,
    "AcceptItem": answering(Response.ACCEPTED),
    "DeclineItem": answering(Response.DECLINED),
    "TentativelyAcceptItem": answering(Response.TENTATIVE),
    "SuppressReadReceipt": not_performed(),
    "PostReplyItem": not_performed(),
    "RemoveItem": REMOVE_ITEM,
    "AcceptSharingInvitation": not_performed(),
    "ProposeNewTime": not_performed(),
    "AddItemToMyCalendar": not_performed(),
}
