"""The full definition of a Windows zone, worked out from its rules: which clocks hold when, year by year.

A year with the rule of the year before belongs to the same group of transitions. One that fits no rule, since the zone
moved for good or changed its clocks more than twice, is cut into spans in which they never change.
Source of the form: web-service-reference/timezonedefinition; of the ids, transcripts of Exchange 2016 (``1-Standard``
where there is one group) and that page.
Assumption: the years that are told apart, which the service takes from Windows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache

from fakeserver.tenant.exchange.kinds.recurrence import WEEKDAYS
from fakeserver.tenant.exchange.kinds.time_zones import (
    AnyTransition,
    Period,
    Target,
    TargetKind,
    TimeZone,
    Transition,
    TransitionAt,
    Transitions,
    YearlyTransitionOnWeekday,
)
from fakeserver.tenant.windows_zones import display_name, zone_by_id

#: The years whose rules are told apart; those of the first and the last hold before and after.
YEARS = range(2006, 2038)
_WEEK = timedelta(days=7)
#: No two changes are closer to each other: the shortest time without daylight saving is a Ramadan.
_STEP = timedelta(days=14)


@dataclass(frozen=True)
class _Day:
    """A day of a year by its weekday, and a time of it."""

    month: int
    weekday: int
    offset: timedelta
    #: which of the month's it may be: the same date is the fourth and the last of its name, or the fifth and the last
    occurrences: frozenset[int]

    def with_(self, other: "_Day") -> "_Day | None":
        """Return the day that is both in its year and the other in the other's; None where there is none."""
        both = self.occurrences & other.occurrences
        if not both or (self.month, self.weekday, self.offset) != (other.month, other.weekday, other.offset):
            return None
        return _Day(self.month, self.weekday, self.offset, both)


@dataclass(frozen=True)
class _Rule:
    """How clocks are set: always the same, or an hour or so ahead between two days of each year."""

    standard: timedelta
    daylight: timedelta | None = None
    #: when daylight saving begins, when standard time does
    begins: _Day | None = None
    ends: _Day | None = None

    def with_(self, other: "_Rule") -> "_Rule | None":
        """Return the rule that is both; None where there is none."""
        if (self.standard, self.daylight) != (other.standard, other.daylight):
            return None
        if self.begins is None or self.ends is None or other.begins is None or other.ends is None:
            return self
        begins, ends = self.begins.with_(other.begins), self.ends.with_(other.ends)
        return None if begins is None or ends is None else _Rule(self.standard, self.daylight, begins, ends)


@dataclass(frozen=True)
class _Change:
    """A change of the clocks: when, by the clocks before, and the offsets from UTC."""

    at: datetime
    before: timedelta
    after: timedelta


@cache
def definition_of(windows_id: str) -> TimeZone | None:
    """Return the full definition of a zone; None where Windows has none of this id."""
    zone = zone_by_id(windows_id)
    name = display_name(windows_id)
    if zone is None or name is None:
        return None
    spans = list(_merged(_spans(zone)))
    periods: list[Period] = []
    groups: list[Transitions] = []
    transitions: list[AnyTransition] = []
    for number, (since, rule) in enumerate(spans):
        label = _label(since, number, [since for since, _ in spans])
        group, used = _group(rule, str(number), f"trule:Microsoft/Registry/{windows_id}/{label}")
        periods += used
        groups.append(group)
        target = Target(TargetKind.GROUP, str(number))
        transitions.append(TransitionAt(target, since) if number else Transition(target))
    return TimeZone(windows_id, name, tuple(periods), tuple(groups), Transitions(None, tuple(transitions)))


def _label(since: datetime, number: int, all_since: list[datetime]) -> str:
    if len(all_since) == 1:
        return "1"
    if not number:
        # The rule of the years before, named after the last of them.
        return str(all_since[1].year - 1)
    years = [each.year for each in all_since[1:]]
    return str(since.year) if years.count(since.year) == 1 else f"{since:%Y%m%d}"


