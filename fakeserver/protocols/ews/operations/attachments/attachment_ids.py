"""From the ids of a request to attachments, and back."""

from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, attribute
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.access.folder_access import Ask
from fakeserver.tenant.exchange.attachments import Attachment
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import AttachmentNotFound, ItemNotFound


def find_attachment(call: Call, attachment_id: Element, ask: Ask = "read") -> tuple[Mailbox, Attachment]:
    """Return the attachment that a t:AttachmentId names, and the mailbox that it is in.

    Args:
        ask: what will be done with the item that it belongs to.

    Raises:
        IdMalformed: it is no attachment's id.
        AttachmentNotFound: there is none, or the caller may not see it.
        FolderAccessDenied: they may, but may not do this.
    """
    if attachment_id.tag != t("AttachmentId"):
        raise schema.unexpected_element(attachment_id, (t("AttachmentId"),))
    given = attribute(attachment_id, "Id")
    try:
        mailbox = call.mailbox_of(given)
    except ItemNotFound as refusal:
        raise AttachmentNotFound(given) from refusal
    attachment = mailbox.attachment(given)[1]
    try:
        call.check_item(attachment.root_item, ask)
    except ItemNotFound as refusal:
        raise AttachmentNotFound(given) from refusal
    return mailbox, attachment


def write_id_with_root(attachment: Attachment) -> Xml:
    """Write an attachment's id with the item in a folder that it belongs to, whose change key is a new one."""
    root = attachment.root_item
    return element(
        "t:AttachmentId", Id=attachment.attachment_id, RootItemId=root.item_id, RootItemChangeKey=root.change_key
    )
