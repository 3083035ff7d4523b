"""From something stored to the mailbox that it is in."""

from fakeserver.tenant.exchange.folders import Folder
from fakeserver.tenant.exchange.items import Item
from fakeserver.tenant.exchange.mailbox import Mailbox


def mailbox_of(stored: Item | Folder) -> Mailbox:
    """Return the mailbox of an item or a folder; they themselves know only the part of it that they need."""
    mailbox = stored.mailbox
    assert isinstance(mailbox, Mailbox)
    return mailbox
