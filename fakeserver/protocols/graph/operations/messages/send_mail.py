"""Sending a message at once, without a draft."""

from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.body import is_mime, read_mime
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import MISMATCH, GraphError
from fakeserver.protocols.graph.operations.messages.making import made, of_mime
from fakeserver.protocols.graph.operations.messages.sending import send_new
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.writing.message import read_new
from fakeserver.protocols.graph.writing.parameters import parameters, required
from fakeserver.tenant.access.needs import SEND_MAIL
from fakeserver.tenant.exchange.new_items import NewItem

#: The page's own sample has a text where a boolean belongs, and the service takes it.
_BOOLEANS: Final = {"true": True, "false": False}


@operation("POST", "me/sendMail", needs=SEND_MAIL)
def send_mail(call: Call) -> Result:
    """Send a message that the request has in it, as JSON or as MIME; a copy stays in Sent Items.

    Source: learn.microsoft.com/graph/api/user-sendmail
    """
    new, keep = _requested(call)
    return send_new(call, lambda folder: made(call, folder, new, as_draft=False), keep=keep)


def _requested(call: Call) -> tuple[NewItem, bool]:
    """Return the message, and whether a copy stays."""
    if is_mime(call.request):
        return of_mime(read_mime(call.request)), True
    given = parameters(call.request, "sendMail", "message", "saveToSentItems")
    return read_new(required(given, "message"), "message"), _boolean(given.get("saveToSentItems"), "saveToSentItems")


def _boolean(value: Any, name: str) -> bool:
    if value is None:
        return True
    known = _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(known, bool):
        raise GraphError(MISMATCH, name=name)
    return known
