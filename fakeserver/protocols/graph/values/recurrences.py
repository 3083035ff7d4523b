"""patternedRecurrence: a pattern and a range.

Sources: resources/recurrencepattern, /recurrencerange and the samples of event-get. Of the pattern that a client sends,
the service reads what its type needs: an answer has all members, and clients send it back as it is.
Assumption: the codes, but for that of a missing interval (reported).
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from fakeserver.protocols.graph.body import of_type
from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError, Row
from fakeserver.protocols.graph.values.reading import chosen, listed, structure, text
from fakeserver.protocols.graph.values.times import INVALID, zone_named
from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import (
    WEEKDAYS,
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
    RelativeMonthly,
    RelativeYearly,
    Weekly,
    WeekOfMonth,
)

#: StackOverflow 60228263, for a pattern without interval.
NO_INTERVAL: Final = Row(500, "ErrorInternalServerError", "An internal server error occurred. The operation failed.")

_PATTERN: Final = frozenset("type interval month dayOfMonth daysOfWeek firstDayOfWeek index".split())
_RANGE: Final = frozenset("type startDate endDate recurrenceTimeZone numberOfOccurrences".split())
_DAYS: Final[dict[str, DayOfWeek]] = {day.value: day for day in WEEKDAYS}
_WEEKS: Final[dict[str, WeekOfMonth]] = {week.value: week for week in WeekOfMonth}
_TYPES: Final = {
    word: word for word in "daily weekly absoluteMonthly relativeMonthly absoluteYearly relativeYearly".split()
}
_RANGES: Final = {word: word for word in ("endDate", "noEnd", "numbered")}
#: Days that are one word in the store.
_SEVERAL: Final = {
    frozenset(WEEKDAYS): DayOfWeek.DAY,
    frozenset(WEEKDAYS[:5]): DayOfWeek.WEEKDAY,
    frozenset(WEEKDAYS[5:]): DayOfWeek.WEEKEND_DAY,
}
_NO_DATE: Final = "0001-01-01"


# --- writing ----------------------------------------------------------------------------------------------------------


def written(recurrence: Recurrence, zone_name: str) -> dict[str, Any]:
    """Return a recurrence of an appointment.

    Args:
        zone_name: of its times.
    """
    return {"pattern": _written_pattern(recurrence.pattern), "range": _written_range(recurrence.range, zone_name)}


def _written_pattern(pattern: Pattern) -> dict[str, Any]:
    shown: dict[str, Any] = {"type": "daily", "interval": 1, "month": 0, "dayOfMonth": 0}
    shown |= {"firstDayOfWeek": "sunday", "index": "first"}
    match pattern:
        case Daily(interval=interval):
            shown |= {"interval": interval}
        case Weekly(interval=interval, days=days, first_day=first):
            shown |= {"type": "weekly", "interval": interval, "daysOfWeek": [day.value for day in days]}
            shown |= {"firstDayOfWeek": (first or DayOfWeek.SUNDAY).value}
        case AbsoluteMonthly(interval=interval, day=day):
            shown |= {"type": "absoluteMonthly", "interval": interval, "dayOfMonth": day}
        case RelativeMonthly(interval=interval, day=weekday, week=week):
            shown |= {"type": "relativeMonthly", "interval": interval, "index": week.value}
            shown |= {"daysOfWeek": _words(weekday)}
        case AbsoluteYearly(day=day, month=month):
            shown |= {"type": "absoluteYearly", "dayOfMonth": day, "month": month}
        case RelativeYearly(day=weekday, week=week, month=month):
            shown |= {"type": "relativeYearly", "month": month, "index": week.value, "daysOfWeek": _words(weekday)}
    return shown


def _words(day: DayOfWeek) -> list[str]:
    return next(
        ([each.value for each in WEEKDAYS if each in several] for several, word in _SEVERAL.items() if word is day),
        [day.value],
    )


def _written_range(limits: Range, zone_name: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"type": "noEnd", "startDate": limits.start.day.isoformat(), "endDate": _NO_DATE}
    shown |= {"recurrenceTimeZone": zone_name, "numberOfOccurrences": 0}
    match limits:
        case EndsOn(end=end):
            shown |= {"type": "endDate", "endDate": end.day.isoformat()}
        case Numbered(count=count):
            shown |= {"type": "numbered", "numberOfOccurrences": count}
    return shown


# --- reading ----------------------------------------------------------------------------------------------------------


def read(value: Any, name: str, clock: tzinfo) -> Recurrence | None:
    """Read a recurrence, or null.

    Args:
        clock: the zone of the appointment's start.

    Raises:
        GraphError: it is none, or one that the store has no form for.
    """
    if value is None:
        return None
    given = structure(value, name, "patternedRecurrence", frozenset({"pattern", "range"}))
    pattern = structure(given.get("pattern"), "pattern", "recurrencePattern", _PATTERN)
    limits = structure(given.get("range"), "range", "recurrenceRange", _RANGE)
    try:
        return Recurrence(_read_pattern(pattern), _read_range(limits, clock))
    except ValueError as problem:
        raise GraphError(INVALID) from problem


def _read_pattern(given: Mapping[str, Any]) -> Pattern:
    kind = chosen(given.get("type"), "type", _TYPES)
    interval = _number(given, "interval")
    if not interval:
        raise GraphError(NO_INTERVAL)
    if kind.endswith("Yearly") and interval != 1:
        raise GraphError(NOT_PERFORMED, what="a recurrence of every second year, or more seldom")
    match kind:
        case "daily":
            return Daily(interval)
        case "weekly":
            first = given.get("firstDayOfWeek")
            return Weekly(
                interval, tuple(_days(given)), None if first is None else chosen(first, "firstDayOfWeek", _DAYS)
            )
        case "absoluteMonthly":
            return AbsoluteMonthly(interval, _number(given, "dayOfMonth"))
        case "relativeMonthly":
            return RelativeMonthly(interval, _day(given), _week(given))
        case "absoluteYearly":
            return AbsoluteYearly(_number(given, "dayOfMonth"), _number(given, "month"))
        case _:
            return RelativeYearly(_day(given), _week(given), _number(given, "month"))


def _read_range(given: Mapping[str, Any], clock: tzinfo) -> Range:
    if (named := text(given.get("recurrenceTimeZone"), "recurrenceTimeZone")) is not None and named:
        clock = zone_named(named).clock
    start = _date(given, "startDate", clock)
    match chosen(given.get("type"), "type", _RANGES):
        case "endDate":
            return EndsOn(start, _date(given, "endDate", clock))
        case "numbered":
            return Numbered(start, _number(given, "numberOfOccurrences"))
        case _:
            return NoEnd(start)


def _number(given: Mapping[str, Any], name: str) -> int:
    value = given.get(name)
    number: int = 0 if value is None else of_type(value, int, name)
    return number


def _days(given: Mapping[str, Any]) -> list[DayOfWeek]:
    days = listed(given.get("daysOfWeek"), "daysOfWeek", lambda value, name: chosen(value, name, _DAYS))
    return list(dict.fromkeys(days))


def _day(given: Mapping[str, Any]) -> DayOfWeek:
    days = _days(given)
    if len(days) == 1:
        return days[0]
    if not days:
        raise ValueError("a relative recurrence needs a day")
    if (word := _SEVERAL.get(frozenset(days))) is None:
        raise GraphError(NOT_PERFORMED, what="a recurrence on the first of several days of the week")
    return word


def _week(given: Mapping[str, Any]) -> WeekOfMonth:
    index = given.get("index")
    return WeekOfMonth.FIRST if index is None else chosen(index, "index", _WEEKS)


def _date(given: Mapping[str, Any], name: str, clock: tzinfo) -> ZonedDate:
    day = date.fromisoformat(text(given.get(name), name) or "")
    return ZonedDate(day, clock.utcoffset(datetime.combine(day, time())) or timedelta())
