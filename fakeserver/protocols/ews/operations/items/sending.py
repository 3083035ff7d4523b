"""Sending: from an item to a submitted message, and the copy that the sender keeps.

Source: web-service-reference/senditem-operation, /createitem-operation (MessageDisposition).
"""

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import NOT_A_MESSAGE
from fakeserver.protocols.ews.request.call import Call
from fakeserver.tenant.access.checks.send_as import sender_check
from fakeserver.tenant.exchange.entities import Folder, Item

_SENDABLE = ("IPM.Note", "IPM.Schedule.Meeting", "IPM.Sharing", "REPORT")


def send(call: Call, item: Item) -> None:
    """Submit an item that lies in a mailbox; it becomes sent mail, read and no draft, and stays where it is.

    Raises:
        EwsError: it is no message.
        RecipientsMissing: it has no recipient with an address.
        SendAsDenied: the caller may not send as its From.
    """
    if not item.item_class.startswith(_SENDABLE):
        raise EwsError(NOT_A_MESSAGE)
    call.tenant.transport.submit_item(item, sender_check(call.visit_in(item.folder)))


def keep(call: Call, item: Item, folder: Folder | None) -> Item | None:
    """Put a sent item where its copy belongs, or take it away where no copy is wanted."""
    mailbox = call.visit_in(item.folder).mailbox
    if folder is None:
        mailbox.items.delete([item])
        return None
    return item if item.folder is folder else mailbox.items.move([item], folder)[0]
