"""The days of recurrences, beside those that python-dateutil finds by walking."""

from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import (
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    DayOfWeek,
    EndsOn,
    NoEnd,
    Numbered,
    Pattern,
    Range,
    Recurrence,
    Regenerating,
    RelativeMonthly,
    RelativeYearly,
    Unit,
    Weekly,
    WeekOfMonth,
)
from fakeserver.tenant.exchange.kinds.recurring_days import LAST_DAY, RecurringDays

SINGLE = [day for day in DayOfWeek if day.is_single]
#: dateutil's numbers, which begin with Monday
NUMBERS = {day: (place - 1) % 7 for place, day in enumerate(SINGLE)}
SETS = {DayOfWeek.DAY: range(7), DayOfWeek.WEEKDAY: range(5), DayOfWeek.WEEKEND_DAY: (5, 6)}
PLACES = dict(zip(WeekOfMonth, (1, 2, 3, 4, -1), strict=True))

days_of_week, weeks = st.sampled_from(DayOfWeek), st.sampled_from(WeekOfMonth)
intervals = st.integers(1, 99)
patterns: st.SearchStrategy[Pattern] = st.one_of(
    st.builds(Daily, st.integers(1, 999)),
    st.builds(
        Weekly,
        intervals,
        st.lists(st.sampled_from(SINGLE), min_size=1, max_size=8).map(tuple),
        st.sampled_from([None, *SINGLE]),
    ),
    st.builds(AbsoluteMonthly, intervals, st.integers(1, 31)),
    st.builds(RelativeMonthly, intervals, days_of_week, weeks),
    st.builds(AbsoluteYearly, st.integers(1, 31), st.integers(1, 12)),
    st.builds(RelativeYearly, days_of_week, weeks, st.integers(1, 12)),
)
dates = st.dates(date(1601, 4, 1), date(2200, 1, 1))


def of(pattern: Pattern, range_: Range) -> RecurringDays:
    return RecurringDays.of(Recurrence(pattern, range_))


def walked(pattern: Pattern, start: date) -> Any:
    """Return dateutil's rule."""
    begin = datetime.combine(start, time())
    match pattern:
        case Daily(interval=interval):
            return rrule.rrule(rrule.DAILY, begin, interval)
        case Weekly(interval=interval, days=days, first_day=first):
            first_day = NUMBERS[first or DayOfWeek.SUNDAY]
            return rrule.rrule(rrule.WEEKLY, begin, interval, wkst=first_day, byweekday=[NUMBERS[day] for day in days])
        case AbsoluteMonthly(interval=interval, day=day):
            return rrule.rrule(rrule.MONTHLY, begin, interval, bymonthday=range(min(day, 28), day + 1), bysetpos=-1)
        case AbsoluteYearly(day=day, month=month):
            last = range(min(day, 28), day + 1)
            return rrule.rrule(rrule.YEARLY, begin, bymonth=month, bymonthday=last, bysetpos=-1)
        case RelativeMonthly(interval=interval, day=weekday, week=week):
            return rrule.rrule(rrule.MONTHLY, begin, interval, **nth(weekday, week))
        case RelativeYearly(day=weekday, week=week, month=month):
            return rrule.rrule(rrule.YEARLY, begin, bymonth=month, **nth(weekday, week))
    raise AssertionError(pattern)


def nth(weekday: DayOfWeek, week: WeekOfMonth) -> dict[str, Any]:
    return {"byweekday": list(SETS.get(weekday) or [NUMBERS[weekday]]), "bysetpos": PLACES[week]}


@given(patterns, dates, st.integers(1, 30))
def test_they_are_those_that_walking_finds(pattern: Pattern, start: date, count: int) -> None:
    expected = [moment.date() for moment in islice(walked(pattern, start), count)]
    numbered = of(pattern, Numbered(ZonedDate(start), count))
    assert list(numbered.between(date.min, date.max)) == expected
    assert (numbered.first, numbered.last, numbered.count) == (expected[0], expected[-1], count)
    assert numbered.at(count) is numbered.at(-1) is None
    assert [numbered.index_of(day) for day in expected] == list(range(count))
    ending = of(pattern, EndsOn(ZonedDate(start), ZonedDate(expected[-1])))
    assert ending.count == count
    assert list(ending.between(date.min, date.max)) == expected


@given(patterns, dates, st.integers(0, 3000), st.integers(0, 400))
def test_a_window_in_a_series_without_end(pattern: Pattern, start: date, behind: int, long: int) -> None:
    first = start + timedelta(days=behind)
    last = first + timedelta(days=long)
    found = list(of(pattern, NoEnd(ZonedDate(start))).between(first, last))
    rule = walked(pattern, start)
    expected = rule.between(datetime.combine(first, time()), datetime.combine(last, time()), inc=True)
    assert found == [moment.date() for moment in expected]


@given(patterns, dates, st.dates())
def test_the_first_from_any_date_on(pattern: Pattern, start: date, day: date) -> None:
    days = of(pattern, NoEnd(ZonedDate(start)))
    index = days.index_from(day)
    found, before = days.at(index), days.at(index - 1)
    assert found is None or found >= day
    assert before is None or before < day
    assert found is not None or day > date(LAST_DAY.year - 400, 1, 1)


def test_the_end_of_the_calendar() -> None:
    start = ZonedDate(date(4500, 8, 31))
    assert list(of(Daily(), NoEnd(start)).between(date.min, date.max)) == [date(4500, 8, 31), LAST_DAY]
    assert of(Daily(), NoEnd(ZonedDate(date(4500, 9, 2)))).first is None
    far = of(Weekly(99, (DayOfWeek.SATURDAY,)), NoEnd(ZonedDate(date(9999, 12, 31))))
    assert far.first is far.at(10**9) is None
    assert of(AbsoluteYearly(1, 1), EndsOn(ZonedDate(date(2026, 1, 2)), ZonedDate(date(2026, 12, 31)))).count == 0


def test_a_short_month_has_its_last_day() -> None:
    thirty_first = of(AbsoluteMonthly(1, 31), Numbered(ZonedDate(date(2024, 1, 31)), 4))
    assert [day.day for day in thirty_first.between(date.min, date.max)] == [31, 29, 31, 30]
    thirtieth = of(AbsoluteYearly(30, 2), NoEnd(ZonedDate(date(1601, 4, 1))))
    assert list(thirtieth.between(date(2023, 1, 1), date(2025, 1, 1))) == [date(2023, 2, 28), date(2024, 2, 29)]


def test_weeks_begin_with_their_first_day() -> None:
    # From a Monday on, every second week on Sunday and Monday: it counts which of the two comes first.
    start = ZonedDate(date(2025, 7, 7))
    days = (DayOfWeek.MONDAY, DayOfWeek.SUNDAY)
    of_sunday, of_monday = (
        list(islice(of(Weekly(2, days, first), NoEnd(start)).between(date.min, date.max), 3))
        for first in (None, DayOfWeek.MONDAY)
    )
    assert of_sunday == [date(2025, 7, 7), date(2025, 7, 20), date(2025, 7, 21)]
    assert of_monday == [date(2025, 7, 7), date(2025, 7, 13), date(2025, 7, 21)]


def test_a_task_that_regenerates_has_no_days() -> None:
    with pytest.raises(ValueError, match="does not regenerate"):
        of(Regenerating(Unit.DAY, 1), NoEnd(ZonedDate(date(2025, 1, 1))))
