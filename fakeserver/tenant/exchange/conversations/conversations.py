"""Which items of a mailbox belong to which conversation: an index that follows the log of changes.

It is made when somebody first asks, in steps, and costs what has changed from then on. Appointments and other items
that are no mail are not in it, nor what lies in Recoverable Items.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from fakeserver.steps import Pace, Steps
from fakeserver.tenant.exchange.changes import Change, ChangeKind, ChangeLog
from fakeserver.tenant.exchange.conversations.by_arrival import ByArrival
from fakeserver.tenant.exchange.conversations.rules import ConversationRule
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.folders import Folders
from fakeserver.tenant.exchange.item_classes import MEETING, NOTE, POST, REPORT, is_of

#: Beginnings of the item classes that conversations consist of.
_CLASSES: Final = (NOTE, POST, MEETING, REPORT)


class Conversations:
    """One mailbox's conversations, by their EWS ids. Use it with the tenant's lock held in each step."""

    def __init__(self, folders: Folders, changes: ChangeLog) -> None:
        self._folders = folders
        self._changes = changes
        #: conversation -> what becomes of items that come to it
        self.rules: dict[str, ConversationRule] = {}
        self._members: defaultdict[str, dict[int, Item]] = defaultdict(dict)
        #: item's number -> its conversation, the number of its folder, and its UID there
        self._places: dict[int, tuple[str, int, int]] = {}
        #: folder's number -> the conversations that have items there
        self._in_folders: defaultdict[int, ByArrival] = defaultdict(ByArrival)
        #: how far the log was read; None: nothing is known yet
        self._position: int | None = None

    def items_of(self, conversation_id: str) -> Steps[list[Item]]:
        """Return the items of a conversation, the oldest first; none where there is no such conversation."""
        yield from self._follow()
        members = self._members.get(conversation_id, {}).values()
        present = [item for item in members if item.folder.exists and item.folder.items.get(item.uid) is item]
        return sorted(present, key=lambda item: (item.received_at, item.number))

    def in_folder(self, folder: Folder) -> Steps[ByArrival]:
        """Return the conversations that have items in a folder; not to be kept."""
        yield from self._follow()
        return self._in_folders[folder.number]

    def remember(self) -> Callable[[], None]:
        """Return what puts the rules back; which items there are is found out anew then."""
        rules = dict(self.rules)

        def restore() -> None:
            self.rules = dict(rules)
            self._forget()

        return restore

    # --- inside ----------------------------------------------------------------------------------------------------

    def _follow(self) -> Steps[None]:
        """Take in what has happened since the last time."""
        pace = Pace()
        if self._position is None or not self._changes.knows(self._position):
            self._forget()
            position = self._changes.position
            for item in self._all_items():
                self._put(item)
                if pace.is_over():
                    yield
            self._position = position
        while (since := self._changes.since(self._position)) and since[-1].position > self._position:
            for change in since:
                self._take_in(change)
                self._position = change.position
                if pace.is_over():
                    yield

    def _all_items(self) -> Iterator[Item]:
        root = self._folders.distinguished("root")
        for folder in (root, *self._folders.below(root)):
            yield from list(folder.items.values())

    def _forget(self) -> None:
        self._members.clear()
        self._places.clear()
        self._in_folders.clear()
        self._position = None

    def _take_in(self, change: Change) -> None:
        if not change.number or change.kind is ChangeKind.READ_FLAG:
            return
        if change.departs:
            self._drop(change.number)
            return
        item = change.folder.items.get(change.uid)
        # One that has gone on since has a later change.
        if item is not None and item.number == change.number:
            self._put(item)

    def _put(self, item: Item) -> None:
        self._drop(item.number)
        if item.is_associated or not is_of(item.item_class, *_CLASSES) or _is_recoverable(item.folder):
            return
        conversation_id, folder = item.get("conversation_id"), item.folder.number
        self._members[conversation_id][item.number] = item
        self._places[item.number] = (conversation_id, folder, item.uid)
        self._in_folders[folder].put(conversation_id, item.uid)

    def _drop(self, number: int) -> None:
        place = self._places.pop(number, None)
        if place is None:
            return
        conversation_id, folder, uid = place
        members = self._members[conversation_id]
        del members[number]
        if not members:
            del self._members[conversation_id]
        self._in_folders[folder].remove(conversation_id, uid)


def _is_recoverable(folder: Folder) -> bool:
    return any(one.distinguished_id == "recoverableitemsroot" for one in folder.lineage())
