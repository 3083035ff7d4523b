"""CreateAttachment: files and items, attached to an item.

Source: web-service-reference/createattachment-operation.
"""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Each, PerItem
from fakeserver.protocols.ews.errors import EwsError, Row
from fakeserver.protocols.ews.operations.attachments.attachment_ids import write_id_with_root
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import ITEM_ID, Call
from fakeserver.protocols.ews.request.new_items import ATTACHMENTS, attach
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, attribute, children, required
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange import ids
from fakeserver.tenant.exchange.attachments import root_item
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import MessageTooLarge

TOO_LARGE: Final = Row(
    "ErrorAttachmentSizeLimitExceeded", "The attachment is larger than the mailbox takes.", "assumed wording"
)


@operation(
    "CreateAttachment",
    answer=PerItem("<m:Attachments/>"),
    since="Exchange2007",
    request=complex_type(elements={"m:ParentItemId": ITEM_ID, "m:Attachments": ATTACHMENTS}),
)
def create_attachment(call: Call) -> Each[Element]:
    """Attach each of them; every one gives the item another change key, the last of which is the valid one."""
    parent_id = required(call.body, m("ParentItemId"))

    def create(wish: Element) -> Xml:
        mailbox, parent = _parent(call, parent_id)
        try:
            attachment = attach(mailbox, parent, wish)
        except MessageTooLarge as refusal:
            raise EwsError(TOO_LARGE) from refusal
        name = "t:ItemAttachment" if attachment.is_item else "t:FileAttachment"
        return element("m:Attachments", element(name, write_id_with_root(attachment)))

    return children(required(call.body, m("Attachments"))), create


def _parent(call: Call, parent_id: Element) -> tuple[Mailbox, Item]:
    """Return the item to attach to; the id of an item attachment stands for the attached item."""
    given = attribute(parent_id, "Id")
    mailbox = call.mailbox_of(given)
    key = parent_id.get("ChangeKey")
    if key:
        ids.decode_change_key(str(key))
    if ids.decode_id(given).kind == "attachment":
        attachment = mailbox.attachments.by_id(given)
        if attachment.item is not None:
            call.check_item(root_item(attachment), "edit")
            return mailbox, attachment.item
    item = mailbox.items.by_id(given)
    call.check_item(item, "edit")
    return mailbox, item
