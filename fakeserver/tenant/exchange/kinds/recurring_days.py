"""The days of a recurrence, numbered: any of them is found by arithmetic, however long ago the first one was.

A pattern fills periods (days, weeks, months, years, every so many of them), and each period has the same number of days
in it: a weekly one as many as it names, every other one. So the n-th day is in period n // that number, and a date is
in the period that lies so far behind the first. Nothing is counted up from the beginning: a recurrence without end that
began in 1601, or one of every 999th day, costs no more than another, and needs no memory.

Assumption: of a month's interval, the month of the first date counts, as iCalendar has it (RFC 5545 section 3.3.10);
python-dateutil, which walks, says the same in the tests.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from fakeserver.tenant.exchange.kinds.recurrence import (
    WEEKDAYS,
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    DayOfWeek,
    EndsOn,
    Numbered,
    Recurrence,
    RelativeMonthly,
    RelativeYearly,
    Weekly,
    WeekOfMonth,
)

#: No recurrence goes on beyond. Source: what the service says of one that does.
LAST_DAY: Final = date(4500, 9, 1)
_DAY: Final = timedelta(days=1)
_WEEKDAYS: Final = {day: number for number, day in enumerate(WEEKDAYS)}
#: Those that a day in a pattern stands for, where it is not one of the seven.
_SEVERAL: Final = {
    DayOfWeek.DAY: frozenset(range(7)),
    DayOfWeek.WEEKDAY: frozenset(range(5)),
    DayOfWeek.WEEKEND_DAY: frozenset((5, 6)),
}
_PLACES: Final = {
    WeekOfMonth.FIRST: 0,
    WeekOfMonth.SECOND: 1,
    WeekOfMonth.THIRD: 2,
    WeekOfMonth.FOURTH: 3,
    WeekOfMonth.LAST: -1,
}


@dataclass(frozen=True, slots=True)
class _Periods:
    """The periods of a pattern, from the one on that a date lies in."""

    #: number of a period -> its days, ascending; OverflowError or ValueError: it lies behind the end of the calendar
    days: Callable[[int], tuple[date, ...]]
    #: date -> number of the last period that begins on it or before it
    containing: Callable[[date], int]
    #: days in each
    size: int


@dataclass(frozen=True, slots=True)
class RecurringDays:
    """The days of a recurrence, numbered from 0."""

    recurrence: Recurrence
    _periods: _Periods
    #: days of the first period that lie before the beginning
    _skipped: int

    @classmethod
    def of(cls, recurrence: Recurrence) -> "RecurringDays":
        """Return the days of an appointment's recurrence.

        Raises:
            ValueError: its next day depends on when a task is completed.
        """
        start = recurrence.range.start.day
        periods = _periods(recurrence.pattern, start)
        # Behind the last day there is none to skip, and weeks may not be whole.
        skipped = sum(day < start for day in periods.days(0)) if start <= LAST_DAY else 0
        return cls(recurrence, periods, skipped)

    @property
    def count(self) -> int | None:
        """How many there are; None: without end."""
        match self.recurrence.range:
            case Numbered(count=count):
                return count
            case EndsOn(end=end):
                return self.index_from(min(end.day, LAST_DAY) + _DAY)
        return None

    @property
    def first(self) -> date | None:
        """The first day; None: the range has none."""
        return self.at(0)

    @property
    def last(self) -> date | None:
        """The last day; None: there is no end, or no day."""
        count = self.count
        return self.at(count - 1) if count else None

    def at(self, index: int) -> date | None:
        """Return the day with a number, None where there is none."""
        count = self.count
        if index < 0 or (count is not None and index >= count):
            return None
        return self._unbounded(index)

    def index_of(self, day: date) -> int | None:
        """Return the number of a day, None where the recurrence does not have it."""
        index = self.index_from(day)
        return index if self.at(index) == day else None

    def index_from(self, day: date) -> int:
        """Return the number that the first day from a date on has, or would have behind the end."""
        periods = self._periods
        index = max(periods.containing(day) * periods.size - self._skipped, 0)
        # Of one period, or of two where the date lies behind the days of its own.
        while (found := self._unbounded(index)) is not None and found < day:
            index += 1
        return index

    def between(self, first: date, last: date) -> Iterator[date]:
        """Yield the days from one date to another, both included."""
        index = self.index_from(first)
        while (day := self.at(index)) is not None and day <= last:
            yield day
            index += 1

    def _unbounded(self, index: int) -> date | None:
        number, place = divmod(index + self._skipped, self._periods.size)
        try:
            day = self._periods.days(number)[place]
        except (OverflowError, ValueError):
            return None
        return day if day <= LAST_DAY else None


def _periods(pattern: Any, start: date) -> _Periods:
    match pattern:
        case Daily(interval=interval):
            return _Periods(
                lambda number: (start + timedelta(days=number * interval),),
                lambda day: (day - start).days // interval,
                1,
            )
        case Weekly():
            return _weeks(pattern, start)
        case AbsoluteMonthly(interval=interval, day=of_month):
            return _months(interval, start, lambda year, month: _date(year, month, of_month))
        case RelativeMonthly(interval=interval, day=weekday, week=week):
            return _months(interval, start, lambda year, month: _nth(year, month, weekday, week))
        case AbsoluteYearly(day=of_month, month=month):
            return _months(12, start.replace(month=month, day=1), lambda year, month: _date(year, month, of_month))
        case RelativeYearly(day=weekday, week=week, month=month):
            return _months(12, start.replace(month=month, day=1), lambda year, month: _nth(year, month, weekday, week))
    raise ValueError("an appointment does not regenerate")


def _weeks(pattern: Weekly, start: date) -> _Periods:
    first_day = _WEEKDAYS[pattern.first_day or DayOfWeek.SUNDAY]
    # Weeks are counted from their first day on, which may lie before the calendar's own.
    offset = (start.weekday() - first_day) % 7
    places = sorted({(_WEEKDAYS[day] - first_day) % 7 - offset for day in pattern.days})
    length = 7 * pattern.interval
    return _Periods(
        lambda number: tuple(start + timedelta(days=number * length + place) for place in places),
        lambda day: ((day - start).days + offset) // length,
        len(places),
    )


def _months(interval: int, start: date, day_in: Callable[[int, int], date]) -> _Periods:
    first = start.year * 12 + start.month - 1

    def days(number: int) -> tuple[date, ...]:
        year, month = divmod(first + number * interval, 12)
        return (day_in(year, month + 1),)

    return _Periods(days, lambda day: (day.year * 12 + day.month - 1 - first) // interval, 1)


def _date(year: int, month: int, day: int) -> date:
    """Return a date of a month; its last where it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _nth(year: int, month: int, weekday: DayOfWeek, week: WeekOfMonth) -> date:
    """Return e.g. a month's second Tuesday or last weekday."""
    wanted = _SEVERAL.get(weekday) or frozenset((_WEEKDAYS[weekday],))
    days = (date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1))
    return [day for day in days if day.weekday() in wanted][_PLACES[week]]
