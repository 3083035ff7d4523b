"""Zones as other programs define them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Component

from fakeserver.tenant.exchange.icalendar.foreign_zones import ForeignZones

EASTERN = (
    "STANDARD 20071104T020000 -0400 -0500 FREQ=YEARLY;BYDAY=1SU;BYMONTH=11|"
    "DAYLIGHT 20070311T020000 -0500 -0400 FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"
)
FORMER = (
    "STANDARD 19671029T020000 -0400 -0500 FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;UNTIL=20061029T060000Z|"
    "DAYLIGHT 19870405T020000 -0500 -0400 FREQ=YEARLY;BYDAY=1SU;BYMONTH=4;UNTIL=20060402T070000Z"
)


def zones(definition: str, name: str = "Own") -> ForeignZones:
    lines = ["BEGIN:X-ZONE", f"TZID:{name}"]
    for change in filter(None, definition.split("|")):
        kind, since, before, after, *rule = change.split(" ")
        lines += [f"BEGIN:{kind}", f"DTSTART:{since}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}"]
        lines += [f"RRULE:{each}" for each in rule] + [f"END:{kind}"]
    component: Any = Component.from_ical("\r\n".join([*lines, "END:X-ZONE", ""]))
    return ForeignZones([component])


@pytest.mark.parametrize(
    ("definition", "windows"),
    [
        (EASTERN, "Eastern Standard Time"),
        # The rules that hold now, wherever they stand.
        (f"{FORMER}|{EASTERN}", "Eastern Standard Time"),
        (f"{EASTERN}|{FORMER}", "Eastern Standard Time"),
        # Outlook's way to say "the second": by the days that it may be on.
        (EASTERN.replace("BYDAY=2SU", "BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU"), "Eastern Standard Time"),
        ("STANDARD 16010101T000000 +0530 +0530", "India Standard Time"),
        ("STANDARD 16010101T000000 +0000 +0000", "UTC"),
        # One that changes no more.
        ("STANDARD 20001029T030000 +0300 +0200 FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;UNTIL=20101031T000000Z|"
         "DAYLIGHT 20000326T020000 +0200 +0300 FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;UNTIL=20100328T000000Z",
         "Kaliningrad Standard Time"),
        ("STANDARD 16010101T000000 +0117 +0117", "tzone://Microsoft/Custom"),
    ],
)  # fmt: skip
def test_the_rules_say_which_it_is(definition: str, windows: str) -> None:
    found = zones(definition).named("Own")
    assert found is not None
    stored = found.stored.id or ""
    local = datetime(2026, 7, 1, tzinfo=UTC).astimezone(found.zone)
    if windows != "Kaliningrad Standard Time":
        assert stored == windows
    else:
        # One of several that are two hours ahead all year.
        assert local.utcoffset() == datetime(2026, 1, 1, tzinfo=UTC).astimezone(found.zone).utcoffset()
    assert zones(definition).only() is not None


@pytest.mark.parametrize("definition", ["", "OTHER 20200101T000000 +0100 +0100"])
def test_what_defines_nothing_is_no_zone(definition: str) -> None:
    assert zones(definition).named("Own") is None


def test_a_name_that_is_known_counts_before_its_definition() -> None:
    found = zones(EASTERN, "Europe/Berlin").named(" Europe/Berlin\n")
    assert found is not None
    assert found.stored.id == "W. Europe Standard Time"


@pytest.mark.parametrize("name", ["", None, "../../etc/passwd", "\0", "x" * 100_000])
def test_no_name_leads_anywhere_else(name: str | None) -> None:
    assert zones(EASTERN).named(name) is None


def test_there_may_be_no_only_one() -> None:
    assert ForeignZones([]).only() is None
