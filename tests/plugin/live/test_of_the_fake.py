"""What a live mailbox or message has not: the fake's own skips, anything else is an error."""

import pytest

from pytest_m365 import Tenant
from pytest_m365.live.mailbox import LiveMailbox
from pytest_m365.live.message import LiveMessage
from pytest_m365.live.of_the_fake import MAILBOX
from pytest_m365.live.way import Found
from tests.plugin.live.canned_way import CannedWay
from tests.plugin.live.world import TAG


def test_what_the_fakes_mailbox_has_skips(m365_fake: Tenant) -> None:
    has = {name for name in vars(m365_fake.users[0].mailbox) if not name.startswith("_")}
    assert has - MAILBOX - {"address"} == set()
    assert {name for name in MAILBOX if hasattr(LiveMailbox, name)} == set()
    mailbox = LiveMailbox(CannedWay(), "alice@contoso.com", TAG)
    with pytest.raises(pytest.skip.Exception, match=r"mailbox\.items is there on the fake only"):
        _ = mailbox.items
    with pytest.raises(AttributeError, match="Mailbox has no 'inbox'"):
        _ = mailbox.inbox


def test_what_the_fakes_message_has_skips() -> None:
    found = Found("inbox", "1:1", 1, "Subject", "", (), "", frozenset())
    message = LiveMessage(found, 1, CannedWay())
    with pytest.raises(pytest.skip.Exception, match=r"message\.received_at is there on the fake only"):
        _ = message.received_at
    with pytest.raises(AttributeError, match="Message has no 'text'"):
        _ = message.text
