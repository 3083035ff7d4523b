"""A recurring task stands for its next occurrence: once that is done, or done away with, it moves on to the one after.

Source: web-service-reference/updateitem-operation-task; exchangelib's test_recurring_item, which ran against Exchange
Online.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from fakeserver.tenant.exchange.kinds.recurrence import (
    AbsoluteMonthly,
    EndsOn,
    NoEnd,
    Numbered,
    Recurrence,
    Regenerating,
    Unit,
)
from fakeserver.tenant.exchange.kinds.recurring_days import RecurringDays
from fakeserver.tenant.exchange.kinds.task import TaskStatus

_DAY: Final = timedelta(days=1)
#: What a task is like before anything was done: by property.
_NOT_BEGUN: Final = {"status": TaskStatus.NOT_STARTED, "percent_complete": 0.0, "complete_date": None}


def moved_on(value_of: Callable[[str], Any], today: date) -> dict[str, Any] | None:
    """Return what changes a recurring task into its next occurrence; None: this is the last one.

    Both dates move as far as the due date does, or the start date where there is no other.

    Args:
        value_of: gives a property of the task by its name, None where there is none.
        today: when the one before was completed, from which a regenerating task counts.
    """
    try:
        return _next(value_of, today)
    except OverflowError:
        # One of its dates lies behind the end of the calendar.
        return None


def _next(value_of: Callable[[str], Any], today: date) -> dict[str, Any] | None:
    """Do the same.

    Raises:
        OverflowError: a date lies behind the last one that there is.
    """
    recurrence: Recurrence = value_of("recurrence")
    due, start = value_of("due_date"), value_of("start_date")
    given: datetime | None = due or start
    current = recurrence.range.start.day - _DAY if given is None else given.date()
    if given is None and not isinstance(recurrence.pattern, Regenerating):
        # Assumption: a task that has no date of its own is due on the first day.
        current = _first_from(recurrence, current + _DAY) or current
    following = _following(recurrence, current, today)
    rest = None if following is None else _rest(recurrence, following)
    if following is None or rest is None:
        return None
    moved = datetime.combine(following, time(), UTC)
    # Assumption: a task without any date gets a due date, as exchangelib's did.
    if given is None:
        return {**_NOT_BEGUN, "recurrence": rest, "due_date": moved}
    far = moved - given.replace(hour=0, minute=0, second=0, microsecond=0)
    dates = {name: value + far for name, value in (("due_date", due), ("start_date", start)) if value is not None}
    return {**_NOT_BEGUN, "recurrence": rest, **dates}


def dates_change(value_of: Callable[[str], Any], changes: dict[Any, Any]) -> bool:
    """Say whether changes move a recurring task: to another date, or the beginning of its recurrence."""
    recurrence, other = value_of("recurrence"), changes.get("recurrence")
    if other is not None and other.range.start.day != recurrence.range.start.day:
        return True
    return any(
        changes.get(name) is not None and changes[name].date() != before.date()
        for name in ("due_date", "start_date")
        if (before := value_of(name)) is not None
    )


def _following(recurrence: Recurrence, current: date, today: date) -> date | None:
    pattern = recurrence.pattern
    if not isinstance(pattern, Regenerating):
        return _first_from(recurrence, current + _DAY)
    if pattern.unit in (Unit.DAY, Unit.WEEK):
        return today + timedelta(days=pattern.interval * (7 if pattern.unit is Unit.WEEK else 1))
    months = pattern.interval * (12 if pattern.unit is Unit.YEAR else 1)
    begin = replace(recurrence.range.start, day=today)
    return RecurringDays.of(Recurrence(AbsoluteMonthly(1, today.day), NoEnd(begin))).at(months)


def _first_from(recurrence: Recurrence, day: date) -> date | None:
    """Return the first day of a pattern from a date on; a range's number says how many are left, not since when."""
    days = RecurringDays.of(Recurrence(recurrence.pattern, NoEnd(recurrence.range.start)))
    return days.at(days.index_from(day))


def _rest(recurrence: Recurrence, following: date) -> Recurrence | None:
    """Return the recurrence that is left once its next day has come; None: that day lies behind the end."""
    match recurrence.range:
        case Numbered(count=count):
            return replace(recurrence, range=replace(recurrence.range, count=count - 1)) if count > 1 else None
        case EndsOn(end=end) if following > end.day:
            return None
    return recurrence
