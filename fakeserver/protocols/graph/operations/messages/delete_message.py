"""Deleting a message: into Deleted Items, from there to the recoverable items, or for good."""

from fakeserver.protocols.graph.answers import NO_CONTENT, Answer, Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.registry import operation
from fakeserver.tenant.access.needs import WRITE_MAIL
from fakeserver.tenant.exchange.values import DeleteMode


@operation("DELETE", "me/messages/{message}", needs=WRITE_MAIL)
def delete_message(call: Call) -> Result:
    """Put a message into Deleted Items; what lies there goes to the recoverable items.

    Source: learn.microsoft.com/graph/api/message-delete
    """
    return _delete(call, DeleteMode.MOVE_TO_DELETED)


@operation("POST", "me/messages/{message}/permanentDelete", needs=WRITE_MAIL, body=False)
def permanently_delete_message(call: Call) -> Result:
    """Delete a message so that nobody sees it again.

    Source: learn.microsoft.com/graph/api/message-permanentdelete
    """
    return _delete(call, DeleteMode.HARD)


def _delete(call: Call, mode: DeleteMode) -> Result:
    call.mailbox.items.delete([call.message("delete")], mode)
    return Answer(NO_CONTENT)
