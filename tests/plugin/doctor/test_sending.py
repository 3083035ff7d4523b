"""Sending: one message, found and removed; what else is in the mailbox stays as it was."""

import imaplib
import re
from collections.abc import Iterator

import pytest

from pytest_m365 import Target
from pytest_m365.doctor.context import Time
from pytest_m365.doctor.result import Verdict
from tests.plugin.doctor.programs import imap_signed_in
from tests.plugin.doctor.situation import Clock, Examined, Situation

FOLDERS = ("INBOX", '"Sent Items"', '"Junk Email"', '"Deleted Items"', "Drafts")


@pytest.fixture
def imap(m365: Target, situation: Situation) -> Iterator[imaplib.IMAP4_SSL]:
    with imap_signed_in(m365.token("IMAP.AccessAsUser.All"), m365.username) as imap:
        yield imap


def contents(imap: imaplib.IMAP4_SSL) -> dict[str, list[bytes]]:
    """Return what each folder has: UIDs, flags and sizes."""
    found = {}
    for folder in FOLDERS:
        imap.select(folder, readonly=True)
        _, answer = imap.uid("FETCH", "1:*", "(UID FLAGS RFC822.SIZE)")
        found[folder] = [re.sub(rb"^\d+ ", b"", line) for line in answer if isinstance(line, bytes)]
    return found


def sent(situation: Situation) -> Examined:
    return situation.as_user(protocols=["imap", "smtp"], sends=True)


@pytest.mark.parametrize("in_junk", [False, True])
def test_nothing_else_is_touched(situation: Situation, imap: imaplib.IMAP4_SSL, in_junk: bool) -> None:
    for number in range(3):
        situation.m365.mailbox.deliver(subject=f"foreign {number}", sender="boss@contoso.com")
    imap.select("INBOX")
    imap.store("1", "+FLAGS", r"(\Deleted)")
    imap.store("2", "+FLAGS", r"(\Seen \Flagged)")
    before = contents(imap)
    if in_junk:
        situation.tenant.faults.junk()
    [result] = sent(situation).of("sending")
    assert result.verdict is (Verdict.MISSING if in_junk else Verdict.OK)
    assert contents(imap) == before
    assert len(before["INBOX"]) == 3


def test_it_is_ours_by_address_message_id_and_field(situation: Situation) -> None:
    situation.tenant.faults.late(seconds=7200)
    sent(situation)
    situation.tenant.clock.advance(7300)
    [message] = situation.m365.mailbox.messages()
    mime = message.mime().decode()
    assert re.search(r"To: alice\+m365t-\d{10}[a-z2-7]{4}-1@contoso", mime)
    assert re.search(r"Message-ID: <m365t\.\d{14}\.\d{10}[a-z2-7]{4}\.1\.1@pytest-m365\.invalid>", mime)
    assert "X-Pytest-M365: " in mime


def test_junk_is_said_with_the_services_verdict(situation: Situation) -> None:
    situation.tenant.faults.junk()
    [result] = sent(situation).of("sending")
    assert result.answer.startswith("found in Junk Email after ")
    assert result.diagnosis is not None
    assert result.diagnosis.rows == (45,)


def test_what_never_arrives_is_said_with_its_message_id(situation: Situation) -> None:
    situation.tenant.faults.late(seconds=7200)
    [result] = sent(situation).of("sending")
    assert "not arrived within 30 s, and not in Junk Email either: <m365t." in result.said


def test_a_report_is_read_and_removed(situation: Situation, imap: imaplib.IMAP4_SSL) -> None:
    before = contents(imap)
    situation.tenant.faults.full_for()
    [result] = sent(situation).of("sending")
    assert result.said == "it came back"
    assert "5.2.2" in result.answer
    assert contents(imap) == before


def test_without_smtp_it_is_skipped(situation: Situation) -> None:
    situation.tenant.policies.smtp_auth = False
    [result] = sent(situation).of("sending")
    assert result.verdict is Verdict.SKIPPED
    assert result.said == "it takes SMTP to send and IMAP to look; not open: SMTP"


def test_it_is_not_sent_unless_asked_for(situation: Situation) -> None:
    assert situation.as_user(protocols=["imap", "smtp"]).of("sending") == []


def test_a_slow_delivery_is_waited_for(situation: Situation) -> None:
    situation.tenant.faults.late(seconds=7)
    clock = Clock()
    clock.meanwhile = lambda: situation.tenant.clock.advance(clock.slept[-1])
    time = Time(clock.now, clock.sleep)
    [result] = situation.as_user(protocols=["imap", "smtp"], sends=True, time=time).of("sending")
    assert result.verdict is Verdict.OK
    assert re.fullmatch(r"arrived after \d+ s, and was removed", result.said)
    assert len(clock.slept) > 1


def test_a_late_copy_in_sent_items_is_removed_too(situation: Situation, imap: imaplib.IMAP4_SSL) -> None:
    before = contents(imap)
    situation.tenant.faults.late_sent_copy(seconds=2)
    clock = Clock()
    clock.meanwhile = lambda: situation.tenant.clock.advance(clock.slept[-1])
    time = Time(clock.now, clock.sleep)
    [result] = situation.as_user(protocols=["imap", "smtp"], sends=True, time=time).of("sending")
    assert result.verdict is Verdict.OK
    situation.tenant.clock.advance(60)
    assert contents(imap) == before
