"""Marking a message as answered once the answer is sent."""

from datetime import datetime

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.responding.verbs import ANSWERS, Answered
from fakeserver.tenant.refusals import ItemNotFound


def mark_answered(mailboxes: Mailboxes, sent: Item, at: datetime) -> None:
    """Mark the message that a sent one answers, if it is still where it was; what was sent forgets it."""
    answered: Answered | None = sent.properties.pop(ANSWERS, None)
    mailbox = mailboxes.by_guid(answered.mailbox_guid) if answered is not None else None
    if answered is None or mailbox is None:
        return
    try:
        original = mailbox.items.by_id(answered.item_id)
    except ItemNotFound:
        # Moved or deleted meanwhile: nothing of it is to be marked.
        return
    mailbox.items.update(original, answered.changes(at))
