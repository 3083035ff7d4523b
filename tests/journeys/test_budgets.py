"""A tenant that holds its mailboxes to the real budgets, and clients that meet them; none waits."""

import imaplib
import poplib
import smtplib
from contextlib import ExitStack

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target

MESSAGE = "Subject: Hi\r\n\r\n."


def test_imap_and_pop3_connections(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.policies.set(imap_connections=1, pop_connections=1)
    for opened in (m365.open_imap, m365.open_pop3):
        with opened(), pytest.raises((imaplib.IMAP4.error, poplib.error_proto), match=r"Server Unavailable\. 15"):
            opened().__enter__()
        with opened():
            pass
    assert {entry.refusal.name for entry in m365_fake.journal.refusals} == {"TooManyConnections"}


def test_three_smtp_connections(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.policies.smtp_connections = 3
    with ExitStack() as opened:
        clients = [opened.enter_context(m365.open_smtp()) for _ in range(4)]
        with pytest.raises(smtplib.SMTPDataError, match="Concurrent connections limit exceeded") as refused:
            clients[3].sendmail(m365.username, [m365.username], MESSAGE)
        assert refused.value.smtp_code == 432
        clients[0].quit()
        clients[3].sendmail(m365.username, [m365.username], MESSAGE)
    assert len(m365.mailbox.messages()) == 1


def test_the_first_three_go_on_sending(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.policies.smtp_connections = 3
    with ExitStack() as opened:
        clients = [opened.enter_context(m365.open_smtp()) for _ in range(4)]
        for client in clients[:3]:
            client.sendmail(m365.username, [m365.username], MESSAGE)
    assert len(m365.mailbox.messages()) == 3


def test_messages_a_minute_arrive_in_the_next(m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP) -> None:
    m365_fake.policies.messages_a_minute = 2
    m365_fake.clock.freeze()
    for _ in range(3):
        m365_smtp.sendmail(m365.username, [m365.username], MESSAGE)
    assert len(m365.mailbox.messages()) == 2
    m365_fake.clock.advance(60)
    assert len(m365.mailbox.messages()) == 3


def test_recipients_a_day(m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    m365_fake.policies.recipients_a_day = 1
    m365_smtp.sendmail(m365.username, [m365.username], MESSAGE)
    with pytest.raises(smtplib.SMTPDataError, match="SubmissionQuotaExceededException"):
        m365_smtp.sendmail(m365.username, [m365.username], MESSAGE)
    with m365.open_ews() as account, pytest.raises(exchangelib.errors.ErrorSubmissionQuotaExceeded):
        exchangelib.Message(account=account, subject="Hi", to_recipients=[m365.username]).send()
    assert len(m365.mailbox.messages()) == 1
    assert len(m365.mailbox.messages("sentitems")) == 1


def test_requests_of_ews_in_a_minute(m365: Target, m365_fake: Tenant) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        list(account.inbox.all())
        account.protocol.config.retry_policy = exchangelib.protocol.FailFast()
        m365_fake.policies.ews_requests_a_minute = 1
        m365_fake.clock.freeze()
        list(account.inbox.all())
        with pytest.raises(exchangelib.errors.ErrorServerBusy) as busy:
            list(account.inbox.all())
        assert busy.value.back_off == 60
        m365_fake.clock.advance(60)
        assert list(account.inbox.all()) == []


def test_cost_of_ews_in_a_minute(m365: Target, m365_fake: Tenant) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        inbox = account.inbox
        account.protocol.config.retry_policy = exchangelib.protocol.FailFast()
        messages = [exchangelib.Message(account=account, folder=inbox, subject="Hi") for _ in range(5)]
        m365_fake.policies.ews_cost_a_minute = 5
        m365_fake.clock.freeze()
        account.bulk_create(inbox, messages)
        with pytest.raises(exchangelib.errors.ErrorServerBusy) as busy:
            inbox.refresh()
        assert busy.value.back_off == 60
        m365_fake.clock.advance(60)
        inbox.refresh()
    assert len(m365.mailbox.messages()) == 5
