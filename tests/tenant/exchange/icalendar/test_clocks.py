"""Time zones in calendar objects: when their clocks change."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from fakeserver.tenant.exchange.icalendar.clocks import WrittenZone, add_zone, changes_of, written_zone
from fakeserver.tenant.exchange.icalendar.lines import Lines
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone

HOUR = timedelta(hours=1)


def zone_lines(windows: str, year: int = 2026) -> list[str]:
    lines = Lines()
    add_zone(lines, written_zone(TimeZone(id=windows)), year)
    return lines.octets().decode().split("\r\n")


@pytest.mark.parametrize(
    ("name", "year", "changes"),
    [
        ("Europe/Berlin", 2026, [(3, 0, -1, 2 * HOUR), (10, 0, -1, 3 * HOUR)]),
        ("America/New_York", 2026, [(3, 0, 2, 2 * HOUR), (11, 0, 1, 2 * HOUR)]),
        # Before 2007 the rules were others.
        ("America/New_York", 2006, [(4, 0, 1, 2 * HOUR), (10, 0, -1, 2 * HOUR)]),
        ("Australia/Sydney", 2026, [(4, 0, 1, 3 * HOUR), (10, 0, 1, 2 * HOUR)]),
        ("Europe/Lisbon", 2026, [(3, 0, -1, HOUR), (10, 0, -1, 2 * HOUR)]),
        ("Asia/Kolkata", 2026, []),
        # The Friday before the last Sunday is the fourth one, where it is not always the last.
        ("Asia/Jerusalem", 2026, [(3, 5, 4, 2 * HOUR), (10, 0, -1, 2 * HOUR)]),
    ],
)
def test_changes_come_every_year(name: str, year: int, changes: list[tuple[int, int, int, timedelta]]) -> None:
    found = changes_of(ZoneInfo(name), year)
    assert [(one.month, one.weekday, one.occurrence, one.at) for one in found] == changes


def test_the_ends_of_the_calendar_have_no_changes() -> None:
    for year in (1, 9999):
        assert changes_of(ZoneInfo("Europe/Berlin"), year) == ()
        assert "BEGIN:DAYLIGHT" in zone_lines("W. Europe Standard Time", year)


def test_where_nothing_changes_both_are_written() -> None:
    lines = zone_lines("India Standard Time")
    assert lines.count("TZOFFSETFROM:+0530") == lines.count("TZOFFSETTO:+0530") == 2
    assert not any(line.startswith("RRULE") for line in lines)


def test_offsets_have_signs_and_minutes() -> None:
    assert "TZOFFSETTO:-0330" in zone_lines("Newfoundland Standard Time")
    lines = Lines()
    add_zone(lines, WrittenZone("Own", timezone(timedelta(hours=-12))), 2026)
    assert b"TZOFFSETTO:-1200\r\n" in lines.octets()


@pytest.mark.parametrize("zone", [None, TimeZone(), TimeZone(id="Nowhere Standard Time")])
def test_what_no_zone_is_known_of_is_written_in_utc(zone: TimeZone | None) -> None:
    assert written_zone(zone) == ("UTC", UTC)
    assert changes_of(UTC, datetime.now(UTC).year) == ()
