"""The ids of attachments in answers."""

from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.attachments import attachment_id, root_item
from fakeserver.tenant.exchange.entities import Attachment


def write_id_with_root(attachment: Attachment) -> Xml:
    """Write an attachment's id with the item in a folder that it belongs to, whose change key is a new one."""
    root = root_item(attachment)
    return element(
        "t:AttachmentId", Id=attachment_id(attachment), RootItemId=root.item_id, RootItemChangeKey=root.change_key
    )
