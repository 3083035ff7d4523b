"""Events and to-dos of .ics files, and what of them is told where it has no place."""

import sys
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.kinds import recurrence as rules
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.of_item import kind_of
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, WeekOfMonth
from fakeserver.tenant.exchange.kinds.task import TaskStatus
from fakeserver.tenant.exchange.loading.icalendar_files import read_icalendar
from fakeserver.tenant.exchange.loading.loaded import Loaded, NotLoaded
from fakeserver.tenant.exchange.loading.recurrences import recurrence
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import EmailAddress, Importance, Sensitivity

pytest.importorskip("icalendar", reason="needs icalendar: pip install -e '.[test]'")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def load(box: Mailbox, folder: Path, *lines: str, kind: str = "VEVENT") -> Loaded:
    path = folder / "x.ics"
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", f"BEGIN:{kind}", *lines, f"END:{kind}", "END:VCALENDAR", ""]
    path.write_text("\r\n".join(text), newline="")
    return box.load(path)


def test_an_event_is_an_appointment(box: Mailbox, tmp_path: Path) -> None:
    loaded = load(
        box, tmp_path, "UID:4711", "DTSTAMP:20260101T000000Z", "DTSTART;TZID=Europe/Berlin:20260302T100000",
        "DTEND;TZID=Europe/Berlin:20260302T113000", "SUMMARY:Plan\\, and more", "DESCRIPTION:one\\ntwo",
        "LOCATION:Room 1",
        "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", "CLASS:PRIVATE", "PRIORITY:1", "CATEGORIES:red,blue",
        "STATUS:CANCELLED", "SEQUENCE:3", "CREATED:20250101T000000Z", "ORGANIZER;CN=Bob:mailto:bob@x.com",
        "ATTENDEE;CN=Carol;PARTSTAT=ACCEPTED:mailto:carol@x.com", "ATTENDEE;ROLE=OPT-PARTICIPANT:MAILTO:dora@x.com",
        "ATTENDEE;CUTYPE=ROOM:mailto:room@x.com", "BEGIN:VALARM", "TRIGGER:-PT15M", "ACTION:DISPLAY", "END:VALARM",
    )  # fmt: skip
    [item] = loaded
    assert loaded.remarks == []
    meeting: Any = kind_of(item)
    assert (item.folder.path, item.subject, item.body) == ("Calendar", "Plan, and more", "one\ntwo")
    assert (meeting.uid, meeting.location, meeting.appointment_sequence_number) == ("4711", "Room 1", 3)
    assert (meeting.start, meeting.end, meeting.is_all_day) == (START, START + timedelta(hours=1.5), False)
    assert meeting.start_time_zone.id == "W. Europe Standard Time"
    assert meeting.free_busy_status is FreeBusyStatus.OUT_OF_OFFICE
    assert (meeting.is_cancelled, meeting.organizer) == (True, EmailAddress("Bob", "bob@x.com"))
    [carol], [dora], [room] = meeting.required_attendees, meeting.optional_attendees, meeting.resources
    assert (carol.address.name, carol.address.address, carol.response) == ("Carol", "carol@x.com", Response.ACCEPTED)
    assert (dora.address.address, dora.response, room.address.address) == (
        "dora@x.com", Response.NONE_RECEIVED, "room@x.com",
    )  # fmt: skip
    assert item.get("importance") is Importance.HIGH
    assert item.get("sensitivity") is Sensitivity.PRIVATE
    assert item.get("categories") == ["red", "blue"]
    assert item.created_at == datetime(2025, 1, 1, tzinfo=UTC)
    assert (item.get("reminder_is_set"), item.get("reminder_minutes_before_start")) == (True, 15)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({}, FreeBusyStatus.BUSY),
        ({"STATUS": "Confirmed"}, FreeBusyStatus.BUSY),
        ({"STATUS": "TENTATIVE"}, FreeBusyStatus.TENTATIVE),
        ({"STATUS": "CANCELLED"}, FreeBusyStatus.FREE),
        ({"STATUS": "TENTATIVE", "TRANSP": "OPAQUE"}, FreeBusyStatus.BUSY),
        ({"STATUS": "CONFIRMED", "TRANSP": "Transparent"}, FreeBusyStatus.FREE),
        ({"STATUS": "TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS": "OOF"}, FreeBusyStatus.OUT_OF_OFFICE),
        ({"TRANSP": "OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS": "TENTATIVE"}, FreeBusyStatus.TENTATIVE),
        ({"TRANSP": "OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS": "SLEEPING"}, FreeBusyStatus.BUSY),
        ({"STATUS": "TENTATIVE", "TRANSP": "OOF"}, FreeBusyStatus.TENTATIVE),
    ],
)
def test_how_busy_one_is_does_not_hang_on_the_order(
    told: dict[str, str], status: FreeBusyStatus | None, box: Mailbox, tmp_path: Path
) -> None:
    for lines in permutations(f"{name}:{value}" for name, value in told.items()):
        loaded = load(box, tmp_path, "SUMMARY:Lunch", "DTSTART:20260302T090000Z", *lines)
        appointment: Any = kind_of(loaded.items[0])
        assert appointment.free_busy_status is status
        assert [remark.partition("': ")[2] for remark in loaded.remarks] == [
            f"{line} is not taken" for line in lines if line in ("X-MICROSOFT-CDO-BUSYSTATUS:SLEEPING", "TRANSP:OOF")
        ]


