"""Working hours: on which days, from when and until when somebody works, by the clocks of their own time zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Final

from fakeserver.listed import listed
from fakeserver.suggestion import suggestion
from fakeserver.tenant.windows_zones import zone_named

DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORKDAYS: Final = DAYS[:5]


@dataclass(frozen=True)
class WorkingHours:
    """What `Set-MailboxCalendarConfiguration -WorkDays -WorkingHoursStartTime -WorkingHoursEndTime` sets.

    Source: learn.microsoft.com/powershell/module/exchange/set-mailboxcalendarconfiguration
    """

    days: Iterable[str] = _WORKDAYS
    #: a time, or a text such as ``08:00``
    start: time | str = "08:00"
    end: time | str = "17:00"
    #: by whose clocks; empty: those of the mailbox's time zone
    time_zone: str = ""

    def __post_init__(self) -> None:
        """Keep days in the order of a week, and times as such.

        Raises:
            ValueError: a day has no such name, a time or time zone is none, or the end is not after the start.
        """
        given = listed("days", self.days)
        for day in given:
            if day not in DAYS:
                raise ValueError(f"no day {day!r}{suggestion(str(day), DAYS)}")
        values = vars(self)
        values["days"] = tuple(day for day in DAYS if day in given)
        values["start"], values["end"] = _time("start", self.start), _time("end", self.end)
        if not values["days"]:
            raise ValueError(f"days takes some of {', '.join(DAYS)}")
        if values["start"] >= values["end"]:
            raise ValueError(f"they end at {values['end']:%H:%M}, which is not after {values['start']:%H:%M}")
        if self.time_zone and zone_named(self.time_zone) is None:
            raise ValueError(f"no time zone {self.time_zone!r}: W. Europe Standard Time and Europe/Berlin are some")

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The days as `datetime.weekday` counts them."""
        return tuple(DAYS.index(day) for day in self.days)

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end in minutes after midnight."""
        start, end = _time("start", self.start), _time("end", self.end)
        return start.hour * 60 + start.minute, end.hour * 60 + end.minute


def _time(name: str, given: time | str) -> time:
    try:
        found = given if isinstance(given, time) else time.fromisoformat(given)
    except (TypeError, ValueError):
        raise ValueError(f"{name} takes a time such as '08:00', not {given!r}") from None
    if found.tzinfo is not None or found.second or found.microsecond:
        raise ValueError(f"{name} takes hours and minutes alone, by the clocks of time_zone, not {given!r}")
    return found
