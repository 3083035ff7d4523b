"""New messages: drafts, and what is brought in from elsewhere."""

from fakeserver.protocols.graph.answers import Result, created
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.operations.messages.making import made, requested, target
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import Messages
from fakeserver.tenant.access.needs import WRITE_MAIL
from fakeserver.tenant.exchange.entities import Folder


@operation("POST", "me/messages", needs=WRITE_MAIL, query="$select $expand")
def create_message(call: Call) -> Result:
    """Make a draft in Drafts, of JSON or of MIME.

    Source: learn.microsoft.com/graph/api/user-post-messages
    """
    return _create(call, target(call, "drafts"))


@operation("POST", "me/mailFolders/{folder}/messages", needs=WRITE_MAIL, query="$select $expand")
def create_message_in_folder(call: Call) -> Result:
    """Make a message in a folder: a draft, unless its PidTagMessageFlags say that it was sent.

    Source: learn.microsoft.com/graph/api/mailfolder-post-messages; DavMail, which brings messages in so.
    """
    return _create(call, target(call, call.values["folder"]))


def _create(call: Call, folder: Folder) -> Result:
    shown, new = Messages(call), requested(call)
    return created(shown.entity(made(call, folder, new, as_draft=True)))