def test_days_and_lengths_end_an_event_too(box: Mailbox, tmp_path: Path) -> None:
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    for lines, end, is_all_day in (
        (["DTSTART;VALUE=DATE:20260302"], midnight + timedelta(days=1), True),
        (["DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260305"], midnight + timedelta(days=3), True),
        (["DTSTART:20260302T000000", "DURATION:PT45M"], midnight + timedelta(minutes=45), False),
        (["DTSTART:20260302T000000Z"], midnight, False),
    ):
        [item] = load(box, tmp_path, *lines)
        found: Any = kind_of(item)
        assert (found.start, found.end, found.is_all_day) == (midnight, end, is_all_day)


def test_a_series_has_its_pattern_and_what_was_taken_out(box: Mailbox, tmp_path: Path) -> None:
    loaded = load(
        box, tmp_path, "UID:1", "DTSTART:20260302T090000Z", "DTEND:20260302T100000Z", "RRULE:FREQ=DAILY;COUNT=5",
        "EXDATE:20260303T090000Z,20260304T090000Z", "EXDATE:20260305T090000Z",
    )  # fmt: skip
    series: Any = kind_of(loaded.items[0])
    assert series.recurrence == rules.Recurrence(rules.Daily(1), rules.Numbered(ZonedDate(date(2026, 3, 2)), 5))
    assert [each.start.day for each in series.deleted_occurrences] == [3, 4, 5]
    assert loaded.remarks == []


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ({"FREQ": ["DAILY"], "INTERVAL": [3]}, rules.Daily(3)),
        ({"FREQ": ["WEEKLY"]}, rules.Weekly(1, (DayOfWeek.MONDAY,))),
        (
            {"FREQ": ["WEEKLY"], "INTERVAL": [2], "BYDAY": ["TU", "SU"], "WKST": ["MO"]},
            rules.Weekly(2, (DayOfWeek.TUESDAY, DayOfWeek.SUNDAY), DayOfWeek.MONDAY),
        ),
        ({"FREQ": ["MONTHLY"]}, rules.AbsoluteMonthly(1, 2)),
        ({"FREQ": ["MONTHLY"], "BYMONTHDAY": [-1]}, rules.AbsoluteMonthly(1, 31)),
        ({"FREQ": ["MONTHLY"], "BYDAY": ["2TU"]}, rules.RelativeMonthly(1, DayOfWeek.TUESDAY, WeekOfMonth.SECOND)),
        (
            {"FREQ": ["MONTHLY"], "BYDAY": ["MO", "TU", "WE", "TH", "FR"], "BYSETPOS": [-1]},
            rules.RelativeMonthly(1, DayOfWeek.WEEKDAY, WeekOfMonth.LAST),
        ),
        ({"FREQ": ["YEARLY"]}, rules.AbsoluteYearly(2, 3)),
        (
            {"FREQ": ["YEARLY"], "BYMONTH": [10], "BYDAY": ["-1SU"]},
            rules.RelativeYearly(DayOfWeek.SUNDAY, WeekOfMonth.LAST, 10),
        ),
    ],
)
def test_a_rule_is_a_pattern(rule: dict[str, list[Any]], pattern: rules.Pattern) -> None:
    assert recurrence(rule, START).pattern == pattern


