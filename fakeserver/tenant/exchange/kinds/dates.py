"""A day of the calendar, as recurrences and time zones name it."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class ZonedDate:
    """A date, with the distance from UTC of the clock that it was read from."""

    day: date
    offset: timedelta = timedelta()
