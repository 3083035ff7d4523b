"""Zones as two changes a year."""

from datetime import UTC, datetime, timedelta

import pytest
from tzlocal.windows_tz import win_tz

from fakeserver.tenant.exchange.availability.yearly_zone import yearly_zone
from fakeserver.tenant.exchange.kinds.zone_rules import zone_of
from fakeserver.tenant.windows_zones import zone_by_id

#: Clocks there go by the moon, or by decree, not by a rule of the year.
_BY_DECREE = {"Morocco Standard Time", "Egypt Standard Time", "Middle East Standard Time", "West Bank Standard Time"}


@pytest.mark.parametrize("name", sorted({*win_tz, "UTC"} - _BY_DECREE))
def test_a_zone_of_windows_says_the_same_all_year(name: str) -> None:
    zone = zone_by_id(name)
    assert zone is not None
    again = zone_of(yearly_zone(zone, 2026))
    moment = datetime(2026, 1, 2, 0, 30, tzinfo=UTC)
    while moment.year == 2026:
        assert moment.astimezone(again).utcoffset() == moment.astimezone(zone).utcoffset(), moment
        moment += timedelta(hours=12)


def test_a_zone_whose_clocks_never_change() -> None:
    zone = zone_by_id("India Standard Time")
    assert zone is not None
    found = yearly_zone(zone, 2026)
    assert (found.base_offset, found.standard, found.daylight) == (-timedelta(hours=5, minutes=30), None, None)
