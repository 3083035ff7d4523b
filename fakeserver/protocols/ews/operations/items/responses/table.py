"""The table of response objects, by their elements."""

from typing import Any, Final

from fakeserver.protocols.ews.operations.items.responses.not_performed import not_performed
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject

RESPONSES: Final[dict[str, ResponseObject[Any]]] = {
    "ReplyToItem": not_performed(),
    "ReplyAllToItem": not_performed(),
    "ForwardItem": not_performed(),
    "CancelCalendarItem": not_performed(),
    "AcceptItem": not_performed(),
    "DeclineItem": not_performed(),
    "TentativelyAcceptItem": not_performed(),
    "SuppressReadReceipt": not_performed(),
    "PostReplyItem": not_performed(),
    "RemoveItem": not_performed(),
    "AcceptSharingInvitation": not_performed(),
    "ProposeNewTime": not_performed(),
    "AddItemToMyCalendar": not_performed(),
}
