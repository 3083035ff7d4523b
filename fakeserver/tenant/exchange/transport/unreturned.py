"""Messages that the service writes by itself: they have no return path, so that nobody hears what becomes of them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from fakeserver.tenant.exchange.arrival import trace_fields
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.transport.envelope import Recipient
from fakeserver.tenant.refusals import MessageTooLarge

#: Lets a message leave the tenant: the envelope's sender, its recipients, the message.
Relay = Callable[[str, Sequence[Recipient], bytes], object]


def bring(target: Mailbox | None, address: str, mime: bytes, item_class: str, at: datetime, relay: Relay) -> None:
    """Bring such a message into a mailbox, or out of the tenant where there is none.

    Args:
        item_class: what it is called in a mailbox here.
        at: the moment.
    """
    if target is None:
        relay("", [Recipient(address)], mime)
        return
    headers = trace_fields(sent_at=at, return_path="", recipient=address)
    inbox = target.folders.distinguished("inbox")
    # A mailbox that takes nothing so large stays without it: what it tells of is on its way.
    with suppress(MessageTooLarge):
        target.items.add_mime(inbox, headers + mime, item_class=item_class, delivered=True)
