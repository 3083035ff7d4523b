"""One log of changes per mailbox; EWS sync states, notifications and IMAP's untagged responses are views of it.

A position is a plain number that stays valid as long as the mailbox lives, unless what was there has been taken back.
Readers remember their own; the log knows none of them. Reading one folder's part costs what is read, whatever else the
log holds.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from fakeserver.tenant.exchange.entities import Folder


class ChangeKind(StrEnum):
    """What happened; seen from the folder that the change is filed under."""

    CREATED = "created"
    #: an item came from another folder; the other half is MOVED_AWAY there
    MOVED = "moved"
    COPIED = "copied"
    CHANGED = "changed"
    #: nothing but the read state changed
    READ_FLAG = "read_flag"
    DELETED = "deleted"
    MOVED_AWAY = "moved_away"
    FOLDER_CREATED = "folder_created"
    FOLDER_CHANGED = "folder_changed"
    FOLDER_MOVED = "folder_moved"
    FOLDER_COPIED = "folder_copied"
    FOLDER_DELETED = "folder_deleted"


_ARRIVALS = frozenset({ChangeKind.CREATED, ChangeKind.MOVED, ChangeKind.COPIED})
_DEPARTURES = frozenset({ChangeKind.DELETED, ChangeKind.MOVED_AWAY})


class Change(NamedTuple):
    """One thing that happened to an item or a folder."""

    position: int
    kind: ChangeKind
    #: where the item is or was; for a change to a folder, that folder
    folder: Folder
    at: datetime
    #: the item's number and UID in ``folder``; 0 for a change to a folder
    number: int = 0
    uid: int = 0
    #: MOVED, COPIED: where it came from. MOVED_AWAY: where it went. FOLDER_MOVED: the former parent
    other_folder: Folder | None = None
    #: the item's number in ``other_folder``
    other_number: int = 0
    #: CHANGED with new content: the UID that the item had before (IMAP content never changes under a UID), else 0
    old_uid: int = 0
    #: it came by mail, not by a client's hand (EWS NewMailEvent)
    delivered: bool = False
    #: of an item: it is an associated one
    associated: bool = False
    #: of an appointment: it changed when or how busy its owner is
    free_busy: bool = False
    #: how many unread items ``folder`` had then
    unread_count: int = 0
    #: of a folder: where it lay then
    parent: Folder | None = None

    @property
    def item_id(self) -> str:
        """The item's EWS id at that time."""
        return self.folder.item_id_of(self.number)

    @property
    def arrives(self) -> bool:
        """An item is new in the folder."""
        return self.kind in _ARRIVALS

    @property
    def departs(self) -> bool:
        """An item is no longer in the folder."""
        return self.kind in _DEPARTURES

    @property
    def concerns_folder(self) -> bool:
        """It is about a folder, not about an item."""
        return self.kind.startswith("folder_")


class ChangeLog:
    """What happened in one mailbox, in order."""

    def __init__(self) -> None:
        #: the position after the newest change; 0 in an empty log
        self.position = 0
        #: positions that were taken back: those above the first number, up to the second
        self._taken_back: list[tuple[int, int]] = []
        self._all: list[Change] = []
        self._by_folder: defaultdict[int, list[Change]] = defaultdict(list)
        self._folders: list[Change] = []
        self._watchers: list[Callable[[Change], None]] = []

    def append(
        self,
        kind: ChangeKind,
        folder: Folder,
        at: datetime,
        number: int = 0,
        uid: int = 0,
        *,
        other_folder: Folder | None = None,
        other_number: int = 0,
        old_uid: int = 0,
        delivered: bool = False,
        associated: bool = False,
        free_busy: bool = False,
    ) -> Change:
        """Note a change at the end, and call the watchers."""
        self.position = position = self.position + 1
        change = Change(
            position,
            kind,
            folder,
            at,
            number,
            uid,
            other_folder,
            other_number,
            old_uid,
            delivered,
            associated,
            free_busy,
            folder.unread_count,
            None if number else folder.parent,
        )
        self._all.append(change)
        self._by_folder[folder.number].append(change)
        if not number:
            self._folders.append(change)
        for watcher in tuple(self._watchers):
            watcher(change)
        return change

    def since(self, position: int, folder: Folder | None = None) -> list[Change]:
        """Return what happened after a position, in order: everywhere, or in one folder."""
        if folder is None:
            return _after(self._all, position)
        return _after(self._by_folder.get(folder.number, []), position)

    def newest_at(self, folder: Folder) -> datetime | None:
        """Return when the newest change of a folder and what is in it was noted; None: there is none."""
        changes = self._by_folder.get(folder.number)
        return changes[-1].at if changes else None

    def folders_since(self, position: int) -> list[Change]:
        """Return what happened to folders after a position: created, changed, moved, deleted."""
        return _after(self._folders, position)

    def knows(self, position: int) -> bool:
        """Say whether a position was given out, and what was there has not been taken back."""
        return 0 <= position <= self.position and not any(low < position <= high for low, high in self._taken_back)

    @property
    def restores(self) -> int:
        """How often something was taken back."""
        return len(self._taken_back)

    def remember(self) -> Callable[[], None]:
        """Return what takes back all changes from now on. No position is given out twice."""
        position = self.position
        everything, folders = list(self._all), list(self._folders)
        by_folder = {number: list(changes) for number, changes in self._by_folder.items()}

        def restore() -> None:
            self._taken_back.append((position, self.position))
            self.position += 1
            self._all, self._folders = list(everything), list(folders)
            self._by_folder.clear()
            self._by_folder.update((number, list(changes)) for number, changes in by_folder.items())

        return restore

    def watch(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Call back after each change, in the thread that made it and with the lock held; returns what ends it."""
        self._watchers.append(callback)

        def stop() -> None:
            if callback in self._watchers:
                self._watchers.remove(callback)

        return stop


def _after(changes: list[Change], position: int) -> list[Change]:
    # Readers are mostly up to date, so the common answer needs no search.
    if not changes or changes[-1].position <= position:
        return []
    return changes[bisect_right(changes, position, key=attrgetter("position")) :]
