"""Reading the attachments in a request: files, and items with attachments of their own.

Source: web-service-reference/fileattachment, /itemattachment; [MS-OXWSATT] 2.2.4.4 and 2.2.4.7.
"""

from typing import Any

from fakeserver.protocols.ews.errors import EwsError, not_performed_here
from fakeserver.protocols.ews.properties.item_classes import MEETING_ELEMENTS
from fakeserver.protocols.ews.request.errors import MISSING_ATTACHED_ITEM, NOT_ATTACHABLE
from fakeserver.protocols.ews.request.new_items import ATTACHMENTS, NEW_ITEMS, read_new_item
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, boolean_of, children, content, octets_of, tag
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.mailbox import Mailbox


def attach(mailbox: Mailbox, owner: Item, node: Element) -> Attachment:
    """Make an attachment of t:FileAttachment or t:ItemAttachment and attach it.

    Raises:
        Violation, EwsError: the element is not as the schema has it, or its item cannot be made.
        MessageTooLarge: it is larger than the mailbox takes.
    """
    return mailbox.attachments.add(owner, _attachment(mailbox, owner, node))


def _attachment(mailbox: Mailbox, owner: Item, node: Element) -> Attachment:
    if node.tag == t("ItemAttachment"):
        return _item_attachment(mailbox, owner, node)
    if node.tag != t("FileAttachment"):
        raise schema.unexpected_element(node, ATTACHMENTS.elements)
    if boolean_of(node.find(t("IsContactPhoto"))):
        raise not_performed_here("IsContactPhoto")
    return Attachment(
        content(node.find(t("Name"))),
        octets_of(node.find(t("Content"))),
        content_type=content(node.find(t("ContentType"))).strip(),
        **_description(node),
    )


def _item_attachment(mailbox: Mailbox, owner: Item, node: Element) -> Attachment:
    items = [child for child in children(node) if child.tag in NEW_ITEMS]
    if not items:
        raise EwsError(MISSING_ATTACHED_ITEM)
    if len(items) > 1:
        raise schema.unexpected_element(items[1])
    if tag(items[0]) in MEETING_ELEMENTS:
        raise EwsError(NOT_ATTACHABLE)
    new = read_new_item(items[0])
    item = mailbox.items.detached(owner, new.item_class, new.properties)
    for deeper in new.attachments:
        mailbox.attachments.add(item, _attachment(mailbox, item, deeper))
    return Attachment(content(node.find(t("Name"))) or item.subject, item=item, **_description(node))


def _description(node: Element) -> dict[str, Any]:
    """Return what a file and an item say about themselves in the same way."""
    return {
        "content_id": content(node.find(t("ContentId"))).strip(),
        "content_location": content(node.find(t("ContentLocation"))).strip(),
        "is_inline": boolean_of(node.find(t("IsInline"))),
    }
