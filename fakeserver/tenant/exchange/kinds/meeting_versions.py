"""Which of two versions of a meeting is the later one.

Source: [MS-OXOCAL] 3.1.5.4 (sequence numbers). Assumption: of two with the same number the one that was written later,
in whole seconds as iCalendar has them.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

_LONG_AGO: Final = datetime(1601, 1, 1, tzinfo=UTC)

#: Versions compare by age.
Version = tuple[int, datetime]


def version_of(get: Callable[[Any], Any]) -> Version:
    """Return the version of a meeting that an appointment or a message has.

    Args:
        get: gives a property by its name, None where there is none.
    """
    stamp: datetime = get("date_time_stamp") or _LONG_AGO
    return get("appointment_sequence_number") or 0, stamp.replace(microsecond=0)
