"""From something stored to the mailbox that it is in."""

from fakeserver.tenant.mailstore.folders import Folder
from fakeserver.tenant.mailstore.items import Item
from fakeserver.tenant.mailstore.mailbox import Mailbox


def mailbox_of(stored: Item | Folder) -> Mailbox:
    """Return the mailbox of an item or a folder; they themselves know only the part of it that they need."""
    mailbox = stored.mailbox
    assert isinstance(mailbox, Mailbox)
    return mailbox
