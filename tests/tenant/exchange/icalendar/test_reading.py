"""Calendar objects of other programs: what they say is what an appointment has."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.icalendar.reading import Calendar, NotCalendar, read
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.task import TaskStatus
from fakeserver.tenant.exchange.values import Importance, Sensitivity

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
BERLIN_BY_APPLE = (
    "BEGIN:VTIMEZONE|TZID:Europe/Berlin|BEGIN:DAYLIGHT|TZOFFSETFROM:+0100|RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU|"
    "DTSTART:19810329T020000|TZNAME:GMT+2|TZOFFSETTO:+0200|END:DAYLIGHT|BEGIN:STANDARD|TZOFFSETFROM:+0200|"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU|DTSTART:19961027T030000|TZNAME:GMT+1|TZOFFSETTO:+0100|END:STANDARD|"
    "END:VTIMEZONE"
)


OWN = BERLIN_BY_APPLE.replace("Europe/Berlin", "Own")


def calendar(*lines: str, around: str = "") -> Calendar:
    whole = "|".join(["BEGIN:VCALENDAR", "VERSION:2.0", *filter(None, [around]), "BEGIN:VEVENT", "UID:1", *lines,
                      "END:VEVENT", "END:VCALENDAR", ""])  # fmt: skip
    return read(whole.replace("|", "\r\n").encode())


def event(*lines: str, around: str = "") -> dict[str, Any]:
    found = calendar(*lines, around=around).event
    assert found is not None
    return found.properties


# --- times -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "around", "zone"),
    [
        ("DTSTART:20260302T090000Z", "", None),
        ("DTSTART:20260302T090000", "", None),
        ("DTSTART;TZID=Europe/Berlin:20260302T100000", "", "W. Europe Standard Time"),
        ("DTSTART;TZID=Europe/Berlin:20260302T100000", BERLIN_BY_APPLE, "W. Europe Standard Time"),
        ('DTSTART;TZID="W. Europe Standard Time":20260302T100000', "", "W. Europe Standard Time"),
        ("DTSTART;TZID=W. Europe Standard Time :20260302T100000", "", "W. Europe Standard Time"),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20260302T100000", "", "W. Europe Standard Time"),
        ("DTSTART;TZID=/mozilla.org/20070129_1/Europe/Berlin:20260302T100000", "", "W. Europe Standard Time"),
        ("DTSTART;TZID=\"tzone://Microsoft/Utc\":20260302T090000", "", "UTC"),
        # What only its rules tell.
        ("DTSTART;TZID=Own:20260302T100000", OWN, "W. Europe Standard Time"),
        ("DTSTART;TZID=Own:20260302T100000", OWN.replace("-1SU", "2SU"), "tzone://Microsoft/Custom"),
        # Local time in the one zone that there is.
        ("DTSTART:20260302T100000", BERLIN_BY_APPLE, "W. Europe Standard Time"),
        ("DTSTART:20260302T100000", "X-WR-TIMEZONE:Europe/Berlin", "W. Europe Standard Time"),
    ],
)  # fmt: skip
def test_a_time_is_where_its_zone_has_it(written: str, around: str, zone: str | None) -> None:
    said = event(written, around=around)
    assert said["start"] == NINE
    assert (said["start_time_zone"].id if zone else said.get("start_time_zone")) == zone


def test_a_zone_that_nothing_explains_is_told() -> None:
    found = calendar("DTSTART;TZID=Mars/Base:20260302T090000")
    assert found.event is not None
    assert found.event.properties["start"] == NINE
    assert "'1': the zone Mars/Base is none that Exchange knows; its times are kept in UTC" in found.remarks


def test_one_file_does_not_change_the_zones_of_another() -> None:
    other = BERLIN_BY_APPLE.replace("Europe/Berlin", "Shared")
    assert event("DTSTART;TZID=Shared:20260302T100000", around=other)["start"] == NINE
    east = other.replace("+0200", "+0600").replace("+0100", "+0500")
    assert event("DTSTART;TZID=Shared:20260302T140000", around=east)["start"] == NINE
    # A known name, defined in another way: the name counts, as in Exchange.
    assert (
        event("DTSTART;TZID=Europe/Berlin:20260302T100000", around=east.replace("Shared", "Europe/Berlin"))["start"]
        == NINE
    )


@pytest.mark.parametrize(
    ("lines", "length", "is_all_day"),
    [
        (["DTSTART:20260302T090000Z", "DTEND:20260302T100000Z"], timedelta(hours=1), False),
        (["DTSTART:20260302T090000Z", "DURATION:P1DT30M"], timedelta(days=1, minutes=30), False),
        (["DTSTART:20260302T090000Z"], timedelta(), False),
        (["DTSTART:20260302T090000Z", "DTEND:20260301T090000Z"], timedelta(), False),
        (["DTSTART;VALUE=DATE:20260302"], timedelta(days=1), True),
        (["DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260304"], timedelta(days=2), True),
        (["DTSTART:20260302T000000Z", "DTEND:20260303T000000Z", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"],
         timedelta(days=1), True),
        (["X-MICROSOFT-CDO-ALLDAYEVENT:FALSE", "DTSTART:20260302T000000Z", "DTEND:20260303T000000Z"],
         timedelta(days=1), False),
    ],
)  # fmt: skip
def test_an_end_a_length_or_a_day(lines: list[str], length: timedelta, is_all_day: bool) -> None:
    said = event(*lines)
    assert (said["end"] - said["start"], said["is_all_day"]) == (length, is_all_day)


# --- who, how, and what besides --------------------------------------------------------------------------------------


def test_roles_and_answers() -> None:
    said = event(
        "DTSTART:20260302T090000Z", "ORGANIZER;CN=Org:MAILTO:org@x.com", "ATTENDEE;CN=Org:mailto:ORG@x.com",
        "ATTENDEE;CN=A;RSVP=TRUE:mailto:a@x.com", "ATTENDEE;ROLE=opt-participant;PARTSTAT=accepted:mailto:b@x.com",
        "ATTENDEE;CUTYPE=RESOURCE;ROLE=NON-PARTICIPANT:mailto:c@x.com", "ATTENDEE;ROLE=CHAIR;PARTSTAT=X-A:d@x.com",
    )  # fmt: skip
    lists = ("required_attendees", "optional_attendees", "resources")
    assert [[(one.address.address, one.response) for one in said[name]] for name in lists] == [
        [("a@x.com", Response.NONE_RECEIVED), ("d@x.com", Response.NONE_RECEIVED)],
        [("b@x.com", Response.ACCEPTED)],
        [("c@x.com", Response.NONE_RECEIVED)],
    ]
    assert (said["organizer"].address, said["is_response_requested"]) == ("org@x.com", True)


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("CLASS:X-PERSONAL", "sensitivity", Sensitivity.PERSONAL),
        ("CLASS:personal", "sensitivity", Sensitivity.PERSONAL),
        ("PRIORITY:0", "importance", Importance.NORMAL),
        ("X-MICROSOFT-CDO-IMPORTANCE:2", "importance", Importance.HIGH),
        ("X-MICROSOFT-CDO-INTENDEDSTATUS:OOF", "intended_free_busy_status", FreeBusyStatus.OUT_OF_OFFICE),
        ("X-MICROSOFT-DISALLOW-COUNTER:TRUE", "allow_new_time_proposal", False),
        ("X-MICROSOFT-DONOTFORWARDMEETING:TRUE", "do_not_forward_meeting", True),
        ("X-MICROSOFT-ISRESPONSEREQUESTED:FALSE", "is_response_requested", False),
        ("BEGIN:VALARM|TRIGGER;RELATED=START:-PT90M|END:VALARM", "reminder_minutes_before_start", 90),
        ("BEGIN:VALARM|TRIGGER:-P1D|ACTION:EMAIL|END:VALARM", "reminder_minutes_before_start", 1440),
    ],
)
def test_further_words(line: str, name: str, value: object) -> None:
    assert event("DTSTART:20260302T090000Z", line)[name] == value


def test_what_exchange_writes_besides_is_not_told() -> None:
    lines = ("X-MICROSOFT-CDO-OWNERAPPTID:1", "X-MICROSOFT-LOCATIONS:[]", "X-MICROSOFT-CDO-INSTTYPE:0")
    assert calendar("DTSTART:20260302T090000Z", *lines).remarks == []


def test_a_rule_that_exchange_does_not_have_leaves_one_appointment() -> None:
    for rule in ("FREQ=HOURLY", "FREQ=DAILY;COUNT=5000", "FREQ=DAILY;BYHOUR=1", f"FREQ=DAILY;INTERVAL={'9' * 400}"):
        found = calendar("DTSTART:20260302T090000Z", f"RRULE:{rule}")
        assert found.event is not None
        assert "recurrence" not in found.event.properties
        assert any(remark.startswith("'1': RRULE") for remark in found.remarks)
    assert "recurrence" not in event("DTSTART:20260302T090000Z", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY")


def test_a_to_do_is_a_task() -> None:
    [entry] = read("BEGIN:VCALENDAR\nBEGIN:VTODO\nSTATUS:COMPLETED\nEND:VTODO\nEND:VCALENDAR\n").entries
    assert (entry.item_class, entry.properties) == ("IPM.Task", {"status": TaskStatus.COMPLETED})


# --- what is none ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"hello",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        b"END:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" * 2_000,
        b"BEGIN:X\r\n" * 50_000,
        b"\0" * 1_000,
        b"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nBEGIN:STANDARD\nRRULE:BYDAY=XX\nEND:STANDARD\nEND:VTIMEZONE\nEND:VCALENDAR\n",
    ],
)
def test_what_is_no_calendar_is_refused(octets: bytes) -> None:
    with pytest.raises(NotCalendar):
        read(octets)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=YEARLY;BYDAY=SU", "FREQ=YEARLY;BYDAY=9SU"])
def test_a_zone_whose_rules_would_never_end_is_none(rule: str) -> None:
    around = BERLIN_BY_APPLE.replace("Europe/Berlin", "Own").replace("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", rule)
    # Before it would be looked at, after that, and where it is folded.
    for definition in (around, around.replace("BEGIN:VTIMEZONE", "BEGIN:VTIME|\n ZONE").replace("|\n", "|")):
        assert "start" in event("DTSTART;TZID=Own:20260302T100000", around=definition)


_LINES = st.sampled_from(
    "DTSTART:20260302T090000Z|DTSTART;TZID=Europe/Berlin:00010101T000000|DTEND:99991231T235959|DURATION:P999999999D|"
    "DTSTART;VALUE=DATE:00010101|RRULE:FREQ=DAILY;UNTIL=99991231|RRULE:FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2|"
    "EXDATE:20260302T090000Z|EXDATE;VALUE=PERIOD:20260302T090000Z/PT1H|RECURRENCE-ID:20260302T090000Z|RDATE:x|"
    'ATTENDEE:|ATTENDEE;CN=":x|ORGANIZER:|UID:|UID:1|BEGIN:VEVENT|END:VEVENT|BEGIN:VALARM|TRIGGER:-P999999999D|'
    "END:VALARM|BEGIN:VTIMEZONE|TZID:Own|END:VTIMEZONE|BEGIN:STANDARD|TZOFFSETTO:+9999|TZOFFSETTO:x|END:STANDARD|"
    "DTSTART;TZID=Own:20260302T090000|X-MS-OLK-ORIGINALSTART:x|SEQUENCE:99999999999999999999|STATUS:CANCELLED|METHOD:x|"
    "X-WR-TIMEZONE:../../etc/passwd|DTSTART;TZID=../Own:20260302T090000".split("|")
)


@given(st.lists(_LINES | st.text(max_size=15), max_size=14))
def test_whatever_stands_there_is_read_or_refused(lines: list[str]) -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    with suppress(NotCalendar):
        for entry in read(text).entries:
            for name in ("start", "end"):
                moment = entry.properties.get(name)
                assert moment is None or moment.utcoffset() == timedelta()
