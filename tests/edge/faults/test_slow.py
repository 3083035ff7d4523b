"""Answers come late: programs that give up early, and what was done all the same."""

import imaplib
import smtplib
import time

import pytest
import requests

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target
from tests.edge.faults.test_throttle import ask_for_token


def test_a_program_that_does_not_wait_gets_no_token(m365: Target, m365_fake: Tenant) -> None:
    with m365_fake.faults.slow("token", seconds=60), pytest.raises(requests.Timeout):
        requests.post(m365.token_url, {"grant_type": "password"}, timeout=0.05)
    assert ask_for_token(m365).status_code == 200


def test_the_answer_comes_in_the_end(m365: Target, m365_fake: Tenant) -> None:
    slow = m365_fake.faults.slow("token", seconds=0.1, times=1)
    before = time.monotonic()
    assert ask_for_token(m365).status_code == 200
    assert time.monotonic() - before >= 0.1
    assert slow.taken == 1


def test_imap_is_answered_in_order(m365: Target, m365_fake: Tenant, m365_imap: imaplib.IMAP4_SSL) -> None:
    m365_fake.faults.slow("imap", "NOOP", seconds=0.05)
    before = time.monotonic()
    assert [m365_imap.noop()[0], m365_imap.create("Projects")[0], m365_imap.noop()[0]] == ["OK"] * 3
    assert time.monotonic() - before >= 0.1


def test_a_message_is_sent_though_nobody_waited_for_the_answer(
    m365: Target, m365_fake: Tenant, m365_smtp: smtplib.SMTP
) -> None:
    m365_fake.faults.slow("smtp", "DATA", seconds=60)
    for command in (f"MAIL FROM:<{m365.username}>", f"RCPT TO:<{m365.username}>", "DATA"):
        assert m365_smtp.docmd(command)[0] in (250, 354)
    assert m365_smtp.sock is not None
    m365_smtp.sock.settimeout(0.1)
    m365_smtp.send(b"Subject: Hi\r\n\r\n..\r\n.\r\n")
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        m365_smtp.getreply()
    m365.mailbox.wait_for("Hi", timeout=60)
