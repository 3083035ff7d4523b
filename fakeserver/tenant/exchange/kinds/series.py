"""The appointments of a series: when each is, and which of them are other than planned, or not there.

A plain appointment of a series is stored nowhere. The series has a recurrence, and the properties ``exceptions`` and
``deleted_dates``: both name appointments by the local dates on which the pattern has them, which is also what their ids
do. Both are values that never change, so that whatever copies or puts back an item's properties carries them along.

The local clock is that of the zone in which the series was made: it shows the same at each appointment, whatever
happens to the distance from UTC in between. Source: [MS-OXOCAL] 2.2.1.44; ews-calendar facts from recordings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, Protocol

from fakeserver.tenant.exchange.kinds.recurrence import Recurrence, Regenerating
from fakeserver.tenant.exchange.kinds.recurring_days import RecurringDays
from fakeserver.tenant.exchange.kinds.zone_rules import creation_zone

#: The properties of a series that its appointments do not have.
OF_THE_SERIES: Final = ("recurrence", "exceptions", "deleted_dates")
_DAY: Final = timedelta(days=1)


class Described(Protocol):
    """What may be a series: an item."""

    def get(self, name: Any) -> Any:
        """Return a property by name, None where there is none."""


@dataclass(frozen=True, slots=True)
class ChangedOccurrence:
    """What an appointment has otherwise than its series."""

    #: by name or ExtendedPropertyKey; None: it has no such property
    changes: Mapping[Any, Any] = field(default_factory=lambda: MappingProxyType({}))
    #: None: those of the series
    attachments: tuple[Any, ...] | None = None


#: Start and end in UTC, and the local date in the pattern.
Times = tuple[datetime, datetime, date]
#: Local date in the pattern -> what is other than planned.
Exceptions = Mapping[date, ChangedOccurrence]
NO_EXCEPTIONS: Final[Exceptions] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Series:
    """A series of appointments; ``day`` is a local date on which its pattern has one."""

    days: RecurringDays
    zone: tzinfo
    #: on the local clock
    begins: time
    #: from start to end on the local clock
    length: timedelta
    exceptions: Exceptions = field(default_factory=lambda: NO_EXCEPTIONS)
    deleted: frozenset[date] = frozenset()

    def planned(self, day: date) -> tuple[datetime, datetime]:
        """Return when the pattern has an appointment to start and to end, in UTC."""
        start = datetime.combine(day, self.begins)
        return self._in_utc(start), self._in_utc(start + self.length)

    def times(self, day: date) -> tuple[datetime, datetime]:
        """Return when an appointment starts and ends, in UTC, wherever it was moved."""
        start, end = self.planned(day)
        exception = self.exceptions.get(day)
        if exception is None:
            return start, end
        return exception.changes.get("start") or start, exception.changes.get("end") or end

    def has(self, day: date) -> bool:
        """Say whether there is an appointment that the pattern has on a date."""
        return day not in self.deleted and self.days.index_of(day) is not None

    @property
    def first(self) -> date | None:
        """The day of the first appointment that is there; None: there is none."""
        return self._from(0, 1)

    @property
    def last(self) -> date | None:
        """The day of the last appointment that is there; None: there is none, or no end."""
        count = self.days.count
        return None if count is None else self._from(count - 1, -1)

    def neighbours(self, day: date) -> tuple[date | None, date | None]:
        """Return the days of the appointments before and after one."""
        index = self.days.index_from(day)
        return self._from(index - 1, -1), self._from(index + 1, 1)

    def between(self, start: datetime, end: datetime) -> Iterator[Times]:
        """Yield the appointments that begin before ``end`` and do not end before ``start``; those changed come last."""
        yield from self._as_planned(start, end)
        yield from self._changed(start, end)

    def earliest(self, start: datetime, end: datetime, limit: int | None) -> list[Times]:
        """Return the first of the same, in order; with a limit, a series without end takes no longer than another."""
        planned = islice(self._as_planned(start, end), limit)
        return sorted((*planned, *self._changed(start, end)))[:limit]

    def _changed(self, start: datetime, end: datetime) -> Iterator[Times]:
        for day in self.exceptions:
            begins, ends = self.times(day)
            if begins < end and ends >= start and self.has(day):
                yield begins, ends, day

    def _as_planned(self, start: datetime, end: datetime) -> Iterator[Times]:
        first, last = self._local_day(start, -self.length - _DAY), self._local_day(end, _DAY)
        for day in self.days.between(first, last):
            if day not in self.exceptions and day not in self.deleted:
                begins, ends = self.planned(day)
                if begins < end and ends >= start:
                    yield begins, ends, day

    def next_start(self, now: datetime) -> datetime | None:
        """Return when the first appointment from a moment on starts; None: all are over."""
        waiting = [start for start, _, _ in self.between(now, now + _DAY) if start >= now]
        index = self.days.index_from(self._local_day(now, timedelta()))
        while (day := self._from(index, 1)) is not None:
            start, _ = self.times(day)
            if start >= now:
                waiting.append(start)
                break
            index = self.days.index_from(day) + 1
        return min(waiting, default=None)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when to when it may have appointments, in UTC; without end: until the end of the calendar."""
        first, last = self.days.first, self.days.last
        moved = [self.times(day) for day in self.exceptions]
        starts, ends = [start for start, _ in moved], [end for _, end in moved]
        if first is not None:
            starts.append(self.planned(first)[0])
            ends.append(self.planned(last)[1] if last is not None else datetime.max.replace(tzinfo=UTC))
        never = datetime.max.replace(tzinfo=UTC)
        return min(starts, default=never), max(ends, default=never)

    def _from(self, index: int, step: int) -> date | None:
        """Return the first day in a direction whose appointment is there; only deleted ones lie between."""
        while (day := self.days.at(index)) is not None:
            if day not in self.deleted:
                return day
            index += step
        return None

    def _in_utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def _local_day(self, moment: datetime, later: timedelta) -> date:
        try:
            return (moment.astimezone(self.zone) + later).date()
        except OverflowError:
            return date.min if moment.year < 1000 else date.max


def series_of(item: Described) -> Series | None:
    """Return the series that an item is; None for a single appointment, or for what has no start."""
    recurrence: Recurrence | None = item.get("recurrence")
    start: datetime | None = item.get("start")
    if recurrence is None or start is None or isinstance(recurrence.pattern, Regenerating):
        return None
    zone = creation_zone(item)
    local, local_end = (_wall_clock(moment, zone) for moment in (start, item.get("end") or start))
    return Series(
        RecurringDays.of(recurrence),
        zone,
        local.time(),
        max(local_end - local, timedelta()),
        item.get("exceptions") or NO_EXCEPTIONS,
        frozenset(item.get("deleted_dates") or ()),
    )


def _wall_clock(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
