"""The table of response objects, by their elements."""

from typing import Any, Final

from fakeserver.protocols.ews.operations.items.responses.answers import answering
from fakeserver.protocols.ews.operations.items.responses.not_performed import not_performed
from fakeserver.protocols.ews.operations.items.responses.post_reply import POST_REPLY
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject
from fakeserver.protocols.ews.operations.items.responses.suppress_read_receipt import SUPPRESS_READ_RECEIPT
from fakeserver.tenant.exchange.responding.verbs import Verb

RESPONSES: Final[dict[str, ResponseObject[Any]]] = {
    "ReplyToItem": answering(Verb.REPLY),
    "ReplyAllToItem": answering(Verb.REPLY_ALL),
    "ForwardItem": answering(Verb.FORWARD),
    "CancelCalendarItem": not_performed(),
    "AcceptItem": not_performed(),
    "DeclineItem": not_performed(),
    "TentativelyAcceptItem": not_performed(),
    "SuppressReadReceipt": SUPPRESS_READ_RECEIPT,
    "PostReplyItem": POST_REPLY,
    "RemoveItem": not_performed(),
    "AcceptSharingInvitation": not_performed(),
    "ProposeNewTime": not_performed(),
    "AddItemToMyCalendar": not_performed(),
}
