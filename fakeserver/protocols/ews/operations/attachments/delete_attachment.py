"""DeleteAttachment.

Source: web-service-reference/deleteattachment-operation.
"""

from fakeserver.protocols.ews.answers.responses import per_item
from fakeserver.protocols.ews.operations.attachments.attachment_ids import find_attachment
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, children, required
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.steps import Steps


@operation("DeleteAttachment")
def delete_attachment(call: Call) -> Steps[Xml]:
    """Take each attachment off its item, and return the item's id with its new change key."""

    def delete(attachment_id: Element) -> Xml:
        mailbox, attachment = find_attachment(call, attachment_id, "edit")
        root = mailbox.attachments.remove(attachment)
        return element("m:RootItemId", RootItemId=root.item_id, RootItemChangeKey=root.change_key)

    return per_item(call, children(required(call.body, m("AttachmentIds"))), delete)
