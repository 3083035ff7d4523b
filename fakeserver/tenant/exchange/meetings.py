"""Which appointments and meeting messages of a mailbox are about the same meeting.

They share a UID. The index reads the log of changes on when it is asked, so that a mailbox without meetings pays
nothing, and it does not matter which protocol put an item there.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Final

from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.registry import ItemRegistry
from fakeserver.tenant.exchange.tree import FolderTree

APPOINTMENT: Final = "IPM.Appointment"
MEETING_MESSAGE: Final = "IPM.Schedule.Meeting"


class Meetings:
    """The items of one mailbox by the UID of their meeting. Use it with the tenant's lock held."""

    def __init__(self, registry: ItemRegistry, tree: FolderTree, changes: ChangeLog) -> None:
        self._registry = registry
        self._tree = tree
        self._changes = changes
        self._read_to = 0
        self._by_uid: defaultdict[str, list[Item]] = defaultdict(list)

    def appointment_of(self, message: Item) -> Item | None:
        """Return the appointment in the owner's calendar that a meeting message is about; None where there is none."""
        return self.appointment(message.get("uid") or "")

    def appointment(self, uid: str) -> Item | None:
        """Return the appointment with a UID in the owner's calendar; where it stands there twice, the newest."""
        calendar = self._tree.distinguished("calendar")
        return next((item for item in reversed(self.appointments(uid)) if item.folder is calendar), None)

    def appointments(self, uid: str) -> list[Item]:
        """Return the appointments with a UID, wherever in the mailbox, in the order in which they came to be."""
        return [item for item in self._of(uid) if item.item_class.startswith(APPOINTMENT)]

    def messages(self, uid: str) -> list[Item]:
        """Return the messages about the meeting with a UID, wherever in the mailbox, in the order of their arrival."""
        return [item for item in self._of(uid) if item.item_class.startswith(MEETING_MESSAGE)]

    def remember(self) -> Callable[[], None]:
        """Return what makes the index right again after the mailbox was put back to what it is now."""
        return self._forget

    def _forget(self) -> None:
        self._read_to = 0
        self._by_uid.clear()

    def _of(self, uid: str) -> list[Item]:
        self._catch_up()
        known = self._by_uid.get(uid)
        if not known:
            return []
        # What was deleted, or got another UID, is noticed here.
        known[:] = [item for item in self._registry.present(known) if item.get("uid") == uid]
        return list(known)

    def _catch_up(self) -> None:
        changes = self._changes.since(self._read_to)
        if not changes:
            return
        self._read_to = self._changes.position
        for number in dict.fromkeys(change.number for change in changes if change.number):
            item = self._registry.by_number(number)
            if item is None or not item.item_class.startswith((APPOINTMENT, MEETING_MESSAGE)):
                continue
            uid = item.get("uid")
            if uid and not any(known is item for known in self._by_uid[uid]):
                self._by_uid[uid].append(item)
