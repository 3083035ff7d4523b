"""The appointments of a series that are not as planned: in calendar objects by their times, in mailboxes by their days.

Assumption: an exception says in full what it is, so that what it shares with its series is no difference.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from fakeserver.tenant.exchange.icalendar.component import Entry
from fakeserver.tenant.exchange.kinds.appointment import DeletedOccurrence
from fakeserver.tenant.exchange.kinds.series import ChangedOccurrence, Described, Series, series_of
from fakeserver.tenant.exchange.kinds.zone_rules import creation_zone

#: Of an exception, what says which it is, or what a whole series has alone.
_NOT_CHANGED: Final = frozenset(
    "uid recurrence_id original_start date_time_stamp date_time_created recurrence deleted_occurrences start_time_zone "
    "end_time_zone appointment_sequence_number".split()
)


class Overlaid:
    """An appointment of a series, out of the series and what is different."""

    def __init__(self, series: Described, changes: Mapping[Any, Any]) -> None:
        self._series = series
        self._changes = changes

    def get(self, name: Any) -> Any:
        """Return a property by its domain name, None where there is none."""
        return self._changes[name] if name in self._changes else self._series.get(name)


def exceptions_of(item: Described) -> list[Overlaid]:
    """Return the appointments of a series that are there and different, in the order of the pattern."""
    series = series_of(item)
    if series is None:
        return []
    return [_exception(item, series, day) for day in sorted(series.exceptions) if series.has(day)]


def _exception(item: Described, series: Series, day: date) -> Overlaid:
    planned, _ = series.planned(day)
    start, end = series.times(day)
    changes = {"recurrence": None, "original_start": planned, **series.exceptions[day].changes}
    return Overlaid(item, {**changes, "start": start, "end": end})


def deleted_of(item: Described) -> tuple[datetime, ...]:
    """Return when the appointments of a series would have been that are not there."""
    series = series_of(item)
    if series is None:
        return ()
    told: Sequence[DeletedOccurrence] = item.get("deleted_occurrences") or ()
    planned = (series.planned(day)[0] for day in series.deleted if series.days.index_of(day) is not None)
    return tuple(sorted({*planned, *(each.start for each in told)}))


def stored(entry: Entry) -> dict[str, Any]:
    """Return the properties of an event as a mailbox keeps them, a series with what is not as planned.

    Of a moved or a deleted appointment whose day the pattern does not have nothing is kept.
    """
    properties = dict(entry.properties)
    told: Sequence[DeletedOccurrence] = properties.pop("deleted_occurrences", ())
    series = series_of(properties)
    if series is None:
        return properties
    deleted = {day for each in told if (day := _day(properties, series, each.start)) is not None}
    changed = {}
    for exception in entry.exceptions:
        day = _day(properties, series, exception.properties["recurrence_id"])
        if day is not None:
            changed[day] = ChangedOccurrence(MappingProxyType(_differences(properties, exception.properties)))
    if deleted - changed.keys():
        # Some programs say of a moved one that it is not there at its old time as well.
        properties["deleted_dates"] = frozenset(deleted - changed.keys())
    if changed:
        properties["exceptions"] = MappingProxyType(changed)
    return properties


def _day(properties: Mapping[str, Any], series: Series, at: datetime) -> date | None:
    """Return the day of the pattern that a time is on."""
    day = at.astimezone(creation_zone(properties)).date()
    return day if series.days.index_of(day) is not None else None


def _differences(series: Mapping[str, Any], exception: Mapping[str, Any]) -> dict[str, Any]:
    different = {
        name: value
        for name, value in exception.items()
        if name not in _NOT_CHANGED and (name in ("start", "end") or series.get(name) != value)
    }
    gone = {name: None for name in ("location", "place", "body") if name in series and name not in exception}
    return different | gone
