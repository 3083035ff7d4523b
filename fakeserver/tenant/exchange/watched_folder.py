"""A folder as a place where somebody waits for messages, and what came to other places meanwhile."""

from collections.abc import Callable, Mapping
from threading import RLock

from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.folders import Folders
from fakeserver.tenant.exchange.wanted import Wanted


class WatchedFolder:
    """A folder, its messages by their numbers: one that is moved there has another, so that it counts as new.

    Raises:
        ValueError: it is a search folder, in which nothing lies.
    """

    def __init__(self, folder: Folder, changes: ChangeLog, lock: RLock, returned: set[int]) -> None:
        if folder.search is not None:
            looked_through = ", ".join(repr(_place(one)) for one in folder.search.searched())
            raise ValueError(
                f"nothing comes to {_place(folder)!r}, a search folder: wait for it in a folder that it looks through "
                f"({looked_through or 'none is left'}); `messages` lists what it shows"
            )
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


def elsewhere(folders: Folders, lock: RLock, folder: Folder, wanted: Wanted[Item]) -> str:
    """Say what a mailbox has in folders other than one, and in which there is what is wanted; empty for nothing."""
    with lock:
        below = folders.below(folders.distinguished("root"))
        held = {other: list(other.items.values()) for other in below if other.items and other is not folder}
    if not held:
        return ""
    counts = ", ".join(f"{len(items)} in {_place(other)}" for other, items in held.items())
    right = [_place(other) for other, items in held.items() if not all(map(wanted.unmet, items))]
    return f" Other folders: {counts}." + (f" What fits is in {', '.join(right)}." if right else "")


def _place(folder: Folder) -> str:
    return folder.path or folder.display_name
