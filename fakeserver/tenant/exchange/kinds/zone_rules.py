"""What a stored time zone means: the rules of its Windows id, or those that a client sent with an id of its own.

Source of what makes a definition whole: web-service-reference/timezonedefinition and the pages of its elements.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, Final, Protocol

from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, RelativeYearly, WeekOfMonth
from fakeserver.tenant.exchange.kinds.time_zones import (
    BasicTimeZone,
    Period,
    Target,
    TargetKind,
    TimeChange,
    TimeZone,
    Transition,
    TransitionAt,
    Transitions,
    YearlyTransitionOnDate,
    YearlyTransitionOnWeekday,
)
from fakeserver.tenant.ruled_zone import Clock, RuledZone, Span, YearlyChange, on_date, on_weekday
from fakeserver.tenant.windows_zones import windows_id_of, zone_by_id

_DAY: Final = timedelta(days=1)
#: datetime.weekday() of each
_WEEKDAYS: Final = {day: (list(DayOfWeek).index(day) - 1) % 7 for day in DayOfWeek if day.is_single}
_WEEKS: Final = {week: number for number, week in enumerate(WeekOfMonth, 1)} | {WeekOfMonth.LAST: -1}


class BadTimeZone(ValueError):
    """A time zone that nobody knows, or whose rules say nothing."""


class Timed(Protocol):
    """An item that may say which zone it was made in."""

    def get(self, name: Any) -> Any:
        """Return a property by name, None where there is none."""


def zone_of(time_zone: TimeZone | BasicTimeZone) -> tzinfo:
    """Return a zone by which times can be worked out.

    Raises:
        BadTimeZone: its id is not one of Windows', and it has no rules, or such as do not go together.
    """
    if isinstance(time_zone, BasicTimeZone):
        return _by_two_changes(time_zone)
    known = zone_by_id(time_zone.id or "")
    return _by_its_rules(time_zone) if known is None else known


def creation_zone(item: Timed) -> tzinfo:
    """Return the zone that an appointment was made in: its start's, or UTC where it has none, or none that is known."""
    # Programs for Exchange 2007 name that of the meeting.
    stored: TimeZone | BasicTimeZone | None = item.get("start_time_zone") or item.get("meeting_time_zone")
    if stored is None:
        return UTC
    try:
        return zone_of(stored)
    except BadTimeZone:
        # One that came from outside EWS, which refuses it.
        return UTC


# --- definitions since Exchange 2010 -------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _by_its_rules(zone: TimeZone) -> tzinfo:
    if not zone.periods or zone.transitions is None:
        raise BadTimeZone(_unknown(zone.id or ""))
    periods = {period.id: period for period in zone.periods}
    groups = {group.id: group for group in zone.groups}
    spans = [_span(transition, periods, groups) for transition in zone.transitions.transitions]
    if not spans or isinstance(zone.transitions.transitions[0], TransitionAt):
        raise BadTimeZone("the first of its transitions says from the beginning on what holds")
    return RuledZone(zone.id or "", tuple(sorted(spans, key=lambda span: span.since)))


def _unknown(windows_id: str) -> str:
    meant = windows_id_of(windows_id)
    instead = f"; Windows' id for it is {meant!r}" if meant else ", and no periods and transitions come with it"
    return f"no zone of Windows has the id {windows_id!r}{instead}"


def _span(transition: Any, periods: dict[str | None, Period], groups: dict[str | None, Transitions]) -> Span:
    since = datetime.min
    if isinstance(transition, TransitionAt):
        since = transition.at.replace(tzinfo=None)
    elif not isinstance(transition, Transition):
        raise BadTimeZone("changes that come every year stand in groups of transitions")
    if transition.to.kind is TargetKind.PERIOD:
        return Span(since, (), _clock(_period(transition.to, periods)))
    group = groups.get(transition.to.id)
    if group is None:
        raise BadTimeZone(f"there is no group of transitions with the id {transition.to.id!r}")
    clocks = [_clock(_period(each.to, periods)) for each in group.transitions]
    if not clocks:
        raise BadTimeZone(f"the group {group.id!r} has no transition, and so no period")
    standard = min(clock.offset for clock in clocks)
    clocks = [Clock(clock.name, clock.offset, clock.offset - standard) for clock in clocks]
    yearly = tuple(
        YearlyChange(clock, _yearly(each))
        for each, clock in zip(group.transitions, clocks, strict=True)
        if not isinstance(each, Transition)
    )
    return Span(since, yearly, clocks[0])


