"""Invitations and answers of other programs: in by SMTP, out by EWS, IMAP and POP3; calendars by EWS and IMAP."""

import imaplib
import poplib
import smtplib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest

from pytest_m365 import Target
from tests.tenant.exchange.icalendar.test_messages import GOOGLE, SOLE, octets

exchangelib = pytest.importorskip("exchangelib", reason="needs exchangelib: pip install pytest-m365[exchangelib]")
INVITATION = octets(GOOGLE, method="REQUEST")


def sent(m365: Target, m365_smtp: smtplib.SMTP, mime: bytes) -> None:
    # Who writes here is not who stands in From: a copy of what came from outside.
    m365_smtp.sendmail(m365.username, [m365.username], mime.replace(b"carol@gmail.example", m365.username.encode()))


def test_an_invitation_by_smtp_is_a_meeting_request_in_ews(
    m365: Target, m365_smtp: smtplib.SMTP, m365_ews: Any
) -> None:
    sent(m365, m365_smtp, INVITATION)
    [request] = list(m365_ews.inbox.all())
    assert isinstance(request, exchangelib.items.MeetingRequest)
    assert request.item_class == "IPM.Schedule.Meeting.Request"
    assert (request.subject, request.location) == ("Invitation: Plan @ Mon Mar 2, 2026", "Room 2")
    assert request.start == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert request.end - request.start == timedelta(hours=1)
    [fetched] = list(m365_ews.fetch([request]))
    assert [one.name for one in fetched.attachments] == ["invite.ics"]
    assert fetched.text_body.strip() == "You have been invited."
    assert fetched.mime_content.endswith(
        INVITATION[INVITATION.index(b"--out") :].replace(b"carol@gmail.example", m365.username.encode())
    )


def test_answers_and_cancellations_are_of_their_kinds(m365: Target, m365_smtp: smtplib.SMTP, m365_ews: Any) -> None:
    for method, said in (("REPLY", "ACCEPTED"), ("REPLY", "DECLINED"), ("CANCEL", "NEEDS-ACTION")):
        sent(m365, m365_smtp, octets(SOLE, method=method, said=said))
    found = {item.item_class: type(item).__name__ for item in m365_ews.inbox.all()}
    assert found == {
        "IPM.Schedule.Meeting.Resp.Pos": "MeetingResponse",
        "IPM.Schedule.Meeting.Resp.Neg": "MeetingResponse",
        "IPM.Schedule.Meeting.Canceled": "MeetingCancellation",
    }


def test_imap_and_pop3_show_what_came(
    m365: Target, m365_smtp: smtplib.SMTP, m365_imap: imaplib.IMAP4, request: pytest.FixtureRequest
) -> None:
    sent(m365, m365_smtp, INVITATION)
    m365_imap.select("INBOX", readonly=True)
    shown = []
    for _ in range(2):
        _, data = m365_imap.fetch("1", "(RFC822.SIZE BODY.PEEK[])")
        assert isinstance(data[0], tuple)
        assert f"RFC822.SIZE {len(data[0][1])}".encode() in data[0][0]
        shown.append(data[0][1])
    assert shown[0] == shown[1]
    [calendar] = [part for part in message_from_bytes(shown[0]).walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    # Its list of messages is made when it signs in.
    by_pop3: poplib.POP3 = request.getfixturevalue("m365_pop3")
    _, lines, size = by_pop3.retr(1)
    assert b"".join(line + b"\r\n" for line in lines) == shown[0]
    assert size == len(shown[0])


def test_an_appointment_is_a_message_with_a_calendar_in_imap(m365_ews: Any, m365_imap: imaplib.IMAP4) -> None:
    zone = exchangelib.EWSTimeZone("Europe/Berlin")
    start = exchangelib.EWSDateTime(2026, 3, 2, 10, tzinfo=zone)
    item = exchangelib.CalendarItem(
        account=m365_ews, folder=m365_ews.calendar, subject="Plan", start=start, end=start + timedelta(hours=1),
        body="Bring tea", location="Room 2",
    )  # fmt: skip
    item.save()
    m365_imap.select("Calendar", readonly=True)
    _, data = m365_imap.fetch("1", "(RFC822.SIZE BODY.PEEK[])")
    assert isinstance(data[0], tuple)
    assert f"RFC822.SIZE {len(data[0][1])}".encode() in data[0][0]
    message = message_from_bytes(data[0][1])
    assert message["Subject"] == "Plan"
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    written = calendar.get_payload(decode=True)
    assert isinstance(written, bytes)
    assert b"DTSTART;TZID=W. Europe Standard Time:20260302T100000\r\n" in written
    # Bare, without a message around it, where EWS is asked for it.
    item.refresh()
    assert item.mime_content == written
