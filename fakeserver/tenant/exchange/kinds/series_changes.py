"""What a change of a series, or its creation, brings about besides."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from fakeserver.tenant.exchange.kinds.dates import ZonedDate
from fakeserver.tenant.exchange.kinds.recurrence import Recurrence, Regenerating
from fakeserver.tenant.exchange.kinds.recurring_days import RecurringDays
from fakeserver.tenant.exchange.kinds.series import Described
from fakeserver.tenant.exchange.kinds.zone_rules import creation_zone

_PLAN: Final = ("recurrence", "start", "end", "start_time_zone")


class Changed:
    """An item as it will be."""

    def __init__(self, changes: Mapping[Any, Any], before: Callable[[str], Any]) -> None:
        self._changes, self._before = changes, before

    def get(self, name: Any) -> Any:
        """Return a property by name, None where there is none."""
        return self._changes[name] if name in self._changes else self._before(name)


def settled(changes: Mapping[Any, Any], before: Callable[[str], Any]) -> dict[Any, Any]:
    """Return changes of an appointment with those that they bring about where it is a series, or becomes one.

    With another plan no exception is left, neither the changed nor the deleted ones. Date and time come from two
    places: the date from the recurrence, whose start goes on to the first day that fits, the time from the start.

    Args:
        before: gives a property that the appointment has so far, None where there is none.
    """
    after = Changed(changes, before)
    if not plan_changes(changes, before):
        return dict(changes)
    result = dict(changes)
    result |= {name: None for name in ("exceptions", "deleted_dates") if before(name)}
    recurrence: Recurrence | None = after.get("recurrence")
    start: datetime | None = after.get("start")
    if recurrence is None or start is None or isinstance(recurrence.pattern, Regenerating):
        return result
    first = RecurringDays.of(recurrence).first
    if first is None:
        return result
    zone = creation_zone(after)
    local, end = start.astimezone(zone), after.get("end")
    moved = datetime.combine(first, local.time(), zone)
    if first != recurrence.range.start.day:
        begins = ZonedDate(first, moved.utcoffset() or timedelta())
        result["recurrence"] = replace(recurrence, range=replace(recurrence.range, start=begins))
    if first != local.date():
        result["start"] = moved.astimezone(UTC)
        if end is not None:
            length = end.astimezone(zone).replace(tzinfo=None) - local.replace(tzinfo=None)
            result["end"] = (moved.replace(tzinfo=None) + length).replace(tzinfo=zone).astimezone(UTC)
    return result


def plan_changes(changes: Mapping[Any, Any], before: Callable[[str], Any]) -> bool:
    """Say whether changes of an appointment change when it is, or its recurrence."""
    different = [name for name in _PLAN if name in changes and changes[name] != before(name)]
    if different != ["start_time_zone"]:
        return bool(different)
    # The same zone may be described in several ways.
    was: Described = Changed({}, before)
    return creation_zone(Changed(changes, before)) != creation_zone(was)
