"""When the appointments of a series are, and what is planned anew."""

import time as clock
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import (
    Daily,
    DayOfWeek,
    EndsOn,
    NoEnd,
    Numbered,
    Range,
    Recurrence,
    Regenerating,
    Unit,
    Weekly,
)
from fakeserver.tenant.exchange.kinds.series import ChangedOccurrence, Series, series_of
from fakeserver.tenant.exchange.kinds.series_changes import plan_changes, settled
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone

BERLIN = TimeZone(id="W. Europe Standard Time")
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2025, 3, 28, 8, tzinfo=UTC)
ZONED = ZonedDate(date(2025, 3, 28), HOUR)


def item(range_: Range | None = None, **more: Any) -> dict[str, Any]:
    """A daily one, from 9 to 10 in Berlin; the clocks change on the third day."""
    recurrence = Recurrence(Daily(), range_ or Numbered(ZONED, 5))
    return {"recurrence": recurrence, "start": START, "end": START + HOUR, "start_time_zone": BERLIN} | more


def of(range_: Range | None = None, **more: Any) -> Series:
    found = series_of(item(range_, **more))
    assert found is not None
    return found


def exceptions(*days: int, **changes: Any) -> Any:
    return MappingProxyType({date(2025, 3, day): ChangedOccurrence(changes) for day in days})


def test_the_wall_clock_stays() -> None:
    series = of()
    starts = [start for start, _, _ in sorted(series.between(FIRST, LAST))]
    assert [start.hour for start in starts] == [8, 8, 7, 7, 7]
    assert series.planned(date(2025, 3, 30)) == (
        datetime(2025, 3, 30, 7, tzinfo=UTC),
        datetime(2025, 3, 30, 8, tzinfo=UTC),
    )
    assert (series.first, series.last) == (date(2025, 3, 28), date(2025, 4, 1))


def test_an_hour_that_the_clocks_leave_out() -> None:
    series = of(start=datetime(2025, 3, 28, 1, 30, tzinfo=UTC), end=datetime(2025, 3, 28, 1, 45, tzinfo=UTC))
    start, end = series.planned(date(2025, 3, 30))
    assert (start, end - start) == (datetime(2025, 3, 30, 1, 30, tzinfo=UTC), timedelta(minutes=15))


def test_deleted_and_changed_ones() -> None:
    moved = datetime(2025, 5, 1, 8, tzinfo=UTC)
    series = of(
        exceptions=exceptions(30, start=moved, end=moved + HOUR), deleted_dates=(date(2025, 3, 28), date(2025, 4, 1))
    )
    assert (series.first, series.last) == (date(2025, 3, 29), date(2025, 3, 31))
    assert series.neighbours(date(2025, 3, 29)) == (None, date(2025, 3, 30))
    assert [series.has(date(2025, 3, day)) for day in (27, 28, 29)] == [False, False, True]
    found = [day for _, _, day in series.earliest(FIRST, LAST, None)]
    assert found == [date(2025, 3, 29), date(2025, 3, 31), date(2025, 3, 30)]
    assert series.earliest(moved, moved + HOUR, 1) == [(moved, moved + HOUR, date(2025, 3, 30))]
    assert series.span == (START, moved + HOUR)


def test_nothing_is_left() -> None:
    series = of(Numbered(ZONED, 2), deleted_dates=(date(2025, 3, 28), date(2025, 3, 29)))
    assert series.first is series.last is series.next_start(FIRST + DAY) is None
    assert list(series.between(FIRST, LAST)) == []


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (START - 9 * DAY, START),
        (START, START),
        (START + timedelta(seconds=1), START + DAY),
        (START + 3 * DAY, START + 4 * DAY - HOUR),
        (START + 4 * DAY, None),
    ],
)
def test_the_next_one(now: datetime, then: datetime | None) -> None:
    assert of().next_start(now) == then


def test_the_next_one_may_have_moved() -> None:
    moved = START + timedelta(hours=12)
    series = of(exceptions=exceptions(28, start=moved, end=moved + HOUR))
    assert series.next_start(START + HOUR) == moved
    assert series.next_start(moved + HOUR) == START + DAY


def test_series_without_end_take_no_time() -> None:
    began = clock.process_time()
    for pattern in (Daily(999), Daily(1), Weekly(1, tuple(day for day in DayOfWeek if day.is_single))):
        recurrence = Recurrence(pattern, NoEnd(ZonedDate(date(1601, 4, 1))))
        series = of(recurrence=recurrence)
        assert series.last is None
        assert series.span[1] == LAST
        assert len(list(series.between(datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 3, 1, tzinfo=UTC)))) <= 61
        assert len(series.earliest(FIRST, LAST, 3)) == 3
        assert series.next_start(datetime(4000, 1, 1, tzinfo=UTC)) is not None
    assert clock.process_time() - began < 1


def test_a_century_is_no_more_than_its_days() -> None:
    found = list(of(NoEnd(ZONED)).between(datetime(2030, 1, 1, tzinfo=UTC), datetime(2130, 1, 1, tzinfo=UTC)))
    assert len(found) == 36524


@pytest.mark.parametrize(
    "single",
    [
        {},
        {"start": START},
        {"recurrence": Recurrence(Daily(), NoEnd(ZONED))},
        {"start": START, "recurrence": Recurrence(Regenerating(Unit.DAY, 1), NoEnd(ZONED))},
    ],
)
def test_what_is_no_series(single: dict[str, Any]) -> None:
    assert series_of(single) is None


# --- what a change brings about --------------------------------------------------------------------------------------


def test_the_range_says_the_date_and_the_start_the_time() -> None:
    week = Recurrence(Weekly(1, (DayOfWeek.MONDAY,)), EndsOn(ZONED, ZonedDate(date(2025, 6, 1))))
    changes = settled(item(recurrence=week), lambda name: None)
    # The first Monday comes after the clocks have changed.
    assert changes["start"] == datetime(2025, 3, 31, 7, tzinfo=UTC)
    assert changes["end"] == datetime(2025, 3, 31, 8, tzinfo=UTC)
    assert changes["recurrence"].range.start == ZonedDate(date(2025, 3, 31), 2 * HOUR)


@pytest.mark.parametrize(
    ("changes", "another"),
    [
        ({"subject": "x"}, False),
        ({"start": START, "end": START + HOUR}, False),
        ({"start": START + HOUR}, True),
        ({"start_time_zone": TimeZone(id="W. Europe Standard Time", name="Berlin")}, False),
        ({"start_time_zone": TimeZone(id="Tokyo Standard Time")}, True),
        ({"recurrence": None}, True),
    ],
)
def test_another_plan_has_no_exceptions(changes: dict[str, Any], another: bool) -> None:
    before = item(exceptions=exceptions(30, subject="y"), deleted_dates=(date(2025, 3, 29),)).get
    assert plan_changes(changes, before) == another
    result = settled(changes, before)
    assert ("exceptions" in result, "deleted_dates" in result) == (another, another)
    assert all(result[name] is None for name in ("exceptions", "deleted_dates") if another)


def test_a_range_without_a_day_is_left_as_it_is() -> None:
    none = Recurrence(Weekly(1, (DayOfWeek.MONDAY,)), EndsOn(ZONED, ZonedDate(date(2025, 3, 30))))
    changes = item(recurrence=none)
    assert settled(changes, lambda name: None) == changes
