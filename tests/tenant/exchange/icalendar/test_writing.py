"""Calendar objects and meeting messages: their lines, and that what was written is read as it was."""

from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from hypothesis import given, settings

from fakeserver.tenant.exchange.icalendar.methods import Method
from fakeserver.tenant.exchange.icalendar.reading import read
from fakeserver.tenant.exchange.icalendar.series import exceptions_of, stored
from fakeserver.tenant.exchange.icalendar.writing import calendar_object, meeting_mime
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, EndsOn, Recurrence, Weekly
from fakeserver.tenant.exchange.kinds.series import ChangedOccurrence
from fakeserver.tenant.exchange.mime.message import Message
from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat
from tests.tenant.exchange.icalendar.made import BERLIN, ORGANIZER, STAMP, START, appointments, attendee

MEETING: dict[str, Any] = {
    "uid": (
        "040000008200E00074C5B7101A82E00800000000FB63F76F978EDB01000000000000000010000000"
        "C6F10602BDD1AA4C9719CA7E15D8742F"
    ),
    "subject": "Weekly",
    "start": START,
    "end": START + timedelta(hours=1),
    "start_time_zone": BERLIN,
    "organizer": ORGANIZER,
    "required_attendees": (attendee("Att One", "att@fabrikam.example"),),
    "location": "Room",
    "body": Body(TextFormat.PLAIN, "text\n"),
    "reminder_is_set": True,
    "reminder_minutes_before_start": 15,
    "date_time_stamp": STAMP,
}
#: The invitation of an Exchange Online, property by property, but for X-MICROSOFT-LOCATIONS.
INVITATION = r"""BEGIN:VCALENDAR
METHOD:REQUEST
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ORGANIZER;CN=Org:mailto:org@contoso.example
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Att One:ma
 ilto:att@fabrikam.example
DESCRIPTION;LANGUAGE=en-US:text\n
UID:040000008200E00074C5B7101A82E00800000000FB63F76F978EDB01000000000000000
 010000000C6F10602BDD1AA4C9719CA7E15D8742F
SUMMARY;LANGUAGE=en-US:Weekly
DTSTART;TZID=W. Europe Standard Time:20260302T100000
DTEND;TZID=W. Europe Standard Time:20260302T110000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:20260101T000000Z
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:0
LOCATION;LANGUAGE=en-US:Room
X-MICROSOFT-CDO-APPT-SEQUENCE:0
X-MICROSOFT-CDO-OWNERAPPTID:1056203405
X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE
X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY
X-MICROSOFT-CDO-ALLDAYEVENT:FALSE
X-MICROSOFT-CDO-IMPORTANCE:1
X-MICROSOFT-CDO-INSTTYPE:0
X-MICROSOFT-DONOTFORWARDMEETING:FALSE
X-MICROSOFT-DISALLOW-COUNTER:FALSE
X-MICROSOFT-REQUESTEDATTENDANCEMODE:DEFAULT
X-MICROSOFT-ISRESPONSEREQUESTED:TRUE
BEGIN:VALARM
DESCRIPTION:REMINDER
TRIGGER;RELATED=START:-PT15M
ACTION:DISPLAY
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def lines_of(octets: bytes) -> list[str]:
    """Return the unfolded lines."""
    return octets.decode().replace("\r\n ", "").split("\r\n")


def test_an_invitation_is_written_as_exchange_online_does() -> None:
    written = calendar_object(Method.REQUEST, MEETING).decode()
    owner = next(line for line in written.split("\r\n") if "OWNERAPPTID" in line)
    assert owner.partition(":")[2].isdigit()
    assert written.replace(owner, "X-MICROSOFT-CDO-OWNERAPPTID:1056203405") == INVITATION.replace("\n", "\r\n")


def test_a_reply_names_no_organizer() -> None:
    replies = attendee("Att One", "att@fabrikam.example", Response.ACCEPTED)
    lines = lines_of(calendar_object(Method.REPLY, MEETING, responder=replies, body=Body(TextFormat.PLAIN, "Fine")))
    assert "METHOD:REPLY" in lines
    assert not [line for line in lines if line.startswith(("ORGANIZER", "DESCRIPTION;"))]
    assert [line for line in lines if line.startswith("ATTENDEE")] == [
        "ATTENDEE;PARTSTAT=ACCEPTED;CN=Att One:mailto:att@fabrikam.example"
    ]
    assert "COMMENT;LANGUAGE=en-US:Fine" in lines


def test_a_counter_proposal_has_both_times() -> None:
    proposal = {"proposed_start": START + timedelta(days=1), "proposed_end": START + timedelta(days=1, hours=2)}
    who = attendee("Att One", "att@fabrikam.example", Response.TENTATIVE)
    octets = calendar_object(
        Method.COUNTER, MEETING, responder=who,
        proposed_start=proposal["proposed_start"], proposed_end=proposal["proposed_end"],
    )  # fmt: skip
    lines = lines_of(octets)
    assert "DTSTART;TZID=W. Europe Standard Time:20260303T100000" in lines
    assert "X-MS-OLK-ORIGINALSTART;TZID=W. Europe Standard Time:20260302T100000" in lines
    event = read(octets).event
    assert event is not None
    said = event.properties
    assert {name: said[name] for name in proposal} == proposal
    assert (said["start"], said["end"]) == (MEETING["start"], MEETING["end"])


def test_a_cancellation_takes_no_time() -> None:
    lines = lines_of(calendar_object(Method.CANCEL, MEETING, summary="Canceled: Weekly"))
    assert {"STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"} <= set(lines)
    assert "SUMMARY;LANGUAGE=en-US:Canceled: Weekly" in lines
    assert [line for line in lines if line.startswith("ATTENDEE") and "RSVP" in line] == []


def test_an_appointment_names_nobody() -> None:
    alone = {**MEETING, "required_attendees": ()}
    assert "ORGANIZER" not in calendar_object(Method.PUBLISH, alone).decode()


def test_days_are_those_of_the_zone() -> None:
    day = {**MEETING, "start": datetime(2026, 7, 4, 22, tzinfo=UTC), "end": datetime(2026, 7, 5, 22, tzinfo=UTC)}
    octets = calendar_object(Method.PUBLISH, {**day, "is_all_day": True})
    assert {"DTSTART;VALUE=DATE:20260705", "DTEND;VALUE=DATE:20260706"} <= set(lines_of(octets))
    event = read(octets).event
    assert event is not None
    said = event.properties
    assert (said["start"], said["end"], said["is_all_day"]) == (day["start"], day["end"], True)
    assert said["start_time_zone"] == BERLIN


def series() -> dict[str, Any]:
    """Return six Mondays, of which the third is gone, and the second and the fourth are different."""
    begin = ZonedDate(date(2026, 3, 2), timedelta(hours=1))
    changed = {
        date(2026, 3, 9): ChangedOccurrence(MappingProxyType({"subject": "Other"})),
        date(2026, 3, 23): ChangedOccurrence(
            MappingProxyType({"start": START + timedelta(days=22), "end": START + timedelta(days=22, hours=2)})
        ),
    }
    return {
        **MEETING,
        "recurrence": Recurrence(Weekly(1, (DayOfWeek.MONDAY,)), EndsOn(begin, ZonedDate(date(2026, 4, 9)))),
        "deleted_dates": frozenset({date(2026, 3, 16)}),
        "exceptions": MappingProxyType(changed),
    }


def test_a_series_has_its_exceptions_behind_it() -> None:
    octets = calendar_object(Method.PUBLISH, series(), exceptions=exceptions_of(series()))
    lines = lines_of(octets)
    # The last appointment before the day that it ends on, in summer time by then.
    assert "RRULE:FREQ=WEEKLY;UNTIL=20260406T080000Z;INTERVAL=1;BYDAY=MO;WKST=SU" in lines
    assert "EXDATE;TZID=W. Europe Standard Time:20260316T100000" in lines
    assert [line for line in lines if line.startswith(("RECURRENCE-ID", "SUMMARY", "X-MICROSOFT-CDO-INSTTYPE"))] == [
        "SUMMARY;LANGUAGE=en-US:Weekly",
        "X-MICROSOFT-CDO-INSTTYPE:1",
        "RECURRENCE-ID;TZID=W. Europe Standard Time:20260309T100000",
        "SUMMARY;LANGUAGE=en-US:Other",
        "X-MICROSOFT-CDO-INSTTYPE:3",
        "RECURRENCE-ID;TZID=W. Europe Standard Time:20260323T100000",
        "SUMMARY;LANGUAGE=en-US:Weekly",
        "X-MICROSOFT-CDO-INSTTYPE:3",
    ]


def test_a_series_is_read_with_its_exceptions() -> None:
    event = read(calendar_object(Method.PUBLISH, series(), exceptions=exceptions_of(series()))).event
    assert event is not None
    kept = stored(event)
    assert kept["deleted_dates"] == series()["deleted_dates"]
    other, moved = (kept["exceptions"][date(2026, 3, day)].changes for day in (9, 23))
    assert other == {"subject": "Other", "start": START + timedelta(days=7), "end": START + timedelta(days=7, hours=1)}
    assert moved == {"start": START + timedelta(days=22), "end": START + timedelta(days=22, hours=2)}


@settings(max_examples=25)
@given(appointments())
def test_what_was_written_is_read(appointment: dict[str, Any]) -> None:
    octets = calendar_object(Method.PUBLISH, appointment)
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))
    calendar = read(octets)
    assert (calendar.method, calendar.remarks) == ("PUBLISH", [])
    assert calendar.event is not None
    assert calendar.event.properties == {
        **appointment,
        "intended_free_busy_status": appointment["free_busy_status"],
    }


def test_a_meeting_message_has_its_calendar_last() -> None:
    to = [EmailAddress("Att One", "att@fabrikam.example")]
    mime = meeting_mime(
        Method.REQUEST, MEETING, sender=ORGANIZER, to=to, subject="Weekly", message_id="<1@contoso.example>", date=STAMP
    )
    message = Message(mime)
    assert (message.subject, message.from_, message.to_recipients) == ("Weekly", ORGANIZER, to)
    assert message.header("content-class") == "urn:content-classes:calendarmessage"
    assert message.root.content_type == "multipart/alternative"
    assert [part.content_type for part in message.root.children] == ["text/plain", "text/html", "text/calendar"]
    calendar = message.root.children[-1]
    assert (calendar.transfer_encoding, calendar.disposition, calendar.filename) == ("base64", "", "")
    assert calendar.parameters == {"charset": "utf-8", "method": "REQUEST"}
    assert calendar.content == calendar_object(Method.REQUEST, MEETING)
    # A boundary made of the content: the same octets each time.
    assert mime == meeting_mime(
        Method.REQUEST, MEETING, sender=ORGANIZER, to=to, subject="Weekly", message_id="<1@contoso.example>", date=STAMP
    )


def test_who_is_free_during_a_meeting_is_so_at_once() -> None:
    lines = lines_of(calendar_object(Method.REQUEST, {**MEETING, "free_busy_status": FreeBusyStatus.FREE}))
    assert {"TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "X-MICROSOFT-CDO-INTENDEDSTATUS:FREE"} <= set(
        lines
    )
