"""Sessions in which every answer is late or slow are those that they would have been."""

import imaplib
import smtplib

import pytest

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target

MESSAGE = "Subject: Hi\r\n\r\n."


def test_slow_on_every_protocol(m365: Target, m365_fake: Tenant) -> None:
    for place in ("imap", "pop3", "smtp"):
        m365_fake.faults.add("slow", place, seconds=0.01)
    with m365.open_imap() as imap, m365.open_smtp() as smtp, m365.open_pop3() as pop3:
        smtp.sendmail(m365.username, [m365.username], MESSAGE)
        imap.select()
        assert imap.fetch("1", "BODY[]")[0] == "OK"
        assert pop3.stat() == (0, 0)


def test_a_long_answer_octet_by_octet(m365: Target, m365_fake: Tenant) -> None:
    for number in range(30):
        m365.mailbox.deliver(subject=f"{number}", body="x" * 1000)
    m365_fake.faults.trickle("imap", octets_a_second=200_000)
    with m365.open_imap() as imap:
        imap.select()
        assert len([part for part in imap.fetch("1:*", "BODY[]")[1] if isinstance(part, tuple)]) == 30
        assert imap.noop()[0] == "OK"


def test_news_wait_for_the_beginning_of_idle(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.slow("imap", "IDLE", seconds=0.05)
    with m365.open_imap() as imap:
        imap.select()
        imap.send(b"9 IDLE\r\n")
        m365.mailbox.deliver(subject="news")
        assert imap.readline().startswith(b"+ ")
        assert imap.readline() == b"* 1 EXISTS\r\n"
        imap.send(b"DONE\r\n")
        while not imap.readline().startswith(b"9 OK"):
            pass


def test_work_in_steps_is_answered_late(m365: Target, m365_fake: Tenant) -> None:
    for number in range(2000):
        m365.mailbox.deliver(subject=f"{number}")
    m365_fake.faults.slow("imap", "COPY", seconds=0.05)
    with m365.open_imap() as imap:
        imap.select()
        assert imap.copy("1:*", "Archive")[0] == "OK"
        assert imap.noop()[0] == "OK"


def test_starttls_comes_late_or_is_the_last(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.slow("smtp", "STARTTLS", seconds=0.05, times=1)
    with m365.open_smtp() as smtp:
        assert smtp.noop()[0] == 250
    m365_fake.faults.drop("smtp", after="STARTTLS")
    with pytest.raises((OSError, smtplib.SMTPException)), m365.open_smtp():
        pass
    with m365.open_smtp() as smtp:
        assert smtp.noop()[0] == 250


def test_ews_late_and_octet_by_octet(m365: Target, m365_fake: Tenant) -> None:
    exchangelib = pytest.importorskip("exchangelib")
    with m365.open_ews() as account:
        m365_fake.faults.answer("ews", [("slow", {"seconds": 0.01}), ("trickle", {"octets_a_second": 100_000})] * 4)
        exchangelib.Message(account=account, folder=account.inbox, subject="Hi").save()
        assert [message.subject for message in account.inbox.all()] == ["Hi"]


def test_a_program_that_tries_again_gets_through_a_mix(m365: Target, m365_fake: Tenant) -> None:
    mixed, served = m365_fake.faults.mix("imap", probability=0.5, seed=11), 0
    for _ in range(60):
        try:
            with m365.open_imap() as imap:
                imap.select()
                served += 1
        except (imaplib.IMAP4.error, OSError):
            continue
    assert served
    assert mixed.taken
