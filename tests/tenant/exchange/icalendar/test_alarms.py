"""Alarms of calendar objects: the reminder that they are, and those that cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.icalendar.alarms import only_triggers
from fakeserver.tenant.exchange.icalendar.reading import read

_EVENT = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART{start}\r\n{alarm}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def minutes(alarm: str, start: str = ":20260302T090000Z") -> int | None:
    lines = "\r\n".join(["BEGIN:VALARM", *alarm.split("|"), "END:VALARM"])
    event = read(_EVENT.format(start=start, alarm=lines)).event
    assert event is not None
    assert event.properties["uid"] == "1"
    found: int | None = event.properties.get("reminder_minutes_before_start")
    assert event.properties.get("reminder_is_set") is (None if found is None else True)
    return found


@pytest.mark.parametrize(("alarm", "expected"), [
    ("TRIGGER:-PT10M", 10),
    ("TRIGGER;RELATED=START:-PT1H", 60),
    ("TRIGGER;VALUE=DURATION:-P1D", 1440),
    ("trigger:-PT|\t7M", 7),
    ("TRIGGER:-P1826DT6H", 2_629_800),
])  # fmt: skip
def test_so_many_minutes(alarm: str, expected: int) -> None:
    assert minutes(alarm) == expected


@pytest.mark.parametrize("other", ["REPEAT:x", "DURATION:x", "ACTION:", "ATTACH;VALUE=BINARY:?", "X", ":", "UID:9"])
def test_what_else_an_alarm_says_does_not_matter(other: str) -> None:
    assert minutes(f"{other}|TRIGGER:-PT10M") == 10


def test_a_trigger_that_cannot_be_read_is_the_usual_reminder() -> None:
    assert minutes("TRIGGER:soon") == 15
    assert minutes("TRIGGER:soon", start=";VALUE=DATE:20260302") == 1080


@pytest.mark.parametrize("alarm", [
    "TRIGGER:PT5M", "TRIGGER;RELATED=END:-PT5M", "TRIGGER;VALUE=DATE-TIME:20260302T080000Z", "ACTION:DISPLAY",
    "TRIGGER:-PT5M|TRIGGER:-PT6M",
])  # fmt: skip
def test_what_is_no_reminder(alarm: str) -> None:
    assert minutes(alarm) is None


@pytest.mark.parametrize("alarm", ["-P1826DT7H", "-P99999999D", "-PT100000000000M"])
def test_a_reminder_is_not_longer_than_what_ews_can_say(alarm: str) -> None:
    assert minutes(f"TRIGGER:{alarm}") is None


@given(st.lists(st.sampled_from("BEGIN:VALARM|END:VALARM|TRIGGER:x|REPEAT:x|END:VEVENT|begin:valarm|X".split("|"))))
def test_lines_outside_of_alarms_stay(lines: list[str]) -> None:
    kept = only_triggers("\n".join(["SUMMARY:x", *lines, "END:VALARM", "SUMMARY:y"])).split("\n")
    assert (kept[0], kept[-1]) == ("SUMMARY:x", "SUMMARY:y")
    assert kept.count("END:VEVENT") == lines.count("END:VEVENT")
    assert "REPEAT:x" not in only_triggers("\n".join(["BEGIN:VALARM", "REPEAT:x", *lines])).split("\n")[1:2]
