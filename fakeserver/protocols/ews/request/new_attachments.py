"""Attaching what a request describes: files, and items with attachments of their own.

An item that is given no name has an empty one, and not its subject: ecederstrand/exchangelib#1329. Assumption: a file,
too.
"""

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.errors import NO_CONTACT
from fakeserver.protocols.ews.request.new_items import NewAttachment, NewItem
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.item_classes import CONTACT, is_of
from fakeserver.tenant.exchange.mailbox import Mailbox


def attach(mailbox: Mailbox, owner: Item, new: NewAttachment) -> Attachment:
    """Make an attachment and attach it.

    Raises:
        EwsError: it is to be the picture of something that is no contact.
        MessageTooLarge: it is larger than the mailbox takes.
    """
    if new.is_contact_photo and not is_of(owner.item_class, CONTACT):
        raise EwsError(NO_CONTACT)
    return mailbox.attachments.add(owner, _attachment(mailbox, owner, new))


def _attachment(mailbox: Mailbox, owner: Item, new: NewAttachment) -> Attachment:
    item = _attached_item(mailbox, owner, new.content) if isinstance(new.content, NewItem) else None
    return Attachment(
        new.name,
        b"" if isinstance(new.content, NewItem) else new.content,
        content_type=new.content_type,
        item=item,
        content_id=new.content_id,
        content_location=new.content_location,
        is_inline=new.is_inline,
        is_contact_photo=new.is_contact_photo,
    )


def _attached_item(mailbox: Mailbox, owner: Item, new: NewItem) -> Item:
    item = mailbox.items.detached(owner, new.item_class, new.properties)
    for deeper in new.attachments:
        attach(mailbox, item, deeper)
    return item
