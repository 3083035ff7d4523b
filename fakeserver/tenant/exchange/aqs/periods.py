"""Dates in queries, each of which stands for a period: a day, a month, ``last week``, or one moment.

Sources: web-service-reference/querystring-querystringtype: words, and dates as they are written in the United States;
exchange-web-services/how-to-perform-an-aqs-search-by-using-ews-in-exchange: days by the names of months, and what is
meant where no year is named, or no week.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

#: ``2026-11-29``, ``2026-11``, ``2026``
_ISO_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?", re.ASCII)
#: ``11/29/2026``, ``11/29``
_US_DAY: Final = re.compile(r"(\d\d?)/(\d\d?)(?:/(\d{4}))?", re.ASCII)
#: ``november 29, 2026``, ``november 29``
_NAMED_DAY: Final = re.compile(r"([a-z]+) (\d\d?)(?:,? (\d{4}))?", re.ASCII)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment up to another, which is not part of it; both aware."""

    start: datetime
    end: datetime


def read_period(text: str, now: datetime) -> Period | None:
    """Return the period that a text stands for; None where it is no date.

    Args:
        text: in lower case, with single blanks.
        now: the present, in the zone of the mailbox.
    """
    try:
        return _read(text, now)
    except (ValueError, OverflowError):
        # No day of the calendar, or one beyond its end.
        return None


def _read(text: str, now: datetime) -> Period | None:
    zone = now.tzinfo
    in_words = _WORDS.get(text)
    if in_words is not None:
        return _days(*in_words(now.date()), zone)
    american = _US_DAY.fullmatch(text)
    if american:
        month, day, year = (int(number or now.year) for number in american.groups())
        return _days(date(year, month, day), date(year, month, day) + _DAY, zone)
    named = _NAMED_DAY.fullmatch(text)
    if named and named[1] in MONTHS:
        start = date(int(named[3] or now.year), MONTHS.index(named[1]) + 1, int(named[2]))
        return _days(start, start + _DAY, zone)
    iso = _ISO_DAY.fullmatch(text)
    if iso:
        year, month, day = (int(number) if number else 0 for number in iso.groups())
        if day:
            return _days(date(year, month, day), date(year, month, day) + _DAY, zone)
        return _days(*(_month(date(year, month, 1)) if month else _year(date(year, 1, 1))), zone)
    if "t" not in text:
        return None
    moment = datetime.fromisoformat(text.upper())
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return Period(aware, aware + timedelta(seconds=1))


def _days(start: date, end: date, zone: tzinfo | None) -> Period:
    """Return the period from the midnight before ``start`` to the one before ``end``."""
    return Period(datetime.combine(start, time(), zone), datetime.combine(end, time(), zone))


def _week(day: date) -> tuple[date, date]:
    # Assumption: weeks begin on Sunday, as in a mailbox of en-US.
    sunday = day - timedelta(days=day.isoweekday() % 7)
    return sunday, sunday + timedelta(days=7)


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def _year(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)


#: Returns the first day of a period and the day after its last, for today's date.
_Days = Callable[[date], tuple[date, date]]


def _in_words(name: str, period: _Days, length: int) -> dict[str, _Days]:
    """Return the periods of two words for a week, a month or a year, which has so many days."""
    days = timedelta(days=length)
    return {
        f"this {name}": period,
        f"last {name}": lambda today: period(period(today)[0] - _DAY),
        f"next {name}": lambda today: period(period(today)[1]),
        # Assumption: unlike the last and the next they end and begin today, and have the same number of days each.
        f"past {name}": lambda today: (today - days, today + _DAY),
        f"coming {name}": lambda today: (today, today + days + _DAY),
    }


def _weekday(number: int) -> _Days:
    """Return the day of the current week that comes so many days after its first."""

    def of_this_week(today: date) -> tuple[date, date]:
        day = _week(today)[0] + timedelta(days=number)
        return day, day + _DAY

    return of_this_week


def _month_of_year(number: int) -> _Days:
    return lambda today: _month(date(today.year, number, 1))


_WEEKDAYS: Final = "sunday monday tuesday wednesday thursday friday saturday"
#: In lower case.
MONTHS: Final = tuple("january february march april may june july august september october november december".split())
_WORDS: Final[dict[str, _Days]] = {
    "yesterday": lambda today: (today - _DAY, today),
    "today": lambda today: (today, today + _DAY),
    "tomorrow": lambda today: (today + _DAY, today + 2 * _DAY),
    **_in_words("week", _week, 7),
    **_in_words("month", _month, 30),
    **_in_words("year", _year, 365),
    **{name: _weekday(number) for number, name in enumerate(_WEEKDAYS.split())},
    **{name: _month_of_year(number) for number, name in enumerate(MONTHS, start=1)},
}

#: Periods of two words, which need no quotes: the first words, and the second.
FIRST_WORDS: Final = frozenset(words.split()[0] for words in _WORDS if " " in words)
SECOND_WORDS: Final = frozenset(words.split()[1] for words in _WORDS if " " in words)
