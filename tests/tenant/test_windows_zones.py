"""Windows' ids of time zones."""

from datetime import UTC, datetime, timedelta

import pytest

from fakeserver.tenant.windows_zones import zone_by_id


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
