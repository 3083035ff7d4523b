"""Changing a message."""

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import Messages
from fakeserver.protocols.graph.writing.message import read_changes
from fakeserver.tenant.access.needs import WRITE_MAIL


@operation("PATCH", "me/messages/{message}", needs=WRITE_MAIL, query="$select $expand")
def update_message(call: Call) -> Result:
    """Change properties of a message: all that a draft has, and of a sent one what is its reader's.

    Source: learn.microsoft.com/graph/api/message-update
    """
    item = call.message("edit")
    shown, changes = Messages(call), read_changes(call.json, item)
    if changes:
        call.mailbox.items.update(item, changes)
    return shown.entity(item)
