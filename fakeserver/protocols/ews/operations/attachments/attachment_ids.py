"""From the ids of a request to attachments, and back."""

from typing import Final

from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, attribute
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.access.folder_access import Ask
from fakeserver.tenant.exchange.attachments import attachment_id, root_item
from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import AttachmentNotFound, ItemNotFound

#: m:AttachmentIds
ATTACHMENT_IDS: Final = complex_type(elements={"t:AttachmentId": complex_type("Id")})


def find_attachment(call: Call, id_element: Element, ask: Ask = "read") -> tuple[Mailbox, Attachment]:
    """Return the attachment that a t:AttachmentId names, and the mailbox that it is in.

    Args:
        ask: what will be done with the item that it belongs to.

    Raises:
        IdMalformed: it is no attachment's id.
        AttachmentNotFound: there is none, or the caller may not see it.
        FolderAccessDenied: they may, but may not do this.
    """
    if id_element.tag != t("AttachmentId"):
        raise schema.unexpected_element(id_element, (t("AttachmentId"),))
    given = attribute(id_element, "Id")
    try:
        mailbox = call.mailbox_of(given)
    except ItemNotFound as refusal:
        raise AttachmentNotFound(given) from refusal
    attachment = mailbox.attachments.by_id(given)
    try:
        call.check_item(root_item(attachment), ask)
    except ItemNotFound as refusal:
        raise AttachmentNotFound(given) from refusal
    return mailbox, attachment


def write_id_with_root(attachment: Attachment) -> Xml:
    """Write an attachment's id with the item in a folder that it belongs to, whose change key is a new one."""
    root = root_item(attachment)
    return element(
        "t:AttachmentId", Id=attachment_id(attachment), RootItemId=root.item_id, RootItemChangeKey=root.change_key
    )
