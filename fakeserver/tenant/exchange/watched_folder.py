"""A folder as a place where somebody waits for messages."""

from collections.abc import Callable, Mapping
from threading import RLock

from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.entities import Folder, Item


class WatchedFolder:
    """A folder, its messages by their numbers: one that is moved there has another, so that it counts as new."""

    def __init__(self, folder: Folder, changes: ChangeLog, lock: RLock, returned: set[int]) -> None:
        self.name = f"{folder.path} of {folder.mailbox.address}"
        self.marked = folder.mailbox.address
        self.lock = lock
        self.returned = returned
        self._folder = folder
        self._changes = changes

    @property
    def position(self) -> int:
        """How far the mailbox's log goes."""
        return self._changes.position

    def since(self, position: int | None) -> Mapping[int, Item | None]:
        """Return what has changed in the folder after a position; without one, all that is in it."""
        if position is None:
            return {item.number: item for item in self._folder.items.values()}
        changed: dict[int, Item | None] = {}
        for change in self._changes.since(position, self._folder):
            item = None if change.departs else self._folder.items.get(change.uid)
            changed[change.number] = item
        return changed

    def watch(self, notify: Callable[[object], None]) -> Callable[[], None]:
        """Call back after each change in the mailbox."""
        return self._changes.watch(notify)
