"""When people could meet: times of each day, by how many of them are free and whether they work then.

Source: web-service-reference/suggestionsviewoptions and the pages of its elements, /suggestionquality; that times are
half an hour apart, the best and earliest first: exchange-web-services/how-to-get-free-busy-information-by-using-ews.
Assumption: all attendees count alike, a member of a group as one, and whoever has no data is not available.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import IntEnum
from typing import Final

from fakeserver.steps import Pace, Steps
from fakeserver.tenant.exchange.availability.busy_times import BusyTime
from fakeserver.tenant.exchange.availability.merged import NO_DATA, merged

#: How far suggested times are apart.
STEP: Final = timedelta(minutes=30)
#: To this much, times of appointments are rounded outwards.
_GRAIN: Final = timedelta(minutes=5)
_DAY: Final = timedelta(days=1)


class Quality(IntEnum):
    """How many attendees are free; more is better."""

    POOR = 0
    FAIR = 1
    GOOD = 2
    EXCELLENT = 3


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody works."""

    #: as `datetime.weekday` counts
    weekdays: tuple[int, ...]
    #: minutes after midnight
    start: int
    end: int
    zone: tzinfo

    def include(self, begins: datetime, ends: datetime) -> bool:
        """Say whether a time lies within one working day."""
        local, until = begins.astimezone(self.zone), ends.astimezone(self.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        first, last = ((moment.replace(tzinfo=None) - midnight) // timedelta(minutes=1) for moment in (local, until))
        return local.weekday() in self.weekdays and self.start <= first and last <= self.end


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's time; None where nobody knows it."""

    times: Sequence[BusyTime] | None
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """Whom a meeting invites."""

    #: one, or the members of a group
    people: tuple[Person, ...]
    #: times at which they are not free are not suggested
    excludes_conflicts: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of time is looked for."""

    duration: timedelta
    #: percent of attendees, above a half, that make a time a good one
    good_threshold: int
    minimum: Quality
    #: times a day, and how many of them may be outside working hours
    most: int
    most_outside_hours: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A time at which they could meet."""

    #: by the clocks of whoever asks, naive
    at: datetime
    is_work_time: bool
    quality: Quality
    #: of each attendee the digits of their people, as `merged` has them
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day's times, the best first."""

    day: date
    #: of its best time, whether that was good enough or not
    quality: Quality
    suggestions: tuple[Suggestion, ...]


def suggested_days(
    attendees: Sequence[Attendee], start: datetime, end: datetime, zone: tzinfo, wanted: Wanted
) -> Steps[list[Day]]:
    """Return the days of a period with the times at which a meeting could begin; in steps.

    Args:
        start, end: by the clocks of ``zone``, naive.
    """
    first = datetime.combine(start.date(), time(), zone).astimezone(UTC) - _DAY
    last = end.replace(tzinfo=zone).astimezone(UTC) + wanted.duration + _DAY
    streams, pace = list[list[str]](), Pace()
    for attendee in attendees:
        streams.append([_stream(person, first, last) for person in attendee.people])
        if pace.is_over():
            yield
    span = -(-wanted.duration // _GRAIN)
    days = []
    for day in _days(start, end):
        found = list[Suggestion]()
        for at in _times(day, start, end):
            begins = at.replace(tzinfo=zone).astimezone(UTC)
            ends = begins + wanted.duration
            position = (begins - first) // _GRAIN
            is_work_time = all(
                person.hours.include(begins, ends)
                for attendee in attendees
                for person in attendee.people
                if person.hours is not None
            )
            if is_work_time or wanted.most_outside_hours:
                conflicts = tuple(
                    "".join(max(stream[position : position + span]) for stream in of_one) for of_one in streams
                )
                if not _is_excluded(attendees, conflicts):
                    quality = _quality(conflicts, wanted.good_threshold)
                    found.append(Suggestion(at, is_work_time, quality, conflicts))
            if pace.is_over():
                yield
        best = max((each.quality for each in found), default=Quality.POOR)
        days.append(Day(day, best, tuple(_chosen(found, wanted))))
    return days


def _stream(person: Person, first: datetime, last: datetime) -> str:
    if person.times is None:
        return NO_DATA * ((last - first) // _GRAIN + 1)
    return merged(person.times, first, last, _GRAIN)


def _days(start: datetime, end: datetime) -> Iterable[date]:
    day = start.date()
    while datetime.combine(day, time()) < end:
        yield day
        day += _DAY


def _times(day: date, start: datetime, end: datetime) -> Iterable[datetime]:
    midnight = datetime.combine(day, time())
    times = (midnight + number * STEP for number in range(_DAY // STEP))
    return (at for at in times if start <= at < end)


def _is_excluded(attendees: Sequence[Attendee], conflicts: Sequence[str]) -> bool:
    return any(
        attendee.excludes_conflicts and any(digit not in ("0", NO_DATA) for digit in digits)
        for attendee, digits in zip(attendees, conflicts, strict=True)
    )


def _quality(conflicts: Sequence[str], good_threshold: int) -> Quality:
    digits = "".join(conflicts)
    free, count = digits.count("0"), len(digits)
    if free == count:
        return Quality.EXCELLENT
    if free * 100 >= (good_threshold + 50) * count:
        return Quality.GOOD
    return Quality.FAIR if free * 2 >= count else Quality.POOR


def _chosen(found: Iterable[Suggestion], wanted: Wanted) -> Iterable[Suggestion]:
    left, left_outside = wanted.most, wanted.most_outside_hours
    for each in sorted(found, key=lambda one: (-one.quality, one.at)):
        if left and each.quality >= wanted.minimum and (each.is_work_time or left_outside):
            left -= 1
            left_outside -= not each.is_work_time
            yield each
