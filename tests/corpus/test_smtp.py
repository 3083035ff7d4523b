"""smtplib submits each message, and it arrives as it was, or is refused."""

import smtplib

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365.mailbox import Mailbox
from tests.corpus.expected import ALICE, Expected, octets


def test_a_message_is_submitted(
    name: str, expected: Expected, m365_smtp: smtplib.SMTP, m365_fake: Tenant, m365_mailbox: Mailbox
) -> None:
    assert m365_mailbox.address == ALICE
    bob = m365_fake.add_user("bob", "Heron-Maple-4821")
    sent = octets(name)
    if expected.refused:
        with pytest.raises(smtplib.SMTPDataError, match=expected.refused):
            m365_smtp.sendmail(ALICE, bob.address, sent, ["BODY=8BITMIME"])
        assert not m365_fake.mailbox("bob").messages()
        return
    m365_smtp.sendmail(ALICE, bob.address, sent, ["BODY=8BITMIME"])
    (item,) = m365_fake.mailbox("bob").messages()
    if not expected.completed:
        # smtplib ends the last line.
        assert item.mime().removesuffix(b"\r\n").endswith(sent.removesuffix(b"\r\n"))
    assert item.subject == (expected.subject or "")
    assert item.sender == ALICE
    assert [one.lower() for one, _value in item.message.headers].count("from") == 1
    assert expected.text in item.body
