"""Sending: from an item to a submitted message, and the copy that the sender keeps.

Source: web-service-reference/senditem-operation, /createitem-operation (MessageDisposition).
"""

from fakeserver.protocols.ews.errors import EwsError, not_performed_here
from fakeserver.protocols.ews.operations.items.errors import NOT_A_MESSAGE
from fakeserver.protocols.ews.properties.item_classes import is_message
from fakeserver.protocols.ews.request.call import Call
from fakeserver.tenant.access import sending
from fakeserver.tenant.access.checks.send_as import sender_check
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.transport.outcomes import remarks


def check(call: Call, item: Item, folder: Folder | None) -> None:
    """Refuse what `send` would refuse; nothing is written or sent."""
    _check_item(call, item, folder)
    call.tenant.transport.check_item(item, sender_check(call.visit_in(item.folder)))


def send(call: Call, item: Item, folder: Folder | None) -> None:
    """Submit an item of a mailbox; it becomes sent mail, read and no draft.

    Args:
        folder: where it is moved then, perhaps in another mailbox; None: no copy is kept.

    Raises:
        EwsError: it is no message, or one to be sent later.
        RecipientsMissing, RecipientUnresolved: there is nobody to send it to, or somebody without an address.
        SendAsDenied: the caller may not send as its From.
        MessageTooLarge: it is larger than the mailbox of the folder takes.
    """
    _check_item(call, item, folder)
    receipt, kept = sending.send(call.visit_in(item.folder), item, folder)
    call.remark(remarks(receipt.failed))
    if kept is not None and kept is not item:
        call.sign(kept)


def _check_item(call: Call, item: Item, folder: Folder | None) -> None:
    if not is_message(item.item_class):
        raise EwsError(NOT_A_MESSAGE)
    if sending.is_for_later(item, call.tenant.clock.now()):
        raise not_performed_here("PidTagDeferredSendTime")
    if folder is not None and folder.mailbox is not item.mailbox:
        call.tenant.mailboxes.of(folder).items.check_size(item.size)
