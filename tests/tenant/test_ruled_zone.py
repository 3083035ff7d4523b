"""Zones by rules that were written down. Those of clients are in `exchange/kinds/test_zone_rules.py`."""

from datetime import UTC, datetime, timedelta

import pytest

from fakeserver.tenant.ruled_zone import Clock, RuledZone, Span, YearlyChange, on_date, on_weekday

HOUR = timedelta(hours=1)
WINTER, SUMMER = Clock("Winter", HOUR), Clock("Summer", 2 * HOUR, HOUR)
CHANGES = (YearlyChange(SUMMER, on_weekday(3, 6, -1, 2 * HOUR)), YearlyChange(WINTER, on_date(10, 31, 3 * HOUR)))
ZONE = RuledZone("Own", (Span(datetime.min, CHANGES, WINTER), Span(datetime(2030, 1, 1), (), WINTER)))


@pytest.mark.parametrize(
    ("local", "fold", "hours"),
    [
        (datetime(2026, 3, 29, 1, 59), 0, 1),
        (datetime(2026, 3, 29, 3), 0, 2),
        (datetime(2026, 10, 31, 2, 30), 0, 2),
        (datetime(2026, 10, 31, 2, 30), 1, 1),
        (datetime(2031, 7, 1), 0, 1),
    ],
)
def test_local_times(local: datetime, fold: int, hours: int) -> None:
    aware = local.replace(tzinfo=ZONE, fold=fold)
    assert aware.utcoffset() == hours * HOUR
    assert aware.dst() == (hours - 1) * HOUR
    assert aware.tzname() == ("Winter", "Summer")[hours - 1]
    assert aware.astimezone(UTC).astimezone(ZONE) == aware


def test_without_a_moment_nothing_is_known() -> None:
    assert (ZONE.utcoffset(None), ZONE.dst(None), ZONE.tzname(None)) == (None, None, None)
    assert "Own" in repr(ZONE)
