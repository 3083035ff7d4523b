"""A time zone whose rules somebody wrote down: spans of years, and when the clocks change in each year of one."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime, timedelta, tzinfo
from functools import cached_property, partial
from itertools import pairwise
from typing import NamedTuple

_BEGINNING = datetime.min


@dataclass(frozen=True, slots=True)
class Clock:
    """How clocks are set for a while, e.g. daylight saving time."""

    name: str
    #: local time less UTC
    offset: timedelta
    #: what of that is daylight saving
    saving: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class YearlyChange:
    """A change of the clocks that comes every year."""

    to: Clock
    #: year -> when, by the clocks as they were; naive
    at: Callable[[int], datetime]


@dataclass(frozen=True, slots=True)
class Span:
    """From when on some rules hold."""

    #: local time, naive
    since: datetime
    #: without one the clocks never change in it
    changes: tuple[YearlyChange, ...]
    #: what they are set to where no change has come yet
    first: Clock


class _Change(NamedTuple):
    """One change of the clocks, in one year."""

    #: naive, in UTC
    at: datetime
    before: Clock
    after: Clock


class RuledZone(tzinfo):
    """A zone with rules of its own; local times that come twice are told apart by `fold`."""

    def __init__(self, name: str, spans: tuple[Span, ...]) -> None:
        self.name = name
        # In their order; the first is from the beginning on.
        self._spans = spans
        self._years: dict[int, tuple[_Change, ...]] = {}

    def __repr__(self) -> str:
        return f"<zone {self.name!r} with rules of its own>"

    def utcoffset(self, moment: datetime | None, /) -> timedelta | None:
        """Return local time less UTC."""
        return None if moment is None else self._clock_at(moment).offset

    def dst(self, moment: datetime | None, /) -> timedelta | None:
        """Return what of the offset is daylight saving."""
        return None if moment is None else self._clock_at(moment).saving

    def tzname(self, moment: datetime | None, /) -> str | None:
        """Return what such clocks are called."""
        return None if moment is None else self._clock_at(moment).name

    def fromutc(self, moment: datetime, /) -> datetime:
        """Return the local time of a moment, which is in UTC."""
        naive = moment.replace(tzinfo=None)
        changes = self._changes_around(naive.year)
        position = bisect_right(changes, naive, key=lambda change: change.at)
        if not position:
            return moment + self._clock_before(changes, naive).offset
        last = changes[position - 1]
        local = moment + last.after.offset
        is_second = naive - last.at < last.before.offset - last.after.offset
        return local.replace(fold=1) if is_second else local

    def _clock_at(self, moment: datetime) -> Clock:
        naive = moment.replace(tzinfo=None, fold=0)
        changes = self._changes_around(naive.year)
        # In the hour that clocks skip or repeat, fold=0 is the time before the change: PEP 495.
        pick = min if moment.fold else max
        position = bisect_right(
            changes, naive, key=lambda each: _shifted(each.at, pick(each.before.offset, each.after.offset))
        )
        return changes[position - 1].after if position else self._clock_before(changes, naive)

    def _clock_before(self, changes: tuple[_Change, ...], naive: datetime) -> Clock:
        return changes[0].before if changes else _in_force(self._span_at(naive), naive)

    def _span_at(self, local: datetime) -> Span:
        return self._spans[max(bisect_right(self._sinces, local) - 1, 0)]

    @cached_property
    def _sinces(self) -> list[datetime]:
        return [span.since for span in self._spans]

    def _changes_around(self, year: int) -> tuple[_Change, ...]:
        """Return the changes of a year and of those beside it, whose changes may be in it in UTC."""
        if year not in self._years:
            first, last = max(year - 1, MINYEAR), min(year + 1, MAXYEAR)
            start = datetime(first, 1, 1)
            local = [(start, _in_force(self._span_at(start), start))]
            local += sorted(self._local_changes(first, last), key=lambda change: change[0])
            self._years[year] = tuple(
                _Change(_shifted(at, -before.offset), before, after)
                for (_, before), (at, after) in pairwise(local)
                if before != after
            )
        return self._years[year]

    def _local_changes(self, first: int, last: int) -> Iterator[tuple[datetime, Clock]]:
        for span, following in zip(self._spans, (*self._spans[1:], None), strict=True):
            end = datetime.max if following is None else following.since
            if span.since.year > last or end.year < first:
                continue
            if span.since.year >= first and span.since != _BEGINNING:
                yield span.since, _in_force(span, span.since)
            for year in range(first, last + 1):
                for change in span.changes:
                    at = change.at(year)
                    if span.since < at < end:
                        yield at, change.to


def _in_force(span: Span, local: datetime) -> Clock:
    """Return how clocks are set by the rules of a span, which is taken to have begun long before."""
    if not span.changes:
        return span.first
    of_year = sorted(((change.at(local.year), change.to) for change in span.changes), key=lambda each: each[0])
    # Before the first change of a year the last of the year before holds.
    return next((clock for at, clock in reversed(of_year) if at <= local), of_year[-1][1])


def _shifted(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:
        # At either end of the calendar, where nothing is left to tell apart.
        return moment


def on_date(month: int, day: int, offset: timedelta) -> Callable[[int], datetime]:
    """Return when something is in a year: on a date, or the month's last where that is shorter."""
    return partial(_date_in, month, day, offset)


def on_weekday(month: int, weekday: int, occurrence: int, offset: timedelta) -> Callable[[int], datetime]:
    """Return when something is in a year: on a month's first to fourth Monday (0) to Sunday (6), or its last (-1)."""
    return partial(_weekday_in, month, weekday, occurrence, offset)


def _date_in(month: int, day: int, offset: timedelta, year: int) -> datetime:
    return datetime(year, month, min(day, monthrange(year, month)[1])) + offset


def _weekday_in(month: int, weekday: int, occurrence: int, offset: timedelta, year: int) -> datetime:
    first, length = monthrange(year, month)
    days = range(1 + (weekday - first) % 7, length + 1, 7)
    return datetime(year, month, days[-1 if occurrence == -1 else occurrence - 1]) + offset
