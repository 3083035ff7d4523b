"""What search folders show of the folders that they look through: found once, and kept up by the log of changes.

Source of what they are: exchange-web-services/how-to-work-with-search-folders-by-using-ews-in-exchange.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from typing import TypeAlias

from fakeserver.steps import Pace, Steps, finish
from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.criteria import Cost, Criterion
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.flagging import is_unread
from fakeserver.tenant.exchange.store import Counts, FolderSearch

#: Finds the items of a folder that meet a criterion, in order of arrival (`Search.find`).
_Find: TypeAlias = Callable[[Folder, Criterion[Item]], Steps[Sequence[Item]]]


class SearchResults:
    """What is shown by the search folders of one mailbox. Use it with the tenant's lock held in each step."""

    def __init__(self, find: _Find, changes: ChangeLog) -> None:
        self._find = find
        self._changes = changes
        #: search folder's number -> number of a folder that it looks through -> what it shows of that
        self._shown: dict[int, dict[int, _Shown]] = {}

    def of(self, folder: Folder) -> Steps[list[Item]]:
        """Return all that a search folder shows; nothing where it is none."""
        found: list[tuple[Folder, _Shown]] = []
        for one in [] if folder.search is None else folder.search.searched():
            shown = yield from self._current(folder, one)
            found.append((one, shown))
        # What has left one folder while another was looked through is not shown, or not twice.
        return [item for one, shown in found for uid in shown.uids if (item := one.items.get(uid)) is not None]

    def in_folder(self, folder: Folder, looked_through: Folder) -> Steps[list[Item]]:
        """Return what a search folder shows of a folder that it looks through, in order of arrival."""
        shown = yield from self._current(folder, looked_through)
        items = looked_through.items
        return [items[uid] for uid in shown.uids]

    def counts(self, folder: Folder) -> Counts:
        """Return how many items a search folder shows; none where it is no search folder."""
        looked_through = [] if folder.search is None else folder.search.searched()
        shown = [finish(self._current(folder, one)) for one in looked_through]
        return Counts(sum(len(one.uids) for one in shown), sum(len(one.unread) for one in shown))

    def remember(self) -> Callable[[], None]:
        """Return what makes it find everything anew: the folders are put back by others."""
        return self._shown.clear

    def _current(self, folder: Folder, looked_through: Folder) -> "Steps[_Shown]":
        search = folder.search
        assert search is not None
        there = self._shown.setdefault(folder.number, {})
        shown = there.get(looked_through.number)
        # What it searches for may have been changed; after a restore, another folder may have the number.
        if shown is None or not shown.is_of(search, looked_through):
            shown = there[looked_through.number] = _Shown(search, looked_through)
        yield from shown.follow(self._find, self._changes)
        return shown


class _Shown:
    """What a search folder shows of one folder, by UIDs: an item refers to its mailbox, and would keep it alive."""

    def __init__(self, search: FolderSearch[Item, Folder], folder: Folder) -> None:
        self.search = search
        #: ascending, as items arrive
        self.uids: list[int] = []
        self.unread: set[int] = set()
        self._folder = folder
        #: up to where the log was read; -1: not at all
        self._position = -1
        self._basis: object = None

    def is_of(self, search: FolderSearch[Item, Folder], folder: Folder) -> bool:
        """Say whether this is what a search shows of a folder."""
        return self.search is search and self._folder is folder

    def follow(self, find: _Find, changes: ChangeLog) -> Steps[None]:
        """Take in what has happened since the last time."""
        basis = self.search.basis()
        if basis != self._basis:
            self._position, self._basis = -1, basis
        while not changes.knows(self._position):
            position = changes.position
            found = yield from find(self._folder, Criterion(self.search.shows, Cost.BODY))
            # Somebody else may have found the same meanwhile, and gone further: what they took in is not undone.
            if not changes.knows(self._position):
                self.uids = [item.uid for item in found]
                self.unread = {item.uid for item in found if is_unread(item)}
                self._position = position
        pace = Pace()
        # Whoever asks meanwhile takes the same changes in, which makes no difference.
        while since := changes.since(self._position, self._folder):
            for change in since:
                for uid in {change.uid, change.old_uid}:
                    self._look_at(uid)
                self._position = change.position
                if pace.is_over():
                    yield

    def _look_at(self, uid: int) -> None:
        place = bisect_left(self.uids, uid)
        if self.uids[place : place + 1] == [uid]:
            del self.uids[place]
        self.unread.discard(uid)
        item = self._folder.items.get(uid)
        if item is not None and self.search.shows(item):
            insort(self.uids, uid)
            if is_unread(item):
                self.unread.add(uid)
