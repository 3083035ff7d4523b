"""A time zone as two changes a year, as it is in one year: the form in which working hours say theirs."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from fakeserver.tenant.exchange.kinds.recurrence import WEEKDAYS, RelativeYearly, WeekOfMonth
from fakeserver.tenant.exchange.kinds.time_zones import BasicTimeZone, TimeChange

_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_WEEKS: Final = tuple(WeekOfMonth)


@lru_cache(maxsize=256)
def yearly_zone(zone: tzinfo, year: int) -> BasicTimeZone:
    """Return a zone by its standard time, and by when its clocks change in a year, if they do.

    Assumption: a zone whose clocks change otherwise than twice in that year is shown as one that keeps to the time with
    which the year begins.
    """
    start = datetime(year, 1, 1, tzinfo=UTC)
    changes = list(_changes(zone, start, start.replace(year=year + 1)))
    if len(changes) != 2:
        return BasicTimeZone(base_offset=-_offset(zone, start))
    (to_daylight, daylight), (to_standard, standard) = sorted(changes, key=lambda change: -change[1])
    return BasicTimeZone(
        base_offset=-standard,
        standard=_change(to_standard, timedelta()),
        daylight=_change(to_daylight, standard - daylight),
    )


def _changes(zone: tzinfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """Yield each change of a period: when, by the clocks as they were, and what the offset is afterwards."""
    before = _offset(zone, start)
    while start < end:
        after = _offset(zone, start + _DAY)
        if after != before:
            yield (_moment(zone, start, before) + before).replace(tzinfo=None), after
        before, start = after, start + _DAY


def _moment(zone: tzinfo, day: datetime, before: timedelta) -> datetime:
    """Return the first minute of the day that begins at a moment in which the offset is another than before."""
    low, high = 0, _DAY // _MINUTE
    while low < high:
        middle = (low + high) // 2
        if _offset(zone, day + middle * _MINUTE) == before:
            low = middle + 1
        else:
            high = middle
    return day + low * _MINUTE


def _change(at: datetime, offset: timedelta) -> TimeChange:
    is_last = at.day + 7 > monthrange(at.year, at.month)[1]
    week = WeekOfMonth.LAST if is_last else _WEEKS[(at.day - 1) // 7]
    return TimeChange(None, offset, RelativeYearly(WEEKDAYS[at.weekday()], week, at.month), at.time())


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
