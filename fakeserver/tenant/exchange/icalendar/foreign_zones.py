"""Time zones as other programs name and define them, and which of Windows' each is.

A zone whose name says nothing is known by its rules; one that is none of Windows' keeps its own. The package icalendar
is not asked: what it once read under a name, it takes for that name in every file that follows.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Any, Final, NamedTuple

from fakeserver.tenant.exchange.icalendar.rules import whole
from fakeserver.tenant.exchange.icalendar.words import DAYS
from fakeserver.tenant.exchange.kinds.time_zones import (
    Period,
    Target,
    TargetKind,
    TimeZone,
    Transition,
    Transitions,
    YearlyTransitionOnWeekday,
)
from fakeserver.tenant.exchange.kinds.zone_rules import BadTimeZone, zone_of
from fakeserver.tenant.windows_zones import zone_by_id

#: What Exchange calls a zone that is none of Windows', and UTC where nothing else says so.
_CUSTOM: Final = "tzone://Microsoft/Custom"
UTC_ID: Final = "UTC"
#: Of zones with the same rules the one that is taken.
_PREFERRED: Final = (
    "W. Europe Standard Time", "GMT Standard Time", "Eastern Standard Time", "Central Standard Time",
    "Mountain Standard Time", "Pacific Standard Time", "Tokyo Standard Time", "AUS Eastern Standard Time",
    "China Standard Time", "Arabian Standard Time", "SE Asia Standard Time",
)  # fmt: skip
_DAY: Final = re.compile(r"([+-]?\d)?(SU|MO|TU|WE|TH|FR|SA)")


class ForeignZone(NamedTuple):
    """A zone of a calendar object."""

    stored: TimeZone
    zone: tzinfo


class ForeignZones:
    """The zones of one calendar object, by the names that its times refer to."""

    def __init__(self, components: Iterable[Any]) -> None:
        """Take the object's VTIMEZONE components."""
        self._defined: dict[str, Any] = {}
        for component in components:
            self._defined.setdefault(_name(component.get("TZID")), component)
        self._found: dict[str, ForeignZone | None] = {}

    def named(self, name: object) -> ForeignZone | None:
        """Return the zone of a name; None where neither the name nor a definition says which it is."""
        key = _name(name)
        if key not in self._found:
            self._found[key] = _by_name(key) or _by_definition(key, self._defined.get(key))
        return self._found[key]

    def only(self) -> ForeignZone | None:
        """Return the one zone that is defined; None where there are several, or none."""
        return self.named(next(iter(self._defined))) if len(self._defined) == 1 else None


def _name(given: object) -> str:
    # Blanks around it, and a line end behind it, come from Exchange 2010 and from Teams.
    return str(given or "").strip().strip('"').strip()


def _by_name(name: str) -> ForeignZone | None:
    if name.upper() in ("UTC", "GMT", "Z", "ETC/UTC", "TZONE://MICROSOFT/UTC"):
        return ForeignZone(TimeZone(id=UTC_ID), UTC)
    if not name or not name.isprintable() or len(name) > 200:
        return None
    from tzlocal.windows_tz import tz_win

    # "/freeassociation.sourceforge.net/Europe/Berlin" and the like end in the name.
    words = name.split("/")
    for candidate in (name, "/".join(words[-2:]), "/".join(words[-3:])):
        windows = candidate if zone_by_id(candidate) is not None else tz_win.get(candidate)
        if windows is not None and (zone := zone_by_id(windows)) is not None:
            return ForeignZone(TimeZone(id=windows), zone)
    return None


def _by_definition(name: str, component: Any) -> ForeignZone | None:
    if component is None:
        return None
    with suppress(ValueError, KeyError, AttributeError, TypeError, OverflowError, BadTimeZone):
        defined = _defined(name, component)
        zone = zone_of(defined)
        windows = _with_rules_of(zone)
        known = None if windows is None else zone_by_id(windows)
        return ForeignZone(defined, zone) if known is None else ForeignZone(TimeZone(id=windows), known)
    return None


# --- definitions -----------------------------------------------------------------------------------------------------


def _defined(name: str, component: Any) -> TimeZone:
    """Return the zone that a VTIMEZONE defines, by the last rules that it has.

    Raises:
        ValueError, KeyError, AttributeError, TypeError: it is none.
    """
    last: dict[str, Any] = {}
    for change in component.subcomponents:
        if change.name in ("STANDARD", "DAYLIGHT") and (
            change.name not in last or _since(change) >= _since(last[change.name])
        ):
            last[change.name] = change
    if not last:
        raise ValueError("neither standard nor daylight saving time")
    periods = {kind: Period(kind, kind.capitalize(), -change["TZOFFSETTO"].td) for kind, change in last.items()}
    recurring = {kind: change for kind, change in last.items() if "RRULE" in change and _lasts(change)}
    yearly = [_yearly(kind, change) for kind, change in recurring.items()]
    first = "STANDARD" if "STANDARD" in periods else next(iter(periods))
    changes: tuple[Any, ...] = tuple(yearly) if len(yearly) == 2 else (Transition(Target(TargetKind.PERIOD, first)),)
    begin = Transitions(None, (Transition(Target(TargetKind.GROUP, "0")),))
    return TimeZone(_CUSTOM, name, tuple(periods.values()), (Transitions("0", changes),), begin)


def _since(change: Any) -> datetime:
    at: datetime = change["DTSTART"].dt
    return at.replace(tzinfo=None)


def _lasts(change: Any) -> bool:
    """Say whether a rule goes on; the two of a zone that has given up changing its clocks have ended."""
    return "UNTIL" not in change["RRULE"]


def _yearly(kind: str, change: Any) -> YearlyTransitionOnWeekday:
    rule, at = change["RRULE"], _since(change)
    day = _DAY.fullmatch(str(rule["BYDAY"][0]).upper())
    if day is None or str(rule["FREQ"][0]).upper() != "YEARLY":
        raise ValueError("clocks that change in another way than on a day of the week, once a year")
    occurrence = int(day[1]) if day[1] else _week_of(rule)
    month = whole(rule.get("BYMONTH", [at.month])[0])
    offset = timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
    return YearlyTransitionOnWeekday(Target(TargetKind.PERIOD, kind), offset, month, DAYS[day[2]], occurrence)


def _week_of(rule: Any) -> int:
    """Return which of the days is meant by a rule that says it by the days of the month, "BYMONTHDAY=8,9,10,..."."""
    return (min(whole(day) for day in rule["BYMONTHDAY"]) - 1) // 7 + 1


# --- Windows' zones by their rules -----------------------------------------------------------------------------------

#: Moments that tell zones apart: every fifth day of a year whose rules are today's.
_PROBES: Final = tuple(datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(days=5 * number) for number in range(73))


def _with_rules_of(zone: tzinfo) -> str | None:
    """Return the Windows id of the zone whose clocks are set as those of another; None where there is none."""
    return _by_offsets().get(_offsets(zone))


@cache
def _by_offsets() -> dict[tuple[timedelta | None, ...], str]:
    from tzlocal.windows_tz import win_tz

    found: dict[tuple[timedelta | None, ...], str] = {(timedelta(),) * len(_PROBES): UTC_ID}
    for windows in (*_PREFERRED, *sorted(win_tz)):
        if (zone := zone_by_id(windows)) is not None:
            found.setdefault(_offsets(zone), windows)
    return found


def _offsets(zone: tzinfo) -> tuple[timedelta | None, ...]:
    return tuple(moment.astimezone(zone).utcoffset() for moment in _PROBES)
