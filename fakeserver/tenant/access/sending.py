"""Sending what lies in a mailbox, in somebody's name: from an item to a submitted message, and the copy that stays.

What a protocol makes and sends at once is made in the outbox and leaves it again, so that a refusal on the way keeps it
from being seen as sent.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final, NamedTuple

from fakeserver.tenant.access.checks.send_as import sender_check
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.transport.receipts import SubmissionReceipt
from fakeserver.tenant.exchange.values import ExtendedPropertyKey, PropertyType

#: PidTagDeferredSendTime; one that has passed changes nothing ([MS-OXOMSG] 2.2.3).
_NOT_BEFORE: Final = ExtendedPropertyKey(None, 0x3FEF, PropertyType.TIME)


class Sent(NamedTuple):
    """What has become of an item that was sent."""

    receipt: SubmissionReceipt
    #: what stays in the sender's mailbox, or in another; None: nothing
    kept: Item | None


def is_for_later(item: Item, now: datetime) -> bool:
    """Say whether an item asks to be sent at a moment that is still to come."""
    not_before: datetime | None = item.get(_NOT_BEFORE)
    return not_before is not None and not_before > now


def send(visit: Visit, item: Item, keep: Folder | None) -> Sent:
    """Submit an item of the visited mailbox; it becomes sent mail, read and no draft.

    Args:
        keep: where it is moved then, perhaps in another mailbox; None: no copy is kept.

    Raises:
        RecipientsMissing, RecipientUnresolved: there is nobody to send it to, or somebody without an address.
        SendAsDenied: the visit may not send as its From.
        MessageTooLarge: it is larger than the mailbox of the folder takes.
    """
    tenant = visit.tenant
    receipt = tenant.transport.submit_item(item, sender_check(visit), visit.protocol.value)
    if keep is None:
        visit.mailbox.items.delete([item])
        return Sent(receipt, None)
    if keep is item.folder:
        return Sent(receipt, item)
    [kept] = tenant.mailboxes.transfer([item], keep, keep=False)
    return Sent(receipt, kept)


@contextmanager
def outgoing(mailbox: Mailbox, make: Callable[[Folder], Item]) -> Iterator[Item]:
    """Make an item in a mailbox's outbox, to be sent inside; where that is refused, nothing is left of it."""
    item = make(mailbox.folders.distinguished("outbox"))
    try:
        yield item
    except Exception:
        mailbox.items.delete([item])
        raise
