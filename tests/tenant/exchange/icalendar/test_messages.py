"""Which messages are about meetings, and what they say of them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.icalendar import messages
from fakeserver.tenant.exchange.icalendar.methods import Method, class_of, method_of
from fakeserver.tenant.exchange.icalendar.recognition import item_class_of
from fakeserver.tenant.exchange.icalendar.writing import meeting_mime
from fakeserver.tenant.exchange.kinds.appointment import AppointmentType, FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.meeting_message import MeetingMessage, RequestKind
from fakeserver.tenant.exchange.kinds.of_item import kind_of
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.values import EmailAddress
from tests.tenant.exchange.icalendar.made import STAMP
from tests.tenant.exchange.icalendar.test_writing import MEETING, series

#: An invitation as Google sends it: the organizer among those who are invited, and a copy as a file.
GOOGLE = """From: Carol <carol@gmail.example>
To: alice@contoso.onmicrosoft.com
Subject: Invitation: Plan @ Mon Mar 2, 2026
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="out"

--out
Content-Type: multipart/alternative; boundary="in"

--in
Content-Type: text/plain; charset="UTF-8"

You have been invited.
--in
Content-Type: text/html; charset="UTF-8"

<p>You have been invited.</p>
--in
Content-Type: text/calendar; charset="UTF-8"; method={method}
Content-Transfer-Encoding: 7bit

BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{method}
BEGIN:VEVENT
DTSTART:20260302T090000Z
DTEND:20260302T100000Z
DTSTAMP:20260101T000000Z
ORGANIZER;CN=Carol:mailto:carol@gmail.example
UID:7kukuqrfedlm2f9t0vr42q3s1g@google.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE
 ;CN=Carol;X-NUM-GUESTS=0:mailto:carol@gmail.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN=Alice;X-NUM-GUESTS=0:mailto:alice@contoso.onmicrosoft.com
CREATED:20260101T000000Z
DESCRIPTION:
LAST-MODIFIED:20260101T000000Z
LOCATION:Room 2
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Plan
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
--in--

--out
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"

BEGIN:VCALENDAR
--out--
"""
#: Nothing but a calendar object, as some programs send.
SOLE = """From: Carol <carol@gmail.example>
Subject: Plan
Content-Type: text/calendar; charset=utf-8; method={method}

