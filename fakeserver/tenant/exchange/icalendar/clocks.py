"""Time zones as Exchange writes them into calendar objects: two changes a year, that hold since 1601.

Source: [MS-OXCICAL] section 2.1.3.1.1.19; calendar objects that Exchange Online sent.
Assumption: the changes are those of the year that the appointment is in, where the rules of a zone have changed.
"""

from calendar import monthrange
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple

from fakeserver.tenant.exchange.icalendar.lines import Lines
from fakeserver.tenant.exchange.icalendar.words import DAYS
from fakeserver.tenant.exchange.kinds.time_zones import TimeZone
from fakeserver.tenant.exchange.kinds.zone_rules import BadTimeZone, zone_of

#: Years that are looked at to tell a month's fourth Sunday from its last.
_YEARS: Final = 6
_DAY_WORDS: Final = tuple(DAYS)
_UTC_ID: Final = "UTC"


class YearlyChange(NamedTuple):
    """A change of the clocks, as it comes every year."""

    #: local time less UTC, before and after
    before: timedelta
    after: timedelta
    #: January is 1
    month: int
    #: Sunday is 0
    weekday: int
    #: which of that day in the month; -1 the last
    occurrence: int
    #: after midnight, by the clocks as they were
    at: timedelta

    @property
    def is_daylight(self) -> bool:
        """Whether daylight saving time begins."""
        return self.after > self.before


class WrittenZone(NamedTuple):
    """A zone by which times are written."""

    id: str
    zone: tzinfo


def written_zone(zone: TimeZone | None) -> WrittenZone:
    """Return the zone that an appointment's times are written in: UTC where it has none, or none that is known."""
    if zone is None or not zone.id:
        return WrittenZone(_UTC_ID, UTC)
    try:
        return WrittenZone(zone.id, zone_of(zone))
    except BadTimeZone:
        return WrittenZone(_UTC_ID, UTC)


def add_zone(lines: Lines, zone: WrittenZone, year: int) -> None:
    """Add a VTIMEZONE with the changes of a year; standard time first."""
    changes = sorted(changes_of(zone.zone, year), key=lambda change: change.is_daylight)
    if len(changes) != 2 or changes[0].is_daylight or not changes[1].is_daylight:
        offset = datetime(min(year, 9998), 7, 1, tzinfo=zone.zone).utcoffset() or timedelta()
        # Both are written, though nothing ever changes.
        changes = [YearlyChange(offset, offset, 0, 0, 0, timedelta())] * 2
    inner = Lines()
    inner.add("TZID", zone.id)
    for name, change in zip(("STANDARD", "DAYLIGHT"), changes, strict=True):
        inner.add_component(name, _change_lines(change))
    lines.add_component("VTIMEZONE", inner)


def _change_lines(change: YearlyChange) -> Lines:
    lines = Lines()
    lines.add("DTSTART", f"{datetime(1601, 1, 1) + change.at:%Y%m%dT%H%M%S}")
    lines.add("TZOFFSETFROM", _offset(change.before))
    lines.add("TZOFFSETTO", _offset(change.after))
    if change.month:
        day = f"{change.occurrence}{_DAY_WORDS[change.weekday]}"
        lines.add("RRULE", f"FREQ=YEARLY;INTERVAL=1;BYDAY={day};BYMONTH={change.month}")
    return lines


def _offset(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}{minutes % 60:02}"


@lru_cache(maxsize=512)
def changes_of(zone: tzinfo, year: int) -> tuple[YearlyChange, ...]:
    """Return when the clocks of a zone change in a year, in their order."""
    if zone is UTC or not 2 <= year <= 9999 - _YEARS:
        return ()
    return tuple(_yearly(zone, at) for at in _moments(zone, year))


def _moments(zone: tzinfo, year: int) -> list[datetime]:
    """Return the moments of the changes in a year of local time, in UTC."""
    found = []
    begin = datetime(year, 1, 1, tzinfo=UTC)
    offset = begin.astimezone(zone).utcoffset()
    for _ in range(366):
        end = begin + timedelta(days=1)
        new = end.astimezone(zone).utcoffset()
        if new != offset:
            found.append(_exactly(zone, begin, end))
        begin, offset = end, new
    return found


def _exactly(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """Return the minute of the change that lies between two moments."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        if middle <= before:
            break
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def _yearly(zone: tzinfo, at: datetime) -> YearlyChange:
    before = (at - timedelta(minutes=1)).astimezone(zone).utcoffset() or timedelta()
    after = at.astimezone(zone).utcoffset() or timedelta()
    local = at.replace(tzinfo=None) + before
    week = (local.day - 1) // 7 + 1
    if week > 4 or (week == 4 and _is_last(local) and _stays_last(zone, local.year, at)):
        week = -1
    midnight = local.replace(hour=0, minute=0, second=0)
    return YearlyChange(before, after, local.month, local.isoweekday() % 7, week, local - midnight)


def _is_last(local: datetime) -> bool:
    return local.day + 7 > monthrange(local.year, local.month)[1]


def _stays_last(zone: tzinfo, year: int, at: datetime) -> bool:
    """Say whether the like change of the years that follow is on the last such day of the month too."""
    month = at.month
    for following in range(year + 1, year + _YEARS):
        for moment in _moments(zone, following):
            if moment.month == month and not _is_last(moment.astimezone(zone).replace(tzinfo=None)):
                return False
    return True
