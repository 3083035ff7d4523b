"""What names an appointment of a series in its mailbox: the local date on which the pattern has it, and the series.

So nothing has to be stored for each of them, and an id stays the same when the others, or the appointment itself, are
changed. The layout is: how long the date is (8), the date at midnight in .NET's ticks, how long the entry id of the
series is (70), that id, and the type of object. Source: recordings of real servers.
"""

from datetime import date
from typing import Final

_DATE: Final = 8
_TYPE: Final = 16
#: .NET counts them from the year 1 on.
_TICKS_A_DAY: Final = 24 * 3600 * 10_000_000


def occurrence_entry_id(entry_id: bytes, day: date) -> bytes:
    """Return what names an appointment in its mailbox: the date, and the entry id of the series."""
    ticks = ((day.toordinal() - 1) * _TICKS_A_DAY).to_bytes(_DATE, "big")
    return bytes([_DATE]) + ticks + bytes([len(entry_id)]) + entry_id + bytes([_TYPE])


def split_occurrence(content: bytes) -> tuple[date, bytes]:
    """Return the date and the entry id of the series, out of what `occurrence_entry_id` made.

    Raises:
        ValueError: it was made by nobody.
    """
    ticks, entry_id = int.from_bytes(content[1 : 1 + _DATE], "big"), content[2 + _DATE : -1]
    try:
        day = date.fromordinal(ticks // _TICKS_A_DAY + 1)
    except (OverflowError, ValueError) as problem:
        raise ValueError("no date") from problem
    if content != occurrence_entry_id(entry_id, day):
        raise ValueError("no date and entry id")
    return day, entry_id
