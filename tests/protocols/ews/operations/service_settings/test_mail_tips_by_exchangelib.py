"""Mail tips, with a client that nobody here wrote."""

from typing import Any

import pytest

from pytest_m365 import Tenant

exchangelib = pytest.importorskip("exchangelib")


def test_ones_own(m365_ews: Any, m365_fake: Tenant) -> None:
    m365_fake.mailbox("alice").automatic_replies.set("Away")
    found = m365_ews.mail_tips
    assert found.recipient_address.email_address == m365_ews.primary_smtp_address
    assert found.out_of_office.reply_body == "Away"
    assert (found.mailbox_full, found.invalid_recipient) == (False, False)
