"""Windows' ids of time zones."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from fakeserver.tenant.windows_zone_names import DISPLAY_NAMES
from fakeserver.tenant.windows_zones import (
    display_name,
    iana_name_of,
    windows_id_of,
    windows_ids,
    zone_by_id,
    zone_named,
)


@pytest.mark.parametrize(
    ("windows_id", "winter", "summer"),
    [
        ("W. Europe Standard Time", 1, 2),
        ("Pacific Standard Time", -8, -7),
        ("India Standard Time", 5.5, 5.5),
        ("UTC", 0, 0),
    ],
)
def test_a_zone_has_the_rules_of_its_place(windows_id: str, winter: float, summer: float) -> None:
    zone = zone_by_id(windows_id)
    assert datetime(2026, 1, 15, 12, tzinfo=zone).utcoffset() == timedelta(hours=winter)
    assert datetime(2026, 7, 15, 12, tzinfo=zone).utcoffset() == timedelta(hours=summer)


def test_utc_has_an_id_of_exchanges_own() -> None:
    assert zone_by_id("tzone://Microsoft/Utc") is UTC


@pytest.mark.parametrize("unknown", ["", "Europe/Berlin", "CET", "Customized Time Zone", "../../etc/passwd"])
def test_other_names_are_no_ids(unknown: str) -> None:
    assert zone_by_id(unknown) is None


@pytest.mark.parametrize(("windows_id", "summer", "ends"), [("Mid-Atlantic", -1, 9), ("Kamchatka", 13, 10)])
def test_windows_keeps_zones_that_iana_has_not(windows_id: str, summer: int, ends: int) -> None:
    zone = zone_by_id(f"{windows_id} Standard Time")
    offsets = [datetime(2026, month, 15, tzinfo=zone).utcoffset() for month in (1, 7, ends + 1)]
    assert offsets == [timedelta(hours=summer + change) for change in (-1, 0, -1)]


def test_each_zone_has_an_id_a_name_and_rules() -> None:
    assert set(DISPLAY_NAMES) < set(windows_ids())
    assert len(set(windows_ids())) == len(windows_ids()) > 140
    for windows_id in windows_ids():
        assert zone_by_id(windows_id) is not None
        assert re.fullmatch(r"\(UTC([+-]\d\d:\d\d)?\) \S.*", display_name(windows_id) or "")
    assert display_name("Sao Tome Standard Time") == "(UTC+00:00) Sao Tome"
    assert display_name("Europe/Berlin") is None


@pytest.mark.parametrize(
    ("iana", "windows_id"), [("Europe/Berlin", "W. Europe Standard Time"), ("Mars/Olympus", None), ("", None)]
)
def test_what_iana_calls_otherwise_has_an_id(iana: str, windows_id: str | None) -> None:
    assert windows_id_of(iana) == windows_id


def test_a_zone_by_either_name() -> None:
    assert zone_named("W. Europe Standard Time") is zone_by_id("W. Europe Standard Time")
    assert str(zone_named("Europe/Vienna")) == "Europe/Vienna"
    assert zone_named("Mars/Olympus") is None
    assert zone_named("") is None
    assert iana_name_of("W. Europe Standard Time") == "Europe/Berlin"
    assert iana_name_of("Mid-Atlantic Standard Time") is None
