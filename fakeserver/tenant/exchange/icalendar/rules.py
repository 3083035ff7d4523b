"""iCalendar's recurrence rules and Exchange's, a pattern and a range, in both directions ([MS-OXCICAL] 2.1.3.2.2)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from fakeserver.tenant.exchange.icalendar.words import DAY_SETS, DAYS, WEEKS
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

#: A pattern that counts months goes up to this many.
_MOST_MONTHS = 99
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
    if frequency == "DAILY" and days and interval == 1 and not parts.keys() & {"BYMONTHDAY", "BYMONTH", "BYSETPOS"}:
        return Weekly(1, tuple(DAYS[day] for day in days))
    if frequency == "DAILY" and not days and not parts.keys() & {"BYMONTHDAY", "BYMONTH", "BYSETPOS"}:
        return Daily(interval)
    if frequency == "WEEKLY" and not parts.keys() & {"BYMONTHDAY", "BYMONTH", "BYSETPOS"}:
        first = DAYS[str(parts["WKST"][0]).upper()] if "WKST" in parts else None
        return Weekly(interval, tuple(DAYS[day] for day in days) or (_day_of(start),), first)
    if frequency == "MONTHLY" and "BYMONTH" not in parts:
        if not days:
            return AbsoluteMonthly(interval, _day_of_month(parts, start))
        return RelativeMonthly(interval, *_nth(parts, days))
    if frequency == "YEARLY" and interval == 1:
        month = whole(parts.get("BYMONTH", [start.month])[0])
        if not days:
            return AbsoluteYearly(_day_of_month(parts, start), month)
        return RelativeYearly(*_nth(parts, days), month)
    if frequency == "YEARLY" and 12 * interval <= _MOST_MONTHS and _is_month_of(parts, start):
        # Years are kept as twelve months each ([MS-OXOCAL] 2.2.1.44.1).
        if not days:
            return AbsoluteMonthly(12 * interval, _day_of_month(parts, start))
        return RelativeMonthly(12 * interval, *_nth(parts, days))
    raise ValueError("a rule that Exchange does not have")


def whole(value: object) -> int:
    """Return a number of the package icalendar's as one of Python's.

    Raises:
        ValueError: it is none: something else stands in its place.
    """
    if not isinstance(value, int):
        raise ValueError(f"{value} is no whole number")
    return value + 0


def _is_month_of(parts: Mapping[str, list[Any]], start: date) -> bool:
    return whole(parts.get("BYMONTH", [start.month])[0]) == start.month


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
        return DAYS[days[0][-2:]], WEEKS[days[0][:-2].lstrip("+")]
    which = WEEKS[str(whole(parts["BYSETPOS"][0]))]
    return (DAYS[days[0]] if len(days) == 1 else DAY_SETS[frozenset(days)]), which


def _day_of_month(parts: Mapping[str, list[Any]], start: date) -> int:
    if "BYSETPOS" in parts:
        raise ValueError("a rule that Exchange does not have")
    day = whole(parts.get("BYMONTHDAY", [start.day])[0])
    # Exchange takes the month's last where it is shorter.
    return 31 if day == -1 else day


def _day_of(start: date) -> DayOfWeek:
    return list(DAYS.values())[(start.weekday() + 1) % 7]


def _zoned(start: date) -> ZonedDate:
    offset = start.utcoffset() if isinstance(start, datetime) else None
    return ZonedDate(_day(start), offset or timedelta())


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


# --- out -------------------------------------------------------------------------------------------------------------

_DAY_WORDS = {day: word for word, day in DAYS.items()}
_WEEK_WORDS = {week: word for word, week in WEEKS.items()}
_SET_WORDS = {
    DayOfWeek.DAY: "SU,MO,TU,WE,TH,FR,SA",
    DayOfWeek.WEEKDAY: "MO,TU,WE,TH,FR",
    DayOfWeek.WEEKEND_DAY: "SA,SU",
}


def rule_text(recurrence: Recurrence, until: datetime | None) -> str | None:
    """Return the value of RRULE, its parts in Exchange's order; None for what iCalendar cannot say.

    Args:
        until: the start of the last appointment of one that ends on a date, in UTC.
    """
    pattern = _pattern_text(recurrence.pattern)
    if pattern is None:
        return None
    frequency, rest = pattern
    match recurrence.range:
        case Numbered(count=count):
            end = f";COUNT={count}"
        case EndsOn() if until is not None:
            end = f";UNTIL={until:%Y%m%dT%H%M%SZ}"
        case _:
            end = ""
    return f"FREQ={frequency}{end};{rest}"


def _pattern_text(pattern: Pattern) -> tuple[str, str] | None:
    match pattern:
        case Daily(interval):
            return "DAILY", f"INTERVAL={interval}"
        case Weekly(interval, days, first):
            listed = ",".join(_DAY_WORDS[day] for day in days)
            return "WEEKLY", f"INTERVAL={interval};BYDAY={listed};WKST={_DAY_WORDS[first or DayOfWeek.SUNDAY]}"
        case AbsoluteMonthly(interval, day):
            return "MONTHLY", f"INTERVAL={interval};BYMONTHDAY={_month_day(day)}"
        case RelativeMonthly(interval, which, week):
            return "MONTHLY", f"INTERVAL={interval};{_nth_text(which, week)}"
        case AbsoluteYearly(day, month):
            return "YEARLY", f"INTERVAL=1;BYMONTHDAY={_month_day(day)};BYMONTH={month}"
        case RelativeYearly(which, week, month):
            return "YEARLY", f"INTERVAL=1;{_nth_text(which, week)};BYMONTH={month}"
    return None


def _month_day(day: int) -> int:
    # The 31st of a shorter month is its last day, and so is -1; no number says that of the 29th and the 30th.
    return -1 if day == 31 else day


def _nth_text(day: DayOfWeek, week: WeekOfMonth) -> str:
    if day.is_single:
        return f"BYDAY={_WEEK_WORDS[week]}{_DAY_WORDS[day]}"
    return f"BYDAY={_SET_WORDS[day]};BYSETPOS={_WEEK_WORDS[week]}"
