"""The calendars of one mailbox: what takes place in a period, and appointments of series by their ids and numbers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from fakeserver.durations import in_utc
from fakeserver.steps import Pace, Steps, finish
from fakeserver.tenant.exchange.calendar.folder_index import FolderIndex
from fakeserver.tenant.exchange.calendar.missing import Missing
from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.ids import StoreId, decode_id
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of
from fakeserver.tenant.exchange.items import Items
from fakeserver.tenant.exchange.kinds.series import Series, series_of
from fakeserver.tenant.exchange.kinds.series_changes import settled
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.occurrences import (
    change_occurrence,
    delete_occurrence,
    occurrence_of,
    present_occurrence,
)
from fakeserver.tenant.exchange.registry import ItemRegistry
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import IdMalformed, ItemNotFound

#: An appointment that takes place: when, as what, and on which day of its series; a single one has no day.
_Found = tuple[datetime, datetime, Item, date | None]


class Calendar:
    """What takes place in one mailbox. Use it with the tenant's lock held."""

    def __init__(
        self, items: Items, registry: ItemRegistry, changes: ChangeLog, named: Callable[[str], Folder]
    ) -> None:
        """Look at the calendars of a mailbox; ``named`` finds a folder by its path or distinguished id."""
        self._items = items
        self._named = named
        self._registry = registry
        self._changes = changes
        #: by the folders' numbers
        self._indexes: dict[int, FolderIndex] = {}

    # --- what takes place --------------------------------------------------------------------------------------------

    def view(self, folder: Folder | str, start: datetime, end: datetime, limit: int | None = None) -> list[Item]:
        """Return the single appointments and those of series that overlap a period, by their starts.

        What begins at ``end`` is not in it, what ends at ``start`` is. Each that belongs to a series is an
        `OccurrenceItem`; series themselves are none of them.

        Args:
            folder: of this mailbox, or its path or distinguished id (``calendar``); its subfolders do not count.
            start, end: aware.
            limit: no more than so many, the earliest.

        Raises:
            FolderNotFound: there is none of that name.
            ValueError: a time has no zone.
        """
        found = self._named(folder) if isinstance(folder, str) else folder
        return finish(self.view_in_steps(found, in_utc(start, "start"), in_utc(end, "end"), limit))

    def view_in_steps(
        self, folder: Folder, start: datetime, end: datetime, limit: int | None = None
    ) -> Steps[list[Item]]:
        """Do the same in steps; what has left the folder by the end is not returned."""
        entries = yield from self._index(folder).current()
        found: list[_Found] = []
        pace = Pace()
        for entry in list(entries.overlapping(start, end)):
            item = folder.items.get(entry.uid)
            if item is not None and not entry.is_series:
                found.append((entry.start, entry.end, item, None))
            elif item is not None and (series := series_of(item)) is not None:
                found += [(begins, ends, item, day) for begins, ends, day in series.between(start, end)]
            if limit is not None and len(found) > 4 * (limit + 1):
                # Many series fill a long period: what begins later is not looked for. As many again stand by for those
                # that leave the folder meanwhile.
                found = sorted(found, key=_order)[: 2 * (limit + 1)]
                end = min(end, found[-1][0] + timedelta.resolution)
            if pace.is_over():
                yield
        shown: list[Item] = []
        known = _KnownSeries()
        for _, _, item, day in sorted(found, key=_order):
            if len(shown) == limit:
                break
            if folder.items.get(item.uid) is item:
                shown += [item] if day is None else known.occurrence(item, day)
            if pace.is_over():
                yield
        return shown

    # --- appointments of series --------------------------------------------------------------------------------------

    def by_id(self, item_id: str | StoreId) -> OccurrenceItem:
        """Return the appointment of a series that has an EWS id.

        Raises:
            IdMalformed: the id cannot be read, or is none of those.
            ItemNotFound: there is none, or not any more: the series or the appointment was deleted, or has moved.
        """
        store_id = decode_id(item_id)
        if store_id.kind != "occurrence" or store_id.day is None:
            raise IdMalformed(store_id.text)
        master = self._registry.by_store_id(store_id)
        if master is None:
            raise ItemNotFound(store_id.text)
        return present_occurrence(master, store_id.day)

    def is_series(self, item: Item) -> bool:
        """Say whether an item is a series of appointments."""
        return is_of(item.item_class, APPOINTMENT) and series_of(item) is not None

    def by_index(self, master: Item, index: int) -> OccurrenceItem | Missing:
        """Return the appointment of a series with a number, from 1 on; one that is deleted keeps its number.

        Raises:
            ValueError: the item is no series.
        """
        series = _series(master)
        day = series.days.at(index - 1)
        if day is None:
            return Missing.NEVER_WAS
        return Missing.DELETED if day in series.deleted else occurrence_of(master, series, day)

    def occurrences(
        self, master: Item, start: datetime, end: datetime, *, as_planned: bool = False, limit: int | None = None
    ) -> list[Item]:
        """Return the appointments of a series that overlap a period, by their starts.

        Args:
            as_planned: those that the pattern has in it, wherever they were moved.
            limit: no more than so many, the earliest.

        Raises:
            ValueError: the item is no series.
        """
        series = _series(master)
        searched = replace(series, exceptions={}) if as_planned else series
        return [occurrence_of(master, series, day) for _, _, day in searched.earliest(start, end, limit)]

    # --- changing ----------------------------------------------------------------------------------------------------

    def update(self, item: Item, changes: Mapping[Any, Any]) -> None:
        """Set properties of an appointment, of a series or of one of its appointments, as `Items.update` does.

        One of a series becomes an exception of it. Another plan of a series drops its exceptions.

        Raises:
            ItemNotFound: the appointment of the series was deleted meanwhile.
        """
        if isinstance(item, OccurrenceItem):
            change_occurrence(self._items, item, changes)
        else:
            self._items.update(item, settled(changes, item.get))

    def delete(self, item: Item, mode: DeleteMode = DeleteMode.HARD) -> None:
        """Delete an appointment, a series, or one out of a series.

        Raises:
            ItemNotFound: it was deleted meanwhile.
        """
        if isinstance(item, OccurrenceItem):
            delete_occurrence(self._items, item, mode)
        else:
            self._items.delete([item], mode)

    def _index(self, folder: Folder) -> FolderIndex:
        index = self._indexes.get(folder.number)
        if index is None:
            self._indexes = {number: each for number, each in self._indexes.items() if each.folder.exists}
            index = self._indexes[folder.number] = FolderIndex(folder, self._changes)
        return index

    def remember(self) -> Callable[[], None]:
        """Return what makes it read all folders anew: what they held then is put back by others."""

        def restore() -> None:
            # Whatever it holds then: the table is another one whenever a folder is added.
            self._indexes.clear()

        return restore


class _KnownSeries:
    """The series that were read last, as long as they do not change."""

    def __init__(self) -> None:
        self._known: dict[Item, tuple[int, Series | None]] = {}

    def occurrence(self, master: Item, day: date) -> list[Item]:
        """Return the appointment on a day, as a list; none where it is gone meanwhile."""
        number, series = self._known.get(master, (-1, None))
        if number != master.change_number:
            series = series_of(master)
            self._known[master] = master.change_number, series
        return [] if series is None or not series.has(day) else [occurrence_of(master, series, day)]


def _series(master: Item) -> Series:
    series = series_of(master)
    if series is None:
        raise ValueError("a single appointment has no others")
    return series


def _order(found: _Found) -> tuple[datetime, datetime, int]:
    return found[0], found[1], found[2].number