def test_a_rule_ends_as_it_says() -> None:
    start = ZonedDate(date(2026, 3, 2))
    assert recurrence({"FREQ": ["DAILY"]}, START).range == rules.NoEnd(start)
    until = recurrence({"FREQ": ["DAILY"], "UNTIL": [START + timedelta(days=3)]}, START).range
    assert until == rules.EndsOn(start, ZonedDate(date(2026, 3, 5)))
    assert recurrence({"FREQ": ["DAILY"], "UNTIL": [date(2026, 3, 5)]}, date(2026, 3, 2)).range == until


@pytest.mark.parametrize(
    "rule",
    [
        {"FREQ": ["HOURLY"]},
        {"FREQ": ["DAILY"], "BYDAY": ["MO"]},
        {"FREQ": ["DAILY"], "BYHOUR": [1]},
        {"FREQ": ["MONTHLY"], "BYMONTHDAY": [1, 2]},
        {"FREQ": ["MONTHLY"], "BYMONTHDAY": [-2]},
        {"FREQ": ["MONTHLY"], "BYMONTHDAY": [1], "BYDAY": ["2TU"]},
        {"FREQ": ["MONTHLY"], "BYMONTH": [1]},
        {"FREQ": ["MONTHLY"], "BYMONTHDAY": [1], "BYSETPOS": [1]},
        {"FREQ": ["YEARLY"], "INTERVAL": [2]},
        {"FREQ": ["WEEKLY"], "BYMONTH": [1]},
    ],
)
def test_a_rule_that_exchange_does_not_have_is_refused(rule: dict[str, list[Any]]) -> None:
    with pytest.raises(ValueError, match=r"rule that Exchange does not have|must be 1 to"):
        recurrence(rule, START)


def test_what_has_no_place_is_told(box: Mailbox, tmp_path: Path) -> None:
    loaded = load(
        box, tmp_path, "SUMMARY:Standup", "DTSTART;TZID=Mars/Base:20260302T090000", "RRULE:FREQ=HOURLY", "X-COLOR:red",
        "CLASS:SECRET", "STATUS:MAYBE", "GEO:1;2", "BEGIN:VALARM", "TRIGGER:PT5M", "END:VALARM", "BEGIN:VALARM",
        "TRIGGER:-PT5M", "END:VALARM", "BEGIN:VALARM", "TRIGGER:-PT9M", "END:VALARM",
    )  # fmt: skip
    name = f"{tmp_path / 'x.ics'}: 'Standup': "
    told = [remark.removeprefix(name) for remark in loaded.remarks]
    assert set(told) >= {
        "the zone Mars/Base is none that Exchange knows; its times are kept in UTC",
        "RRULE:FREQ=HOURLY is not taken",
        "X-COLOR is not taken",
        "CLASS:SECRET is not taken",
        "STATUS:MAYBE is not taken",
        "GEO is not taken",
        "an alarm that is not before the start is not taken",
        "another alarm is not taken: an item has one reminder",
    }
    assert len(loaded) == 1


