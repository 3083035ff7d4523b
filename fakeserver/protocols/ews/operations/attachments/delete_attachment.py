"""DeleteAttachment.

Source: web-service-reference/deleteattachment-operation.
"""

from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ATTACHMENT_IDS, Id, named_attachment, read_attachment_id
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.attachments import root_item
from fakeserver.tenant.exchange.entities import Attachment


@operation(
    "DeleteAttachment",
    answer=PerItem("AttachmentIds", read_attachment_id),
    since="Exchange2007",
    request=complex_type(elements={"m:AttachmentIds": ATTACHMENT_IDS}),
)
def delete_attachment(call: Call) -> Perform[Id[Attachment]]:
    """Remove each attachment from its item, and return the item's id with its new change key."""

    def delete(attachment_id: Id[Attachment]) -> Xml:
        attachment = named_attachment(call, attachment_id, "edit")
        mailbox = call.visit_in(root_item(attachment).folder).mailbox
        root = mailbox.attachments.remove(attachment)
        return element("m:RootItemId", RootItemId=root.item_id, RootItemChangeKey=root.change_key)

    return delete
