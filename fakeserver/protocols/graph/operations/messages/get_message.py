"""One message, as JSON and as MIME."""

from typing import Final

from fakeserver.protocols.graph.answers import Answer, Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import Messages
from fakeserver.tenant.access.needs import LIST_MAIL, READ_MAIL

#: Assumption: what a message's stream is declared as.
_MIME: Final = "text/plain"


@operation("GET", "me/messages/{message}", needs=LIST_MAIL, query="$select $expand")
def get_message(call: Call) -> Result:
    """Return a message.

    Source: learn.microsoft.com/graph/api/message-get
    """
    return Messages(call).entity(call.message())


@operation("GET", "me/messages/{message}/$value", needs=READ_MAIL)
def get_message_content(call: Call) -> Result:
    """Return a message's MIME.

    Source: learn.microsoft.com/graph/outlook-get-mime-message
    """
    return Answer(200, call.message().mime(), [("Content-Type", _MIME)])
