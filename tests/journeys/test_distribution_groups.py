"""Distribution groups and delivery reports, as real clients meet them."""

import smtplib
from typing import Any

import pytest

from pytest_m365 import Target, Tenant

pytest.importorskip("exchangelib", reason="needs exchangelib: pip install pytest-m365[exchangelib]")


@pytest.fixture(autouse=True)
def team(m365: Target, m365_fake: Tenant) -> str:
    """The address of a group of the test's user, bob, and somebody elsewhere."""
    m365_fake.add_user("bob")
    return m365_fake.add_distribution_group("team", [m365.username, "bob", "dora@elsewhere.example"]).address


def test_smtplib_asks_for_reports(m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP, team: str) -> None:
    m365_smtp.sendmail(
        m365.username,
        [team, f"nobody@{m365.domain}"],
        f"From: {m365.username}\r\nTo: {team}\r\nSubject: hi\r\n\r\nsecret body\r\n",
        mail_options=["RET=HDRS", "ENVID=order-17"],
        rcpt_options=["NOTIFY=SUCCESS,FAILURE"],
    )
    assert [item.subject for item in m365_fake.mailbox("bob").messages()] == ["hi"]
    assert [mail.recipients for mail in m365_fake.outbound] == [("dora@elsewhere.example",)]
    reports = [item for item in m365_fake.mailbox(m365.username).messages() if item.subject != "hi"]
    assert sorted(item.subject for item in reports) == ["Expanded: hi", "Undeliverable: hi"]
    for item in reports:
        assert b"Original-Envelope-Id: order-17\r\n" in item.mime()
        assert b"secret body" not in item.mime()


def test_exchangelib_finds_a_group_and_writes_to_it(m365_ews: Any, m365: Target, m365_fake: Tenant, team: str) -> None:
    from exchangelib import Message

    # exchangelib asks for the server's version when an account is used; resolve_names alone does not.
    assert m365_ews.inbox.total_count == 0
    (found,) = m365_ews.protocol.resolve_names(["team"])
    assert (found.email_address, found.mailbox_type) == (team, "PublicDL")
    Message(account=m365_ews, subject="to all", body="x", to_recipients=[found]).send()
    assert [item.subject for item in m365_fake.mailbox("bob").messages()] == ["to all"]
    assert m365_ews.inbox.get(subject="to all").to_recipients[0].email_address == team
