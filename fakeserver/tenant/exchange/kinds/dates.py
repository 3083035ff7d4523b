"""A day of the calendar, as recurrences and time zones name it."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class ZonedDate:
    """A date, with the distance from UTC of the clock that it was read from."""

    day: date
    offset: timedelta = timedelta()


def duration_text(duration: timedelta) -> str:
    """Return a duration, which is not negative, as ISO 8601 writes it: ``PT44M51S``, ``P1D``, ``P1DT30M``."""
    days, seconds = duration.days, duration.seconds
    parts = {"H": seconds // 3600, "M": seconds // 60 % 60, "S": seconds % 60}
    of_day = "".join(f"{count}{unit}" for unit, count in parts.items() if count)
    if not of_day and not days:
        return "PT0S"
    return f"P{f'{days}D' if days else ''}{f'T{of_day}' if of_day else ''}"
