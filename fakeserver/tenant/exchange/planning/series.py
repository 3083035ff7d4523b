"""What is checked of a series and of its appointments before they are stored, and what a change brings about besides.

Sources: web-service-reference/responsecode for the errors. Assumption: an appointment that is moved onto the same day
as another of its series crosses it, as Outlook has it; the series as a whole is checked where it is planned anew.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Final

from fakeserver.tenant.exchange.kinds.series import Series, series_of
from fakeserver.tenant.exchange.kinds.series_changes import Changed, plan_changes, settled
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.refusals import NeighbourCrossed, NeverOccurs, OccurrencesOverlap

#: Appointments of a series whose distances are looked at: a pattern has no shorter ones later.
_LOOKED_AT: Final = 60


def settled_series(changes: Mapping[Any, Any], before: Callable[[str], Any]) -> dict[Any, Any]:
    """Return changes of an appointment that is no part of a series with those that they bring about.

    Args:
        before: gives a property that it has so far, None where there is none.

    Raises:
        NeverOccurs, OccurrencesOverlap: it is a series then, and has no appointment, or such as overlap each other.
    """
    if not plan_changes(changes, before):
        return dict(changes)
    planned = series_of(Changed(changes, before))
    if planned is not None:
        if planned.days.first is None:
            raise NeverOccurs
        _check_start(planned, changes)
        _check_distances(planned)
    return settled(changes, before)


def check_occurrence(occurrence: OccurrenceItem, changes: Mapping[Any, Any]) -> None:
    """Refuse changes that an appointment of a series cannot have.

    Raises:
        NeighbourCrossed: it would meet another one of the series.
    """
    after = Changed(changes, occurrence.get)
    start, end = after.get("start"), after.get("end")
    series = series_of(occurrence.master)
    if series is None or (start, end) == (occurrence.get("start"), occurrence.get("end")):
        return
    earlier, later = series.neighbours(occurrence.day)
    others = [series.times(day) for day in (earlier, later) if day is not None]
    day = _local_day(series, start)
    if any(_local_day(series, other) == day for other, _ in others):
        raise NeighbourCrossed
    if earlier is not None and start < series.times(earlier)[1]:
        raise NeighbourCrossed
    if later is not None and end > series.times(later)[0]:
        raise NeighbourCrossed


def _check_start(planned: Series, changes: Mapping[Any, Any]) -> None:
    """Refuse a start before the first day of a recurrence that is not set with it.

    Source: what exchangelib's tests say of going back in time.
    """
    if "recurrence" in changes or changes.get("start") is None:
        return
    if _local_day(planned, changes["start"]) < planned.days.recurrence.range.start.day:
        raise OccurrencesOverlap


def _check_distances(planned: Series) -> None:
    days = [day for index in range(_LOOKED_AT) if (day := planned.days.at(index)) is not None]
    if any(later - earlier < planned.length for earlier, later in pairwise(days)):
        raise OccurrencesOverlap


def _local_day(series: Series, moment: datetime) -> date:
    return moment.astimezone(series.zone).date()
