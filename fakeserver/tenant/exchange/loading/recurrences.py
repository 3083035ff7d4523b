"""iCalendar's recurrence rules as Exchange's: a pattern and a range ([MS-OXCICAL] 2.1.3.2.2)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

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
    RelativeMonthly,
    RelativeYearly,
    Weekly,
    WeekOfMonth,
)
from fakeserver.tenant.exchange.loading.icalendar_package import whole

_DAYS = dict(zip("SU MO TU WE TH FR SA".split(), DayOfWeek, strict=False))
_WEEKS = dict(zip("1 2 3 4 -1".split(), WeekOfMonth, strict=True))
#: Several days of which the one that BYSETPOS counts is meant.
_SETS = {
    frozenset(_DAYS): DayOfWeek.DAY,
    frozenset("MO TU WE TH FR".split()): DayOfWeek.WEEKDAY,
    frozenset("SA SU".split()): DayOfWeek.WEEKEND_DAY,
}
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}


def recurrence(rule: Mapping[str, list[Any]], start: date) -> Recurrence:
    """Return what a rule means for something that starts on a day.

    Raises:
        ValueError: Exchange has no such recurrence.
    """
    parts = {name.upper(): values for name, values in rule.items()}
    if not parts.keys() <= _KNOWN or any(
        len(parts.get(name, ())) > 1 for name in ("BYMONTHDAY", "BYMONTH", "BYSETPOS")
    ):
        raise ValueError("a rule that Exchange does not have")
    return Recurrence(_pattern(parts, start), _range(parts, start))


def _pattern(parts: Mapping[str, list[Any]], start: date) -> Pattern:
    frequency, interval = str(parts["FREQ"][0]).upper(), whole(parts.get("INTERVAL", [1])[0])
    days = [str(day).upper() for day in parts.get("BYDAY", [])]
    if frequency == "DAILY" and not days and not parts.keys() & {"BYMONTHDAY", "BYMONTH", "BYSETPOS"}:
        return Daily(interval)
    if frequency == "WEEKLY" and not parts.keys() & {"BYMONTHDAY", "BYMONTH", "BYSETPOS"}:
        first = _DAYS[str(parts["WKST"][0]).upper()] if "WKST" in parts else None
        return Weekly(interval, tuple(_DAYS[day] for day in days) or (_day_of(start),), first)
    if frequency == "MONTHLY" and "BYMONTH" not in parts:
        if not days:
            return AbsoluteMonthly(interval, _day_of_month(parts, start))
        return RelativeMonthly(interval, *_nth(parts, days))
    if frequency == "YEARLY" and interval == 1:
        month = whole(parts.get("BYMONTH", [start.month])[0])
        if not days:
            return AbsoluteYearly(_day_of_month(parts, start), month)
        return RelativeYearly(*_nth(parts, days), month)
    raise ValueError("a rule that Exchange does not have")


def _range(parts: Mapping[str, list[Any]], start: date) -> Range:
    begin = _zoned(start)
    if "COUNT" in parts:
        return Numbered(begin, whole(parts["COUNT"][0]))
    if "UNTIL" in parts:
        until = parts["UNTIL"][0]
        if isinstance(until, datetime) and isinstance(start, datetime) and until.tzinfo and start.tzinfo:
            until = until.astimezone(start.tzinfo)
        return EndsOn(begin, ZonedDate(_day(until), begin.offset))
    return NoEnd(begin)


def _nth(parts: Mapping[str, list[Any]], days: list[str]) -> tuple[DayOfWeek, WeekOfMonth]:
    """Return which day of a month is meant, e.g. the second Tuesday."""
    if "BYMONTHDAY" in parts:
        raise ValueError("a rule that Exchange does not have")
    if len(days) == 1 and len(days[0]) > 2 and "BYSETPOS" not in parts:
        return _DAYS[days[0][-2:]], _WEEKS[days[0][:-2].lstrip("+")]
    which = _WEEKS[str(whole(parts["BYSETPOS"][0]))]
    return (_DAYS[days[0]] if len(days) == 1 else _SETS[frozenset(days)]), which


def _day_of_month(parts: Mapping[str, list[Any]], start: date) -> int:
    if "BYSETPOS" in parts:
        raise ValueError("a rule that Exchange does not have")
    day = whole(parts.get("BYMONTHDAY", [start.day])[0])
    # Exchange takes the month's last where it is shorter.
    return 31 if day == -1 else day


def _day_of(start: date) -> DayOfWeek:
    return list(_DAYS.values())[(start.weekday() + 1) % 7]


def _zoned(start: date) -> ZonedDate:
    offset = start.utcoffset() if isinstance(start, datetime) else None
    return ZonedDate(_day(start), offset or timedelta())


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
