"""Meetings from afar: lines of Outlook's conferences and of Teams, and back."""

from typing import Any

import pytest

from fakeserver.tenant.exchange.icalendar.conferences import conference_lines, teams_lines
from fakeserver.tenant.exchange.icalendar.reading import read

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0?context=%7b%22Tid%22%3a%22x%22%7d"
CONFERENCE: dict[str, Any] = {
    "is_online_meeting": True,
    "conference_type": 2,
    "meeting_workspace_url": "http://lake.example/a,b",
    "net_show_url": "http://net.example",
}


def said(*lines: tuple[str, str]) -> dict[str, Any]:
    event = "".join(f"{name}:{value}\r\n" for name, value in (("UID", "1"), ("DTSTART", "20260302T090000Z"), *lines))
    found = read(f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n".encode())
    assert found.event is not None
    return {**found.event.properties, "remarks": found.remarks}


def test_a_conference_is_read_as_it_was_written() -> None:
    found = said(*conference_lines(CONFERENCE.get))
    assert {name: found[name] for name in CONFERENCE} == CONFERENCE
    assert found["remarks"] == []


def test_a_teams_meeting_is_online() -> None:
    [line] = teams_lines({"join_online_meeting_url": TEAMS}.get)
    assert line == ("X-MICROSOFT-SKYPETEAMSMEETINGURL", TEAMS)
    found = said(line)
    assert (found["join_online_meeting_url"], found["is_online_meeting"]) == (TEAMS, True)


def test_what_is_not_held_from_afar_says_nothing() -> None:
    assert [*teams_lines({}.get), *conference_lines({"is_online_meeting": False}.get)] == []


@pytest.mark.parametrize(
    ("name", "value"), [("X-MS-OLK-CONFTYPE", "chat"), ("X-MS-OLK-CONFTYPE", "9" * 30), ("X-MS-OLK-CONFCHECK", "2")]
)
def test_what_is_not_a_number_or_a_yes_is_told(name: str, value: str) -> None:
    [remark] = said((name, value))["remarks"]
    assert name in remark