def _period(to: Target, periods: dict[str | None, Period]) -> Period:
    period = periods.get(to.id) if to.kind is TargetKind.PERIOD else None
    if period is None:
        raise BadTimeZone(f"there is no period with the id {to.id!r}")
    return period


def _clock(period: Period) -> Clock:
    if period.bias is None:
        raise BadTimeZone(f"the period {period.id!r} has no bias")
    return Clock(period.name or "", _offset(-period.bias))


def _offset(offset: timedelta) -> timedelta:
    if abs(offset) >= _DAY:
        raise BadTimeZone("local time is less than a day away from UTC")
    return offset


def _yearly(transition: Any) -> Callable[[int], datetime]:
    if isinstance(transition, YearlyTransitionOnDate):
        return _on_date(transition.month, transition.day, transition.offset)
    if isinstance(transition, YearlyTransitionOnWeekday):
        return _on_weekday(transition.month, transition.day_of_week, transition.occurrence, transition.offset)
    raise BadTimeZone("a change at one moment is no part of a group")


# --- definitions before --------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _by_two_changes(zone: BasicTimeZone) -> tzinfo:
    if zone.base_offset is None:
        known = zone_by_id(zone.name or "")
        if known is None:
            raise BadTimeZone(f"no zone of Windows has the id {zone.name!r}, and no offset comes with it")
        return known
    if zone.standard is None or zone.daylight is None:
        return RuledZone(zone.name or "", (Span(datetime.min, (), Clock("Standard", _offset(-zone.base_offset))),))
    offsets = [_offset(-(zone.base_offset + change.offset)) for change in (zone.standard, zone.daylight)]
    clocks = [
        Clock(change.name or "", offset, offset - min(offsets))
        for change, offset in zip((zone.standard, zone.daylight), offsets, strict=True)
    ]
    changes = tuple(
        YearlyChange(clock, _day_of(change))
        for clock, change in zip(clocks, (zone.standard, zone.daylight), strict=True)
        if change.day is not None
    )
    return RuledZone(zone.name or "", (Span(datetime.min, changes, clocks[0]),))


def _day_of(change: TimeChange) -> Callable[[int], datetime]:
    midnight = datetime.min.replace(tzinfo=None)
    offset = datetime.combine(midnight, change.time.replace(tzinfo=None)) - midnight
    if isinstance(change.day, RelativeYearly):
        return _on_weekday(change.day.month, change.day.day, _WEEKS[change.day.week], offset)
    if change.day is None:
        raise BadTimeZone("a change of the clocks has a day")
    return _on_date(change.day.day.month, change.day.day.day, offset)


# --- days of a year ------------------------------------------------------------------------------------------------


def _on_date(month: int, day: int, offset: timedelta) -> Callable[[int], datetime]:
    _check(month, offset)
    if not 1 <= day <= 31:
        raise BadTimeZone(f"no month has a day {day}")
    return on_date(month, day, offset)


def _on_weekday(month: int, day: DayOfWeek, occurrence: int, offset: timedelta) -> Callable[[int], datetime]:
    _check(month, offset)
    if occurrence not in (-1, 1, 2, 3, 4, 5):
        raise BadTimeZone(f"no month has the occurrence {occurrence} of a day; -1 is the last")
    if not day.is_single:
        raise BadTimeZone("clocks change on one of the seven days of the week")
    # As Windows counts, the fifth is the last.
    return on_weekday(month, _WEEKDAYS[day], -1 if occurrence == 5 else occurrence, offset)


def _check(month: int, offset: timedelta) -> None:
    if not 1 <= month <= 12:
        raise BadTimeZone(f"no year has a month {month}")
    if not timedelta() <= offset < _DAY:
        raise BadTimeZone("clocks change at a time of the day, not after it")
