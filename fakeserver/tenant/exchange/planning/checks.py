"""What is checked of an appointment, or of the recurrence of a task, before it is stored."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from fakeserver.tenant.exchange.kinds.recurrence import EndsOn, Recurrence
from fakeserver.tenant.refusals import EndsBeforeStart, LastsTooLong, NeverOccurs, RecursTooLong

#: Five years. Source: web-service-reference/responsecode, of a duration that is too long.
_LONGEST: Final = timedelta(days=5 * 366)
#: As the service says it.
_LAST_DAY: Final = date(4500, 9, 1)


def check_times(value_of: Callable[[str], Any]) -> None:
    """Refuse an appointment that ends before it begins, or lasts too long.

    Args:
        value_of: gives a property of the appointment by its name, None where there is none.

    Raises:
        EndsBeforeStart, LastsTooLong.
    """
    start: datetime | None = value_of("start")
    end: datetime | None = value_of("end")
    if start is None or end is None:
        return
    # The page says "the same or after"; clients make appointments of no length.
    if end < start:
        raise EndsBeforeStart
    if end - start > _LONGEST:
        raise LastsTooLong


def check_recurrence(recurrence: Recurrence | None) -> None:
    """Refuse a recurrence that ends before it begins, or too late; None has nothing to refuse.

    Raises:
        RecursTooLong, NeverOccurs.
    """
    if recurrence is None or not isinstance(recurrence.range, EndsOn):
        return
    if recurrence.range.end.day > _LAST_DAY:
        raise RecursTooLong
    if recurrence.range.end.day < recurrence.range.start.day:
        raise NeverOccurs
