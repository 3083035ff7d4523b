"""Conversations as tests make and name them."""

from datetime import UTC, datetime, timedelta

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def message(
    mailbox: Mailbox, number: int, answers: int = 0, subject: str = "Plans", *, folder: str = "inbox", minutes: int = 0
) -> Item:
    """Deliver message ``number`` of a thread, which answers another or (0) none; it comes that many minutes later."""
    earlier = f"In-Reply-To: <{answers}@example.com>\r\nReferences: <{answers}@example.com>\r\n" if answers else ""
    prefix = "Re: " if answers else ""
    return mailbox.deliver(
        f"From: P{number} <p{number}@example.com>\r\nTo: {mailbox.address}\r\nSubject: {prefix}{subject}\r\n"
        f"Message-ID: <{number}@example.com>\r\n{earlier}\r\nText {number}",
        folder=folder,
        received_at=BEGIN + timedelta(minutes=minutes or number),
    )


def conversation_of(item: Item) -> str:
    """Return the id of an item's conversation."""
    return str(item.get("conversation_id"))
