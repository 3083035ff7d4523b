"""Items that a request describes, and what is attached to them: files, and items with attachments of their own.

An item that is given no name has an empty one, and not its subject: ecederstrand/exchangelib#1329. Assumption: a file,
too.
"""

from dataclasses import dataclass, field
from typing import Any

from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import FileReference


@dataclass
class NewItem:
    """An item as a request describes it."""

    item_class: str
    #: by the tenant's names and ExtendedPropertyKeys
    properties: dict[Any, Any] = field(default_factory=dict)
    attachments: list["NewAttachment"] = field(default_factory=list)


@dataclass(frozen=True)
class NewAttachment:
    """An attachment as a request describes it."""

    #: of a file its octets, or where it lies
    content: bytes | FileReference | NewItem = field(repr=False)
    name: str = ""
    #: of a file
    content_type: str = ""
    content_id: str = ""
    content_location: str = ""
    is_inline: bool = False
    #: whether the file is a contact's picture
    is_contact_photo: bool = False


def attach(mailbox: Mailbox, owner: Item, new: NewAttachment) -> Attachment:
    """Make an attachment and attach it.

    Raises:
        MessageTooLarge: it is larger than the mailbox takes.
    """
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
