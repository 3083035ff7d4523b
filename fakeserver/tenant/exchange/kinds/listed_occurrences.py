"""What a series says of its appointments: the first and the last, those that were changed, and those that are gone.

Recorded for the first two; what is first and last after a deletion, and that a list without anything is absent, are
assumptions.
"""

from datetime import date
from typing import Any

from fakeserver.tenant.exchange.kinds.addresses import ItemReference
from fakeserver.tenant.exchange.kinds.appointment import DeletedOccurrence, Occurrence
from fakeserver.tenant.exchange.kinds.series import Series, series_of


def first_occurrence(item: Any) -> Occurrence | None:
    """Return the first appointment that is there."""
    series = _stored_series(item)
    return None if series is None else _listed(item, series, series.first)


def last_occurrence(item: Any) -> Occurrence | None:
    """Return the last one; None where there is no end."""
    series = _stored_series(item)
    return None if series is None else _listed(item, series, series.last)


def modified_occurrences(item: Any) -> tuple[Occurrence, ...] | None:
    """Return those that are other than planned, in the order of the pattern."""
    series = _stored_series(item)
    if series is None:
        return None
    listed = (_listed(item, series, day) for day in sorted(series.exceptions) if series.has(day))
    return tuple(filter(None, listed)) or None


def deleted_occurrences(item: Any) -> tuple[DeletedOccurrence, ...] | None:
    """Return when those that were deleted would have been."""
    series = _stored_series(item)
    if series is None:
        return None
    days = (day for day in sorted(series.deleted) if series.days.index_of(day) is not None)
    return tuple(DeletedOccurrence(series.planned(day)[0]) for day in days) or None


def _stored_series(item: Any) -> Series | None:
    # What is attached to another item lies in no folder, and has no appointments with ids.
    return series_of(item) if item.uid else None


def _listed(item: Any, series: Series, day: date | None) -> Occurrence | None:
    if day is None:
        return None
    start, end = series.times(day)
    item_id = item.mailbox.ids.occurrence_id(item.folder.number, item.number, day)
    return Occurrence(ItemReference(item_id, item.change_key), start, end, series.planned(day)[0])
