"""Sending a draft."""

from typing import Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.operations.messages.sending import send
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.writing.parameters import parameters
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import SEND_MAIL

LENGTH_REQUIRED: Final = Row(
    411, "BadRequest", "Length Required", ASSUMED, fix="send Content-Length: 0 where there is no body"
)
#: Assumption: what was sent, or has come, is not sent again; the page speaks of drafts alone.
NOT_A_DRAFT: Final = Row(
    400, "ErrorInvalidRequest", "The message is not a draft, and cannot be sent.", ASSUMED, fix="forward it"
)


@operation("POST", "me/messages/{message}/send", needs=SEND_MAIL)
def send_message(call: Call) -> Result:
    """Send a draft; it goes to Sent Items, and keeps its immutable id.

    Source: learn.microsoft.com/graph/api/message-send
    """
    headers = call.request.headers
    if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
        raise GraphError(LENGTH_REQUIRED)
    parameters(call.request, "send", may_be_empty=True)
    # Assumption: whoever may not change it and take it out of its folder may not send it either.
    item = call.message("edit")
    inside.check_item(call.visit, item, "delete")
    if not item.is_draft:
        raise GraphError(NOT_A_DRAFT)
    return send(call, item)