def _group(rule: _Rule, number: str, prefix: str) -> tuple[Transitions, list[Period]]:
    standard = Period(f"{prefix}-Standard", "Standard", -rule.standard)
    to_standard = Target(TargetKind.PERIOD, f"{prefix}-Standard")
    if rule.daylight is None or rule.begins is None or rule.ends is None:
        return Transitions(number, (Transition(to_standard),)), [standard]
    daylight = Period(f"{prefix}-Daylight", "Daylight", -rule.daylight)
    to_daylight = Target(TargetKind.PERIOD, f"{prefix}-Daylight")
    changes = (_transition(to_daylight, rule.begins), _transition(to_standard, rule.ends))
    return Transitions(number, changes), [standard, daylight]


def _transition(to: Target, day: _Day) -> AnyTransition:
    # The last of a month is what a rule means that has never been anything else.
    occurrence = -1 if -1 in day.occurrences else min(day.occurrences)
    return YearlyTransitionOnWeekday(to, day.offset, day.month, WEEKDAYS[day.weekday], occurrence)


def _merged(spans: Iterator[tuple[datetime, _Rule]]) -> Iterator[tuple[datetime, _Rule]]:
    since, rule = next(spans)
    for following, other in spans:
        both = rule.with_(other)
        if both is None:
            yield since, rule
            since, rule = following, other
        else:
            rule = both
    yield since, rule


def _spans(zone: tzinfo) -> Iterator[tuple[datetime, _Rule]]:
    """Yield since when, by the clocks before, which rule holds."""
    for year in YEARS:
        changes = _changes(zone, year)
        start = datetime(year, 1, 1)
        rule = _rule_of(changes)
        if rule is not None:
            yield start, rule
            continue
        yield start, _Rule(changes[0].before if changes else _offset(start, zone))
        for change in changes:
            yield change.at, _Rule(change.after)


def _rule_of(changes: list[_Change]) -> _Rule | None:
    """Return the rule of a year whose clocks go forth and back; None for any other."""
    if len(changes) != 2 or changes[0].before != changes[1].after:
        return None
    ahead = [change for change in changes if change.after > change.before]
    back = [change for change in changes if change.after < change.before]
    if not ahead or not back:
        return None
    return _Rule(ahead[0].before, ahead[0].after, _day_of(ahead[0].at), _day_of(back[0].at))


def _day_of(at: datetime) -> _Day:
    occurrences = {(at.day + 6) // 7}
    if (at + _WEEK).month != at.month:
        occurrences.add(-1)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return _Day(at.month, at.weekday(), at - midnight, frozenset(occurrences - {5}))


def _changes(zone: tzinfo, year: int) -> list[_Change]:
    """Return a year's changes, in their order."""
    offset = _offset(datetime(year, 1, 1), zone)
    moment, end = datetime(year, 1, 1, tzinfo=UTC) - offset, datetime(year + 1, 1, 1, tzinfo=UTC) - offset
    found = []
    while moment < end:
        before, following = _at(moment, zone), min(moment + _STEP, end)
        after = _at(following, zone)
        if before != after:
            changed = _first_after(moment, following, zone)
            found.append(_Change((changed + before).replace(tzinfo=None), before, after))
        moment = following
    # One at the turn of the year is the next year's beginning.
    return [change for change in found if change.at.year == year]


def _first_after(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the minute in which the clocks change between two moments."""
    was = _at(before, zone)
    while after - before > timedelta(minutes=1):
        minutes = (after - before) // timedelta(minutes=1) // 2
        middle = before + timedelta(minutes=minutes)
        before, after = (middle, after) if _at(middle, zone) == was else (before, middle)
    return after


def _at(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _offset(local: datetime, zone: tzinfo) -> timedelta:
    return local.replace(tzinfo=zone).utcoffset() or timedelta()
