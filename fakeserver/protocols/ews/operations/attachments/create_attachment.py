"""CreateAttachment: files, items and references to files elsewhere, attached to an item.

Source: web-service-reference/createattachment-operation.
"""

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.attachments.attachment_ids import write_id_with_root
from fakeserver.protocols.ews.operations.attachments.errors import TOO_LARGE
from fakeserver.protocols.ews.properties.computed import attachment_element
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, named_item, read_parent_item_id
from fakeserver.protocols.ews.request.item_types import ATTACHMENTS
from fakeserver.protocols.ews.request.new_attachments import attach
from fakeserver.protocols.ews.request.new_items import read_attachment
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.new_items import NewAttachment
from fakeserver.tenant.refusals import MessageTooLarge


@operation(
    "CreateAttachment",
    answer=PerItem("Attachments", read_attachment, "<m:Attachments/>"),
    since="Exchange2007",
    request=complex_type(elements={"m:ParentItemId": ITEM_ID, "m:Attachments": ATTACHMENTS}),
)
def create_attachment(call: Call) -> Perform[NewAttachment]:
    """Attach each of them. Every attachment changes the item's change key; the last one returned is valid."""
    parent_id = read_parent_item_id(call.part(m("ParentItemId")))

    def create(new: NewAttachment) -> Xml:
        parent = named_item(call, parent_id, "edit")
        mailbox = call.visit_in(parent.folder).mailbox
        try:
            attachment = attach(mailbox, parent, new)
        except MessageTooLarge as refusal:
            raise EwsError(TOO_LARGE) from refusal
        name = attachment_element(attachment)
        return element("m:Attachments", element(f"t:{name}", write_id_with_root(attachment)))

    return create
