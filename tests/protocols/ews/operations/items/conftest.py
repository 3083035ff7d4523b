"""What tests of FindItem search."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, TextFormat
from tests.protocols.ews.client import Ews


@pytest.fixture
def filled(ews: Ews) -> Any:
    """Three messages: Alpha (read, category Red), beta (high), and one without a subject."""
    inbox = ews.mailbox.folders.distinguished("inbox")

    def add(day: int, **properties: Any) -> None:
        item = ews.mailbox.items.add(inbox, "IPM.Note", properties)
        item.received_at = datetime(2026, 1, day, tzinfo=UTC)

    add(1, subject="Alpha", is_read=True, categories=["Red", "Blue"], body=Body(TextFormat.PLAIN, "one two"))
    add(2, subject="beta", importance=Importance.HIGH, from_=EmailAddress("Carol", "carol@example.com"))
    add(3, body=Body(TextFormat.HTML, "<p>three</p>"))
    return ews
