"""When the reminder of an appointment, or of a series of them, comes next.

A series has one reminder: that of one of its appointments. It goes on to the next one when that one's time comes, or
when somebody dismisses it; a snoozed one comes back at a time of its own until then. The property
``reminder_next_time`` holds that time, and of a dismissed one the time of the next.
Source: [MS-OXORMDR] 2.2.1 (signal time) and 3.1.4; web-service-reference/performreminderaction-operation.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple, Protocol

from fakeserver.tenant.exchange.kinds.series import Series, series_of

#: The property that holds a time which is not worked out.
NEXT_TIME: Final = "reminder_next_time"
_MINUTES: Final = "reminder_minutes_before_start"
#: What a reminder's time depends on.
_DEPENDS_ON: Final = frozenset(("reminder_is_set", _MINUTES, "reminder_due_by", "start"))
#: Local days are at most this far from those of UTC.
_MARGIN: Final = timedelta(days=2)


class Reminded(Protocol):
    """What has a reminder: an item."""

    properties: dict[Any, Any]

    def get(self, name: Any) -> Any:
        """Return a property by name, None where there is none."""


class Pending(NamedTuple):
    """The reminder of a series as it stands."""

    #: the day of the appointment that it is of
    day: date
    time: datetime


def appointment_reminder(item: Reminded, now: datetime) -> datetime | None:
    """Return when the reminder of an appointment, or of a series, comes; None: it has none."""
    series = series_of(item)
    if series is not None:
        waiting = pending(item, series, now)
        return None if waiting is None else waiting.time
    start: datetime | None = item.get("start")
    if start is None or not item.get("reminder_is_set"):
        return None
    return _later(item.properties.get(NEXT_TIME), _before(start, item.get(_MINUTES)))


def pending(item: Reminded, series: Series, now: datetime) -> Pending | None:
    """Return the reminder of a series: that of the last appointment whose time has come, else that of the first."""
    if not item.get("reminder_is_set"):
        return None
    stored: datetime | None = item.properties.get(NEXT_TIME)
    moment = now if stored is None else max(now, stored)
    time_of = _times(item, series)
    day = _latest(series, time_of, _lead(item, series), moment) or _next(series.first, series, time_of)
    if day is None or (time := time_of(day)) is None:
        return None
    return Pending(day, _later(stored, time))


def after(item: Reminded, series: Series, day: date) -> datetime | None:
    """Return when the reminder of the appointment behind one comes; None: there is none."""
    time_of = _times(item, series)
    following = _next(series.neighbours(day)[1], series, time_of)
    return None if following is None else time_of(following)


def with_next_time(changes: dict[Any, Any]) -> dict[Any, Any]:
    """Return changes of an item; one that its reminder depends on ends what was dismissed or snoozed before."""
    if NEXT_TIME in changes or not changes.keys() & _DEPENDS_ON:
        return changes
    return {**changes, NEXT_TIME: None}


_TimeOf = Callable[[date], datetime | None]


def _times(item: Reminded, series: Series) -> _TimeOf:
    """Return what says when the reminder of an appointment of the series comes: None where that one has none."""
    minutes = item.get(_MINUTES)

    def time_of(day: date) -> datetime | None:
        exception = series.exceptions.get(day)
        own = {} if exception is None else exception.changes
        if own.get("reminder_is_set") is False:
            return None
        return _before(series.times(day)[0], own.get(_MINUTES, minutes))

    return time_of


def _lead(item: Reminded, series: Series) -> timedelta:
    """Return the longest time before an appointment at which a reminder of a series comes."""
    own = [exception.changes.get(_MINUTES) or 0 for exception in series.exceptions.values()]
    return timedelta(minutes=max([item.get(_MINUTES) or 0, *own]))


def _latest(series: Series, time_of: _TimeOf, lead: timedelta, moment: datetime) -> date | None:
    """Return the day of the last appointment whose reminder has come at a moment.

    Args:
        lead: the longest time before an appointment at which a reminder of the series comes.
    """
    try:
        behind = (moment + lead + _MARGIN).date()
    except OverflowError:
        behind = date.max
    last = series.last
    day = last if last is not None and last < behind else series.neighbours(behind)[0]
    while day is not None:
        time = time_of(day)
        if time is not None and time <= moment:
            return day
        day, _ = series.neighbours(day)
    return None


def _next(day: date | None, series: Series, time_of: _TimeOf) -> date | None:
    """Return a day, or the first behind it whose appointment has a reminder."""
    while day is not None and time_of(day) is None:
        _, day = series.neighbours(day)
    return day


def _before(start: datetime, minutes: int | None) -> datetime:
    try:
        return start - timedelta(minutes=minutes or 0)
    except OverflowError:
        return start


def _later(stored: datetime | None, planned: datetime) -> datetime:
    return planned if stored is None else max(stored, planned)
