"""t:RecurrenceType and t:TaskRecurrenceType: a pattern and a range."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from fakeserver.protocols.ews.errors import MANAGED_API, EwsError, Row
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import DATE, INTEGER, ValueType, plain
from fakeserver.protocols.ews.values.structure import Part, part, structure
from fakeserver.tenant.exchange.kinds.recurrence import (
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    DayOfWeek,
    EndsOn,
    NoEnd,
    Numbered,
    Pattern,
    Recurrence,
    Regenerating,
    RelativeMonthly,
    RelativeYearly,
    Unit,
    Weekly,
    WeekOfMonth,
)

_OUT_OF_RANGE: Final = Row("ErrorCalendarOutOfRange", "The calendar property falls out of valid range.", MANAGED_API)
_WEEKLY_DAY: Final = Row(
    "ErrorCalendarInvalidDayForWeeklyRecurrence",
    "The value of the DaysOfWeek property is invalid for a weekly recurrence.",
    MANAGED_API,
)

DAY_OF_WEEK: Final = spelling.one_of(
    "DayOfWeekType",
    {
        "Sunday": DayOfWeek.SUNDAY,
        "Monday": DayOfWeek.MONDAY,
        "Tuesday": DayOfWeek.TUESDAY,
        "Wednesday": DayOfWeek.WEDNESDAY,
        "Thursday": DayOfWeek.THURSDAY,
        "Friday": DayOfWeek.FRIDAY,
        "Saturday": DayOfWeek.SATURDAY,
        "Day": DayOfWeek.DAY,
        "Weekday": DayOfWeek.WEEKDAY,
        "WeekendDay": DayOfWeek.WEEKEND_DAY,
    },
)
_WEEK: Final = plain(
    spelling.one_of(
        "DayOfWeekIndexType",
        {
            "First": WeekOfMonth.FIRST,
            "Second": WeekOfMonth.SECOND,
            "Third": WeekOfMonth.THIRD,
            "Fourth": WeekOfMonth.FOURTH,
            "Last": WeekOfMonth.LAST,
        },
    )
)
_MONTHS: Final = "January February March April May June July August September October November December".split()
_MONTH: Final = plain(spelling.one_of("MonthNamesType", {word: number for number, word in enumerate(_MONTHS, start=1)}))
_DAY: Final = plain(DAY_OF_WEEK)
_DAYS: Final = plain(spelling.several("DaysOfWeekType", DAY_OF_WEEK))

_INTERVAL: Final = part("Interval", "interval", INTEGER, required=True)
_START: Final = part("StartDate", "start", DATE, required=True)


def _weekly(days: tuple[DayOfWeek, ...], first_day: DayOfWeek | None = None, **rest: int) -> Weekly:
    if not all(day.is_single for day in (*days, *([] if first_day is None else [first_day]))):
        raise EwsError(_WEEKLY_DAY)
    return Weekly(days=days, first_day=first_day, **rest)


def _bounded(make: Callable[..., Any], *parts: Part) -> ValueType:
    return structure(make, *parts, refused=_OUT_OF_RANGE)


RELATIVE_YEARLY: Final = _bounded(
    RelativeYearly,
    part("DaysOfWeek", "day", _DAY, required=True),
    part("DayOfWeekIndex", "week", _WEEK, required=True),
    part("Month", "month", _MONTH, required=True),
)
_PATTERNS: Final[dict[str, ValueType]] = {
    "RelativeYearlyRecurrence": RELATIVE_YEARLY,
    "AbsoluteYearlyRecurrence": _bounded(
        AbsoluteYearly, part("DayOfMonth", "day", INTEGER, required=True), part("Month", "month", _MONTH, required=True)
    ),
    "RelativeMonthlyRecurrence": _bounded(
        RelativeMonthly,
        _INTERVAL,
        part("DaysOfWeek", "day", _DAY, required=True),
        part("DayOfWeekIndex", "week", _WEEK, required=True),
    ),
    "AbsoluteMonthlyRecurrence": _bounded(
        AbsoluteMonthly, _INTERVAL, part("DayOfMonth", "day", INTEGER, required=True)
    ),
    "WeeklyRecurrence": _bounded(
        _weekly, _INTERVAL, part("DaysOfWeek", "days", _DAYS, required=True), part("FirstDayOfWeek", "first_day", _DAY)
    ),
    "DailyRecurrence": _bounded(Daily, _INTERVAL),
}
_TASK_PATTERNS: Final = _PATTERNS | {
    "DailyRegeneration": _bounded(partial(Regenerating, Unit.DAY), _INTERVAL),
    "WeeklyRegeneration": _bounded(partial(Regenerating, Unit.WEEK), _INTERVAL),
    "MonthlyRegeneration": _bounded(partial(Regenerating, Unit.MONTH), _INTERVAL),
    "YearlyRegeneration": _bounded(partial(Regenerating, Unit.YEAR), _INTERVAL),
}
_RANGES: Final[dict[str, ValueType]] = {
    "NoEndRecurrence": _bounded(NoEnd, _START),
    "EndDateRecurrence": _bounded(EndsOn, _START, part("EndDate", "end", DATE, required=True)),
    "NumberedRecurrence": _bounded(Numbered, _START, part("NumberOfOccurrences", "count", INTEGER, required=True)),
}
_ELEMENTS: Final[dict[type, str]] = {
    RelativeYearly: "RelativeYearlyRecurrence",
    AbsoluteYearly: "AbsoluteYearlyRecurrence",
    RelativeMonthly: "RelativeMonthlyRecurrence",
    AbsoluteMonthly: "AbsoluteMonthlyRecurrence",
    Weekly: "WeeklyRecurrence",
    Daily: "DailyRecurrence",
    NoEnd: "NoEndRecurrence",
    EndsOn: "EndDateRecurrence",
    Numbered: "NumberedRecurrence",
}
_REGENERATIONS: Final = {
    Unit.DAY: "DailyRegeneration",
    Unit.WEEK: "WeeklyRegeneration",
    Unit.MONTH: "MonthlyRegeneration",
    Unit.YEAR: "YearlyRegeneration",
}


def _pattern_element(pattern: Pattern) -> str:
    return _REGENERATIONS[pattern.unit] if isinstance(pattern, Regenerating) else _ELEMENTS[type(pattern)]


def _recurrence(patterns: Mapping[str, ValueType]) -> ValueType:
    return structure(
        Recurrence,
        Part("pattern", patterns, _pattern_element, required=True),
        Part("range", _RANGES, lambda value: _ELEMENTS[type(value)], required=True),
    )


RECURRENCE: Final = _recurrence(_PATTERNS)
TASK_RECURRENCE: Final = _recurrence(_TASK_PATTERNS)
