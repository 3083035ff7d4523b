"""Whole days around some time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.kinds.all_day import whole_days

ZONES = [UTC, ZoneInfo("America/Sao_Paulo"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")]
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1))


# A day that begins at 01:00.
@example(datetime(1997, 10, 3, 1), timedelta(days=2, seconds=7200, microseconds=1), ZONES[1])
@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)), st.sampled_from(ZONES))
def test_they_hold_the_time_begin_at_midnight_and_stay_when_they_are_counted_again(
    start: datetime, length: timedelta, zone: ZoneInfo
) -> None:
    start = start.replace(tzinfo=UTC)
    first, last = whole_days(start, start + length, zone)
    assert first <= start <= start + length <= last
    assert first < last
    assert last - first < length + timedelta(days=2, hours=3)
    assert whole_days(first, last, zone) == (first, last)


def test_the_last_day_has_no_end() -> None:
    last = datetime(9999, 12, 31, 12, tzinfo=UTC)
    with pytest.raises(OverflowError):
        whole_days(last, last, UTC)
