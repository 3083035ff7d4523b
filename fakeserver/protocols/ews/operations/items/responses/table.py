"""The table of response objects, by their elements."""

from typing import Any, Final

from fakeserver.protocols.ews.operations.items.responses import answers, meeting_answers
from fakeserver.protocols.ews.operations.items.responses.cancel_calendar_item import CANCEL_CALENDAR_ITEM
from fakeserver.protocols.ews.operations.items.responses.not_performed import not_performed
from fakeserver.protocols.ews.operations.items.responses.post_reply import POST_REPLY
from fakeserver.protocols.ews.operations.items.responses.remove_item import REMOVE_ITEM
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject
from fakeserver.protocols.ews.operations.items.responses.suppress_read_receipt import SUPPRESS_READ_RECEIPT
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.responding.verbs import Verb

RESPONSES: Final[dict[str, ResponseObject[Any]]] = {
    "ReplyToItem": answers.answering(Verb.REPLY),
    "ReplyAllToItem": answers.answering(Verb.REPLY_ALL),
    "ForwardItem": answers.answering(Verb.FORWARD),
    "CancelCalendarItem": CANCEL_CALENDAR_ITEM,
    "AcceptItem": meeting_answers.answering(Response.ACCEPTED),
    "DeclineItem": meeting_answers.answering(Response.DECLINED),
    "TentativelyAcceptItem": meeting_answers.answering(Response.TENTATIVE),
    "SuppressReadReceipt": SUPPRESS_READ_RECEIPT,
    "PostReplyItem": POST_REPLY,
    "RemoveItem": REMOVE_ITEM,
    "AcceptSharingInvitation": not_performed(),
    "ProposeNewTime": not_performed(),
    "AddItemToMyCalendar": not_performed(),
}
