"""A message that a test says has come earlier, and been read, as each protocol shows it."""

from datetime import UTC, datetime
from typing import Any

from pytest_m365 import Mailbox


def test_every_protocol_shows_when_it_came(m365_mailbox: Mailbox, m365_imap: Any, m365_ews: Any) -> None:
    at = datetime(2026, 3, 1, 9, 30, 15, tzinfo=UTC)
    m365_mailbox.deliver(subject="Invoice", is_read=True, received_at=at)
    m365_mailbox.deliver(subject="Offer", folder="junkemail")

    m365_imap.select("INBOX")
    [fetched] = m365_imap.fetch("1:*", "(FLAGS INTERNALDATE)")[1]
    assert fetched == rb'1 (FLAGS (\Seen) INTERNALDATE " 1-Mar-2026 09:30:15 +0000")'
    [item] = m365_ews.inbox.all()
    assert (item.datetime_received, item.is_read) == (at, True)
    assert m365_ews.junk.get().subject == "Offer"
