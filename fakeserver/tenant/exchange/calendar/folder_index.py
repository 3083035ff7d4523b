"""When the appointments and series of one folder are; it follows the log of changes."""

from datetime import UTC, datetime

from fakeserver.steps import Steps, each
from fakeserver.tenant.exchange.calendar.by_time import ByTime, Entry
from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of
from fakeserver.tenant.exchange.kinds.series import series_of

#: Part of a folder that may have changed before its index is made anew: putting in one by one costs more then.
_MANY = 1 / 8


class FolderIndex:
    """An index of one folder. Use it with the tenant's lock held in each step."""

    def __init__(self, folder: Folder, changes: ChangeLog) -> None:
        self.folder = folder
        self._changes = changes
        self._entries = ByTime()
        #: up to where the log was read; -1: not at all
        self._position = -1

    def current(self) -> Steps[ByTime]:
        """Return the entries as they are now. An item that nobody sees, or that has no start, has none."""
        while not self._changes.knows(self._position) or self._is_far_behind():
            position = self._changes.position
            entries = yield from each(list(self.folder.items.values()), entry_of)
            self._entries = yield from ByTime.of([entry for entry in entries if entry is not None])
            self._position = position
        self._catch_up()
        return self._entries

    def _is_far_behind(self) -> bool:
        changed = len(self._changes.since(self._position, self.folder))
        return changed > 1000 and changed > len(self._entries) * _MANY

    def _catch_up(self) -> None:
        last = {change.number: change for change in self._changes.since(self._position, self.folder)}
        for number, change in last.items():
            item = self.folder.items.get(change.uid)
            entry = None if item is None or item.number != number else entry_of(item)
            if entry is None:
                self._entries.remove(number)
            else:
                self._entries.put(entry)
        self._position = self._changes.position


def entry_of(item: Item) -> Entry | None:
    """Return when an item is, or its series; None for what is at no time, or is not seen."""
    start: datetime | None = item.get("start")
    if start is None or item.is_associated or not is_of(item.item_class, APPOINTMENT):
        return None
    series = series_of(item)
    end = max(item.get("end") or start, start)
    begins, ends = (start, end) if series is None else series.span
    return Entry(begins.astimezone(UTC), max(begins, ends).astimezone(UTC), item.number, item.uid, series is not None)
