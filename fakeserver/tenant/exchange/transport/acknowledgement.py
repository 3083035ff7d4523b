"""Sending the receipts that senders wait for: that their message was read, or deleted unread.

Whichever protocol somebody reads by: Exchange sends them for IMAP and POP3 as for EWS (Set-CASMailbox,
ImapSuppressReadReceipt). Assumption: one receipt for each message, when it becomes read, and not a second for its
download.
"""

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.receipt_requests import receipt_goes_to, receipt_is_due, settle_receipt
from fakeserver.tenant.exchange.transport import unreturned
from fakeserver.tenant.exchange.transport.envelope import Recipient
from fakeserver.tenant.exchange.transport.read_receipts import compose_read_receipt, receipt_class
from fakeserver.tenant.exchange.transport.routing import Router
from fakeserver.tenant.exchange.values import EmailAddress


class Acknowledgement:
    """Brings receipts to mailboxes, or lets them leave the tenant."""

    def __init__(self, mailboxes: Mailboxes, router: Router, clock: Clock, relay: unreturned.Relay) -> None:
        """Take what finds recipients, and what lets a message leave."""
        self._mailboxes = mailboxes
        self._router = router
        self._clock = clock
        self._relay = relay

    def send(self, item: Item, read: bool) -> None:
        """Send the receipt for an item, if one is due; nobody waits for one then.

        Args:
            read: False: it is deleted unread.
        """
        if not receipt_is_due(item, read=read):
            return
        to = receipt_goes_to(item)
        settle_receipt(item)
        if to is None:
            return
        now, mailbox = self._clock.now(), self._mailboxes.of(item)
        reader = EmailAddress(mailbox.display_name, mailbox.address)
        message_id = mailbox.ids.new_message_id()
        receipt = compose_read_receipt(item, reader, to, read=read, at=now, message_id=message_id)
        item_class = receipt_class(item, read=read)
        # Who is not there gets nothing, and nobody hears of that: receipts have no sender to be told (RFC 8098 3).
        routes = self._router.routes([Recipient(to.address)], reader.address)
        for target in routes.inboxes:
            unreturned.bring(target, to.address, receipt, item_class, now, self._relay)
        for outside in routes.outside:
            unreturned.bring(None, outside.address, receipt, item_class, now, self._relay)
