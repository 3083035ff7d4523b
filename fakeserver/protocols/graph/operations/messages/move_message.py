"""Moving and copying a message."""

from fakeserver.protocols.graph.answers import Result, created
from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.operations.messages.making import target
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import Messages
from fakeserver.protocols.graph.writing.parameters import parameters, required
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.needs import WRITE_MAIL


@operation("POST", "me/messages/{message}/move", needs=WRITE_MAIL)
def move_message(call: Call) -> Result:
    """Put a message into another folder; it has another id there, unless ids are immutable.

    Source: learn.microsoft.com/graph/api/message-move
    """
    return _transfer(call, "move", keep=False)


@operation("POST", "me/messages/{message}/copy", needs=WRITE_MAIL)
def copy_message(call: Call) -> Result:
    """Put a copy of a message into a folder.

    Source: learn.microsoft.com/graph/api/message-copy
    """
    return _transfer(call, "copy", keep=True)


def _transfer(call: Call, word: str, *, keep: bool) -> Result:
    item = call.message("read" if keep else "delete")
    given = parameters(call.request, word, "destinationId")
    folder = target(call, of_type(required(given, "destinationId"), str, "destinationId"))
    shown = Messages(call)
    [arrived] = call.tenant.mailboxes.transfer([item], folder, keep=keep)
    if keep:
        inside.sign(call.visit, arrived)
    # It stands for itself, and not for one of the mailbox's messages.
    about = {"@odata.context": f"{call.root}/$metadata#message", "@odata.type": "#microsoft.graph.message"}
    return created({**about, **shown.write(arrived)})
