"""Attaching what a request describes."""

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.request.errors import NO_CONTACT
from fakeserver.tenant.exchange import new_items
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.item_classes import CONTACT, is_of
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.new_items import NewAttachment


def attach(mailbox: Mailbox, owner: Item, new: NewAttachment) -> Attachment:
    """Make an attachment and attach it.

    Raises:
        EwsError: it, or one below it, is to be the picture of something that is no contact.
        MessageTooLarge: it is larger than the mailbox takes.
    """
    _check_pictures(owner.item_class, new)
    return new_items.attach(mailbox, owner, new)


def _check_pictures(item_class: str, new: NewAttachment) -> None:
    if new.is_contact_photo and not is_of(item_class, CONTACT):
        raise EwsError(NO_CONTACT)
    if isinstance(new.content, new_items.NewItem):
        for deeper in new.content.attachments:
            _check_pictures(new.content.item_class, deeper)