BEGIN:VCALENDAR
METHOD:{method}
BEGIN:VEVENT
UID:1@carol
DTSTART:20260302T090000Z
DTSTAMP:20260101T000000Z
ATTENDEE;PARTSTAT={said}:mailto:carol@gmail.example
DESCRIPTION:Said by the calendar alone
END:VEVENT
END:VCALENDAR
"""


PIECES = [b"\r\nBEGIN:VEVENT\r\n", b"\r\nEND:VEVENT\r\n", b"\r\nBEGIN:VTIMEZONE\r\n", b"\r\n ", b"T"]


def octets(text: str, **words: str) -> bytes:
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text.replace("\n", "\r\n").encode()


def lying_in(mailbox: Mailbox, mime: bytes) -> Item:
    return mailbox.items.add_mime(mailbox.folders.distinguished("inbox"), mime)


def test_an_invitation_is_a_meeting_request(alice: Mailbox) -> None:
    item = lying_in(alice, octets(GOOGLE, method="REQUEST"))
    assert item.item_class == "IPM.Schedule.Meeting.Request"
    assert item.body.strip() == "You have been invited."
    assert [attachment.name for attachment in item.attachments] == ["invite.ics"]
    request = kind_of(item)
    assert isinstance(request, MeetingMessage)
    assert (request.response, request.request_kind) == (Response.NONE_RECEIVED, RequestKind.NEW_MEETING_REQUEST)
    assert request.intended_free_busy_status is FreeBusyStatus.BUSY
    meeting = request.meeting
    assert meeting.uid == "7kukuqrfedlm2f9t0vr42q3s1g@google.com"
    assert (meeting.start, meeting.end) == (
        datetime(2026, 3, 2, 9, tzinfo=UTC),
        datetime(2026, 3, 2, 10, tzinfo=UTC),
    )
    assert meeting.organizer == EmailAddress("Carol", "carol@gmail.example")
    # Who invites is not invited.
    assert [one.address.address for one in meeting.required_attendees] == ["alice@contoso.onmicrosoft.com"]
    assert (meeting.location, meeting.free_busy_status) == ("Room 2", FreeBusyStatus.TENTATIVE)
    assert (meeting.appointment_state, meeting.my_response) == (3, Response.NONE_RECEIVED)
    assert (meeting.appointment_type, meeting.is_recurring) == (AppointmentType.SINGLE, False)
    assert (meeting.duration, meeting.is_organizer, meeting.is_response_requested) == ("PT1H", False, True)


@pytest.mark.parametrize(
    ("method", "said", "item_class"),
    [
        ("REPLY", "ACCEPTED", "IPM.Schedule.Meeting.Resp.Pos"),
        ("reply", "TENTATIVE", "IPM.Schedule.Meeting.Resp.Tent"),
        ("REPLY", "DECLINED", "IPM.Schedule.Meeting.Resp.Neg"),
        ("REPLY", "DELEGATED", "IPM.Note"),
        ("COUNTER", "DECLINED", "IPM.Schedule.Meeting.Resp.Neg"),
        ("COUNTER", "NEEDS-ACTION", "IPM.Schedule.Meeting.Resp.Tent"),
        ("CANCEL", "NEEDS-ACTION", "IPM.Schedule.Meeting.Canceled"),
        ("REQUEST", "NEEDS-ACTION", "IPM.Schedule.Meeting.Request"),
        ("PUBLISH", "NEEDS-ACTION", "IPM.Note"),
        ("REFRESH", "NEEDS-ACTION", "IPM.Note"),
        ("", "NEEDS-ACTION", "IPM.Note"),
    ],
)
def test_the_method_and_what_is_said_make_the_class(alice: Mailbox, method: str, said: str, item_class: str) -> None:
    item = lying_in(alice, octets(SOLE, method=method, said=said))
    assert item.item_class == item_class
    is_meeting = item_class != "IPM.Note"
    assert [one.name for one in item.attachments] == (
        [] if is_meeting else ["unnamed.ics" if method in ("", "PUBLISH") else "not supported calendar message.ics"]
    )
    assert item.get("uid") == ("1@carol" if is_meeting else None)
    assert item.body == ("Said by the calendar alone" if is_meeting else "")


def test_an_answer_says_who_has_answered_and_what(alice: Mailbox) -> None:
    item = lying_in(alice, octets(SOLE, method="REPLY", said="DECLINED"))
    answer = kind_of(item)
    assert isinstance(answer, MeetingMessage)
    assert (answer.response, answer.meeting.uid) == (Response.DECLINED, "1@carol")
    [who] = answer.meeting.required_attendees
    assert (who.address.address, who.response) == ("carol@gmail.example", Response.DECLINED)


def test_a_cancellation_says_so(alice: Mailbox) -> None:
    meeting = kind_of(lying_in(alice, octets(GOOGLE, method="CANCEL")))
    assert isinstance(meeting, MeetingMessage)
    assert (meeting.meeting.is_cancelled, meeting.meeting.free_busy_status) == (True, FreeBusyStatus.FREE)
    assert (meeting.meeting.appointment_state, meeting.request_kind) == (7, RequestKind.NONE)


@pytest.mark.parametrize(
    ("former", "new"),
    [
        ('text/calendar; charset="UTF-8"; method=REQUEST', "text/calendar"),
        ("Content-Transfer-Encoding: 7bit", "Content-Disposition: attachment; filename=a.ics"),
        ("multipart/alternative", "multipart/mixed"),
    ],
)
def test_a_file_is_no_invitation(former: str, new: str) -> None:
    text = GOOGLE.replace("{method}", "REQUEST")
    assert item_class_of(octets(text)) == "IPM.Schedule.Meeting.Request"
    assert former in text
    assert item_class_of(octets(text.replace(former, new))) == "IPM.Note"


@pytest.mark.parametrize(
    ("former", "new"),
    [
        ("BEGIN:VCALENDAR\nPRODID", "BEGIN:VCALENDER\nPRODID"),
        ("END:VEVENT\n", ""),
        ("UID:7kukuqrfedlm2f9t0vr42q3s1g@google.com\n", ""),
        ("LOCATION:Room 2\n", "X:y\n" * 5_000),
        ("LOCATION:Room 2\n", f"LOCATION:{'y' * 600_000}\n"),
        ("LOCATION:Room 2\n", "BEGIN:X\n" * 100),
        ("DTSTART:20260302T090000Z\n", ""),
        ("LOCATION:Room 2\n", f"RRULE:FREQ=DAILY\nEXDATE:{','.join(['20260303T090000Z'] * 3_001)}\n"),
    ],
)
def test_what_cannot_be_read_is_a_mail_with_a_file(alice: Mailbox, former: str, new: str) -> None:
    text = GOOGLE.replace("{method}", "REQUEST")
    assert former in text
    item = lying_in(alice, octets(text.replace(former, new, 1)))
    assert item.item_class == "IPM.Note"
    assert [one.name for one in item.attachments] == ["not supported calendar message.ics", "invite.ics"]
    assert item.get("uid") is None


def test_as_many_days_are_taken_out_as_a_series_may_name(alice: Mailbox) -> None:
    days = ",".join(["20260303T090000Z"] * 2_990)
    text = GOOGLE.replace("{method}", "REQUEST").replace("LOCATION:Room 2\n", f"RRULE:FREQ=DAILY\nEXDATE:{days}\n", 1)
    assert lying_in(alice, octets(text)).item_class == "IPM.Schedule.Meeting.Request"


def test_what_many_are_sent_is_read_once(alice: Mailbox) -> None:
    messages._read.cache_clear()
    for _ in range(3):
        assert lying_in(alice, octets(GOOGLE, method="REQUEST")).get("location") == "Room 2"
    assert messages._read.cache_info().misses == 1


def test_a_changed_one_still_says_all(alice: Mailbox) -> None:
    item = lying_in(alice, octets(GOOGLE, method="REQUEST"))
    before = kind_of(item)
    alice.items.update(item, {"subject": "Other", "importance": item.get("importance")})
    assert not item.is_mime
    assert kind_of(item) == before
    again = lying_in(alice, item.mime())
    assert (again.subject, again.get("uid"), again.item_class) == ("Other", item.get("uid"), item.item_class)
    assert [attachment.name for attachment in again.attachments] == ["invite.ics"]


def test_a_series_is_read_with_what_is_different(alice: Mailbox) -> None:
    mime = meeting_mime(
        Method.REQUEST, series(), sender=MEETING["organizer"], to=[], subject="Weekly", message_id="<1@x>", date=STAMP
    )
    item = lying_in(alice, mime)
    assert item.get("appointment_type") is AppointmentType.RECURRING_MASTER
    assert item.get("is_recurring") is True
    assert item.get("deleted_dates") == series()["deleted_dates"]


def test_an_exception_alone_says_when_it_was_planned(alice: Mailbox) -> None:
    planned = MEETING["start"] + timedelta(days=7)
    mime = meeting_mime(
        Method.CANCEL, {**MEETING, "original_start": planned}, sender=MEETING["organizer"], to=[],
        subject="Canceled: Weekly", message_id="<1@x>", date=STAMP,
    )  # fmt: skip
    item = lying_in(alice, mime)
    assert (item.get("recurrence_id"), item.get("original_start")) == (planned, planned)
    assert item.get("appointment_type") is AppointmentType.EXCEPTION


def test_methods_and_classes_go_together() -> None:
    for method in (Method.REQUEST, Method.CANCEL):
        assert method_of(class_of(method) or "") is method
    for response in (Response.ACCEPTED, Response.TENTATIVE, Response.DECLINED):
        assert method_of(class_of("REPLY", response) or "") is Method.REPLY
        assert method_of(class_of("COUNTER", response) or "", proposes=True) is Method.COUNTER
    assert method_of("IPM.Appointment") is Method.PUBLISH
    assert class_of("REPLY", Response.NONE_RECEIVED) is None


@given(st.data())
def test_whatever_a_part_holds_the_message_is_taken(data: st.DataObject) -> None:
    whole = octets(GOOGLE, method="REQUEST")
    at = data.draw(st.integers(whole.index(b"BEGIN:VCALENDAR"), whole.index(b"--in--")))
    cut = data.draw(st.integers(0, 40))
    put = data.draw(
        st.binary(max_size=20) | st.sampled_from([b"\r\nBEGIN:VEVENT\r\n", b"\r\nEND:VEVENT\r\n", b"\r\n ", b"T"])
    )
    mime = whole[:at] + put + whole[at + cut :]
    assert item_class_of(mime).startswith("IPM.")
    messages.meeting_of(Message(mime), "IPM.Schedule.Meeting.Request")


def test_a_changed_answer_is_still_its_authors(alice: Mailbox) -> None:
    item = lying_in(alice, octets(SOLE, method="REPLY", said="ACCEPTED"))
    alice.items.update(item, {"subject": "Accepted: Plan"})
    written = lying_in(alice, item.mime())
    assert written.item_class == "IPM.Schedule.Meeting.Resp.Pos"
    assert [one.address.address for one in written.get("required_attendees")] == ["carol@gmail.example"]
