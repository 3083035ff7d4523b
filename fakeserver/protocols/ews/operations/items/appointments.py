"""What is checked of an appointment, or of the recurrence of a task, before it is stored."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.items.errors import (
    DURATION_TOO_LONG,
    ENDS_BEFORE_START,
    ENDS_TOO_LATE,
    NO_OCCURRENCE,
)
from fakeserver.tenant.exchange.kinds.recurrence import EndsOn, Recurrence

#: Five years. Source: web-service-reference/responsecode, ErrorCalendarDurationIsTooLong.
_LONGEST: Final = timedelta(days=5 * 366)
#: As the text of ErrorRecurrenceEndDateTooBig has it.
_LAST_DAY: Final = date(4500, 9, 1)


def check_times(value_of: Callable[[str], Any]) -> None:
    """Refuse an appointment that ends before it begins, or lasts too long.

    Args:
        value_of: gives a property of the appointment by its name, None where there is none.

    Raises:
        EwsError.
    """
    start: datetime | None = value_of("start")
    end: datetime | None = value_of("end")
    if start is None or end is None:
        return
    # The page says "the same or after"; clients make appointments of no length.
    if end < start:
        raise EwsError(ENDS_BEFORE_START)
    if end - start > _LONGEST:
        raise EwsError(DURATION_TOO_LONG)


def check_recurrence(recurrence: Recurrence | None) -> None:
    """Refuse a recurrence that ends before it begins, or too late; None has nothing to refuse.

    Raises:
        EwsError.
    """
    if recurrence is None or not isinstance(recurrence.range, EndsOn):
        return
    if recurrence.range.end.day > _LAST_DAY:
        raise EwsError(ENDS_TOO_LATE)
    if recurrence.range.end.day < recurrence.range.start.day:
        raise EwsError(NO_OCCURRENCE)
