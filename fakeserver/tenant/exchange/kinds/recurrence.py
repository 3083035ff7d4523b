"""How an appointment or a task recurs: a pattern, and the range of dates in which it holds.

Source: [MS-OXOCAL] 2.2.1.44; web-service-reference/recurrence-recurrencetype for the bounds.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import Final

from fakeserver.tenant.exchange.kinds.dates import ZonedDate

#: The first date that a recurrence may start at.
EARLIEST_START = date(1601, 4, 1)


class DayOfWeek(StrEnum):
    """A day of the week, or any of several."""

    SUNDAY = auto()
    MONDAY = auto()
    TUESDAY = auto()
    WEDNESDAY = auto()
    THURSDAY = auto()
    FRIDAY = auto()
    SATURDAY = auto()
    #: any of the seven
    DAY = auto()
    #: Monday to Friday
    WEEKDAY = auto()
    #: Saturday or Sunday
    WEEKEND_DAY = auto()

    @property
    def is_single(self) -> bool:
        """Whether it is one of the seven days."""
        return self not in (DayOfWeek.DAY, DayOfWeek.WEEKDAY, DayOfWeek.WEEKEND_DAY)


#: The seven days, by `date.weekday`.
WEEKDAYS: Final = (
    DayOfWeek.MONDAY,
    DayOfWeek.TUESDAY,
    DayOfWeek.WEDNESDAY,
    DayOfWeek.THURSDAY,
    DayOfWeek.FRIDAY,
    DayOfWeek.SATURDAY,
    DayOfWeek.SUNDAY,
)


class WeekOfMonth(StrEnum):
    """Which of a month's days of one name."""

    FIRST = auto()
    SECOND = auto()
    THIRD = auto()
    FOURTH = auto()
    LAST = auto()


class Unit(StrEnum):
    """What a regenerating task counts after it was completed."""

    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    YEAR = auto()


def _check(what: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise ValueError(f"{what} must be 1 to {most}, not {value}")


@dataclass(frozen=True, slots=True)
class Daily:
    """Every so many days."""

    interval: int = 1

    def __post_init__(self) -> None:
        _check("interval", self.interval, 999)


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every so many weeks, on some days of them."""

    interval: int
    days: tuple[DayOfWeek, ...]
    #: the day that weeks begin with; Sunday where it is not said
    first_day: DayOfWeek | None = None

    def __post_init__(self) -> None:
        _check("interval", self.interval, 99)
        if not self.days:
            raise ValueError("a weekly recurrence needs a day")
        if not all(day.is_single for day in self.days) or (self.first_day is not None and not self.first_day.is_single):
            raise ValueError("weeks have the seven days of the week")


@dataclass(frozen=True, slots=True)
class AbsoluteMonthly:
    """Every so many months, on a date of them; the month's last where it is shorter."""

    interval: int
    day: int

    def __post_init__(self) -> None:
        _check("interval", self.interval, 99)
        _check("day", self.day, 31)


@dataclass(frozen=True, slots=True)
class RelativeMonthly:
    """Every so many months, e.g. on the second Tuesday."""

    interval: int
    day: DayOfWeek
    week: WeekOfMonth

    def __post_init__(self) -> None:
        _check("interval", self.interval, 99)


@dataclass(frozen=True, slots=True)
class AbsoluteYearly:
    """Every year on a date."""

    day: int
    #: January is 1
    month: int

    def __post_init__(self) -> None:
        _check("day", self.day, 31)
        _check("month", self.month, 12)


@dataclass(frozen=True, slots=True)
class RelativeYearly:
    """Every year, e.g. on the last Sunday of October."""

    day: DayOfWeek
    week: WeekOfMonth
    month: int

    def __post_init__(self) -> None:
        _check("month", self.month, 12)


@dataclass(frozen=True, slots=True)
class Regenerating:
    """A new task so long after the last was completed."""

    unit: Unit
    interval: int

    def __post_init__(self) -> None:
        _check("interval", self.interval, 999)


Pattern = Daily | Weekly | AbsoluteMonthly | RelativeMonthly | AbsoluteYearly | RelativeYearly | Regenerating


def _check_start(start: ZonedDate) -> None:
    if start.day < EARLIEST_START:
        raise ValueError(f"a recurrence starts on {EARLIEST_START} or later")


@dataclass(frozen=True, slots=True)
class NoEnd:
    """From a date on, for ever."""

    start: ZonedDate

    def __post_init__(self) -> None:
        _check_start(self.start)


@dataclass(frozen=True, slots=True)
class EndsOn:
    """From a date to another, both included."""

    start: ZonedDate
    end: ZonedDate

    def __post_init__(self) -> None:
        _check_start(self.start)


@dataclass(frozen=True, slots=True)
class Numbered:
    """From a date on, so many times."""

    start: ZonedDate
    count: int

    def __post_init__(self) -> None:
        _check_start(self.start)
        _check("count", self.count, 999)


Range = NoEnd | EndsOn | Numbered


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A pattern and its range."""

    pattern: Pattern
    range: Range