SERIES = ("UID:1", "DTSTART:20260302T090000Z", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20260323T090000Z")
EXCEPTION = ("END:VEVENT", "BEGIN:VEVENT", "UID:1", "DTSTART:20260309T110000Z")


def test_what_does_not_take_place_is_taken_out_of_its_series(box: Mailbox, tmp_path: Path) -> None:
    off = ("RECURRENCE-ID:20260309T090000Z", "STATUS:CANCELLED")
    for lines in ((*SERIES, *EXCEPTION, *off), (*EXCEPTION[2:], *off, *EXCEPTION[:2], *SERIES)):
        loaded = load(box, tmp_path, *lines)
        assert loaded.remarks == []
        [item] = loaded
        appointment: Any = kind_of(item)
        assert {gone.start for gone in appointment.deleted_occurrences} == {
            START + timedelta(days=7),
            START + timedelta(days=21),
        }


@pytest.mark.parametrize(
    "which",
    [
        ("RECURRENCE-ID:20260309T090000Z",),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE:20260309T090000Z", "STATUS:CANCELLED"),
        ("RECURRENCE-ID:PT5M", "STATUS:CANCELLED"),
        ("RECURRENCE-ID:sometime", "STATUS:CANCELLED"),
        ("RECURRENCE-ID:20260309T090000Z", "RECURRENCE-ID:20260316T090000Z", "STATUS:CANCELLED"),
    ],
)
def test_what_is_different_in_a_series_is_told(which: tuple[str, ...], box: Mailbox, tmp_path: Path) -> None:
    loaded = load(box, tmp_path, *SERIES, *EXCEPTION, *which)
    [item], [remark] = loaded, loaded.remarks
    appointment: Any = kind_of(item)
    assert [gone.start for gone in appointment.deleted_occurrences] == [START + timedelta(days=21)]
    assert remark.startswith(f"{tmp_path / 'x.ics'}: what is different on ")
    assert "in the series 1 is not taken" in remark


def test_an_appointment_whose_series_is_not_there_is_one_by_itself(box: Mailbox, tmp_path: Path) -> None:
    loaded = load(box, tmp_path, "UID:1", "DTSTART:20260309T110000Z", "RECURRENCE-ID:20260309T090000Z")
    [item] = loaded
    appointment: Any = kind_of(item)
    assert appointment.recurrence_id == START + timedelta(days=7)
    assert appointment.start == START + timedelta(days=7, hours=2)
    assert loaded.remarks == []


def test_other_components_are_told(box: Mailbox, tmp_path: Path) -> None:
    assert load(box, tmp_path, "UID:1", kind="VJOURNAL").remarks == [f"{tmp_path / 'x.ics'}: VJOURNAL is not taken"]


def test_a_to_do_is_a_task(box: Mailbox, tmp_path: Path) -> None:
    [item] = load(
        box, tmp_path, "SUMMARY:Pay", "DTSTART:20260302T090000Z", "DUE:20260303T090000Z", "STATUS:IN-PROCESS",
        "PERCENT-COMPLETE:40", "PRIORITY:9", kind="VTODO",
    )  # fmt: skip
    task: Any = kind_of(item)
    assert (item.folder.path, task.start_date, task.due_date) == ("Tasks", START, START + timedelta(days=1))
    assert (task.status, task.percent_complete, item.get("importance")) == (
        TaskStatus.IN_PROGRESS,
        40.0,
        Importance.LOW,
    )


def test_without_icalendar_the_error_names_the_extra(
    box: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(NotLoaded, match=r"pip install 'pytest-m365\[icalendar\]'"):
        load(box, tmp_path)


def test_what_is_no_calendar_is_refused(box: Mailbox, tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    for content in (b"", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n\xff;:\r\nEND:VEVENT\r\n"):
        path.write_bytes(content)
        with pytest.raises(NotLoaded, match=r"x\.ics is no iCalendar file"):
            box.load(path)


def test_what_a_calendar_says_of_itself_is_told(box: Mailbox, tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    path.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Team\r\nEND:VCALENDAR\r\n", newline="")
    assert box.load(path).remarks == [f"{path}: X-WR-CALNAME of the calendar is not taken"]


_LINES = st.sampled_from(
    "BEGIN:VCALENDAR|END:VCALENDAR|BEGIN:VEVENT|END:VEVENT|BEGIN:VALARM|END:VALARM|DTSTART:20260302T090000Z|DTSTART:x|"
    "DTEND;VALUE=DATE:20260302|DURATION:-P1D|RRULE:FREQ=WEEKLY;BYDAY=XX|RRULE:COUNT=1|EXDATE:x|PRIORITY:x|SEQUENCE:|"
    "TRIGGER:x|ATTENDEE:x|ATTENDEE;CN=:|CATEGORIES:|CREATED:|:x|;|X|BEGIN:VTODO|END:VTODO|DUE:x|COMPLETED:20260302".split(
        "|"
    )
)


@given(st.lists(_LINES | st.text(max_size=20), max_size=12))
def test_whatever_a_file_holds_is_taken_told_or_refused(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ics"
    path.write_text("\r\n".join(lines), encoding="utf-8", errors="surrogateescape", newline="")
    with suppress(NotLoaded):
        list(read_icalendar(path, []))
