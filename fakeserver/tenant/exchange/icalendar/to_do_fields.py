"""What the properties of a VTODO set of a task."""

from collections.abc import Callable
from typing import Any, Final

from fakeserver.tenant.exchange.icalendar.component import COMMON, Reader
from fakeserver.tenant.exchange.icalendar.rules import whole
from fakeserver.tenant.exchange.kinds.task import TaskStatus

_STATES: Final = {
    "NEEDS-ACTION": TaskStatus.NOT_STARTED, "IN-PROCESS": TaskStatus.IN_PROGRESS, "COMPLETED": TaskStatus.COMPLETED,
}  # fmt: skip

TO_DO: Final[dict[str, Callable[[Reader, Any], None]]] = COMMON | {
    # Assumption: a task has neither of the two.
    "UID": lambda reader, value: None,
    "DTSTAMP": lambda reader, value: None,
    "DTSTART": lambda reader, value: reader.set(start_date=reader.moment(value)),
    "DUE": lambda reader, value: reader.set(due_date=reader.moment(value)),
    "COMPLETED": lambda reader, value: reader.set(complete_date=reader.moment(value)),
    "STATUS": lambda reader, value: reader.set(status=_STATES[str(value).upper()]),
    "PERCENT-COMPLETE": lambda reader, value: reader.set(percent_complete=float(whole(value))),
    "RRULE": lambda reader, value: reader.set(recurrence=reader.recurrence(value)),
}
