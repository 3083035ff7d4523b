"""Durations and moments as tests give them: ``advance(hours=1)``, ``freeze(datetime(..., tzinfo=UTC))``."""

from datetime import UTC, datetime, timedelta
from typing import TypedDict

from fakeserver.suggestion import suggestion


class Units(TypedDict, total=False):
    """What a duration may be put together from; negative numbers count as well."""

    weeks: float
    days: float
    hours: float
    minutes: float
    seconds: float
    milliseconds: float


#: the seconds of each unit
SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1, "milliseconds": 0.001}


def seconds_of(name: str, by: object, units: Units, since: float) -> float:
    """Return the seconds of a duration that was given as a number or a timedelta, or in units.

    Args:
        name: of the call, for its errors.
        since: the time that the duration is added to, in seconds since the epoch.

    Raises:
        TypeError: no duration, both ways at once, an unknown unit, or a value that is no number.
        ValueError: the sum is in no year that dates have.
    """
    if (by is None) != bool(units):
        given = f"{name}({by!r}, {', '.join(units)}=...) gives two durations" if units else f"{name}() has no duration"
        raise TypeError(f"{given}: give {name}(hours=1), {name}(3600) or {name}(timedelta(hours=1))")
    if isinstance(by, timedelta):
        seconds = by.total_seconds()
    elif by is not None:
        seconds = _number(name, repr(by), by)
    else:
        seconds = 0.0
        for unit, number in units.items():
            if unit not in SECONDS:
                raise TypeError(f"{name} has no unit {unit!r}{suggestion(unit, SECONDS)}")
            seconds += SECONDS[unit] * _number(name, f"{unit}={number!r}", number)
    try:
        datetime.fromtimestamp(since + seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{name}: {seconds} seconds on is in no year from 1 to 9999") from None
    return seconds


def in_utc(at: datetime, name: str) -> datetime:
    """Return a moment in UTC.

    Args:
        name: that of the argument, as it is called in a test.

    Raises:
        TypeError: it is no datetime.
        ValueError: it names no time zone, or is in no year that dates have.
    """
    if not isinstance(at, datetime):
        raise TypeError(f"{name}={at!r} is no moment; give datetime(2027, 4, 1, tzinfo=UTC)")
    if at.tzinfo is None:
        raise ValueError(f"{name}={at} names no time zone; give datetime(..., tzinfo=UTC)")
    try:
        # Seconds since the epoch are less precise than a datetime, and may be those of the next year.
        datetime.fromtimestamp(at.timestamp(), UTC)
        return at.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"{name}={at} is in no year from 1 to 9999 in UTC") from None


def _number(name: str, given: str, number: object) -> float:
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise TypeError(f"{name}({given}) is no duration: give {name}(hours=1), {name}(3600) or a timedelta")
    return number
