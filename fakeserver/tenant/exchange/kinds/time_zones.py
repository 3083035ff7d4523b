"""Time zones: a Windows id, and the rules behind it where a client sent them.

Offsets from UTC are a bias, as Windows counts: positive to the west, so that UTC is local time plus bias.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum, auto

from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import DayOfWeek, RelativeYearly


@dataclass(frozen=True, slots=True)
class Period:
    """A time of constant bias, e.g. standard time."""

    id: str | None
    name: str | None
    bias: timedelta | None


class TargetKind(StrEnum):
    """What a transition leads to."""

    PERIOD = auto()
    GROUP = auto()


@dataclass(frozen=True, slots=True)
class Target:
    """The period or the group of transitions that holds after a transition."""

    kind: TargetKind
    id: str


@dataclass(frozen=True, slots=True)
class Transition:
    """What holds from the beginning on."""

    to: Target


@dataclass(frozen=True, slots=True)
class TransitionAt:
    """A change at one moment: naive where it is local time."""

    to: Target
    at: datetime


@dataclass(frozen=True, slots=True)
class YearlyTransitionOnDate:
    """A change every year on a date."""

    to: Target
    #: after midnight
    offset: timedelta
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class YearlyTransitionOnWeekday:
    """A change every year on, e.g., the second Sunday of March."""

    to: Target
    offset: timedelta
    month: int
    day_of_week: DayOfWeek
    #: which one in the month; -1 the last
    occurrence: int

    def __post_init__(self) -> None:
        if not self.day_of_week.is_single:
            raise ValueError("clocks change on one of the seven days of the week")


AnyTransition = Transition | TransitionAt | YearlyTransitionOnDate | YearlyTransitionOnWeekday


@dataclass(frozen=True, slots=True)
class Transitions:
    """Changes that belong together."""

    id: str | None
    transitions: tuple[AnyTransition, ...]


@dataclass(frozen=True, slots=True)
class TimeZone:
    """A time zone by its Windows id, e.g. ``W. Europe Standard Time``."""

    id: str | None = None
    name: str | None = None
    periods: tuple[Period, ...] = ()
    groups: tuple[Transitions, ...] = ()
    transitions: Transitions | None = None


@dataclass(frozen=True, slots=True)
class TimeChange:
    """When a year's standard or daylight saving time begins."""

    name: str | None
    #: added to the zone's base offset
    offset: timedelta
    #: the day of each year, or of one; None where it never begins
    day: RelativeYearly | ZonedDate | None
    time: time


@dataclass(frozen=True, slots=True)
class BasicTimeZone:
    """A time zone by its offsets and two changes a year: the form before Exchange 2010."""

    name: str | None = None
    base_offset: timedelta | None = None
    #: None, both, where the clocks never change
    standard: TimeChange | None = None
    daylight: TimeChange | None = None
