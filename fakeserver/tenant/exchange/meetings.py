"""Which appointments and meeting messages of a mailbox are about the same meeting, and what lies beside it in time.

They share a UID. The index reads the log of changes on when it is asked, so that a mailbox without meetings pays
nothing, and it does not matter which protocol put an item there.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from fakeserver.tenant.exchange.calendar.calendar import Calendar
from fakeserver.tenant.exchange.changes import ChangeLog
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.folders import Folders
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, MEETING, is_of
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.series import series_of
from fakeserver.tenant.exchange.registry import ItemRegistry
from fakeserver.tenant.exchange.store import Neighbours

#: By how much the time by which a program names one of a series may be another than the pattern's: it may be a day.
_DAY: Final = timedelta(days=1)


class Meetings:
    """The items of one mailbox by the UID of their meeting. Use it with the tenant's lock held."""

    def __init__(self, registry: ItemRegistry, folders: Folders, calendar: Calendar, changes: ChangeLog) -> None:
        self._registry = registry
        self._folders = folders
        self._calendar = calendar
        self._changes = changes
        self._read_to = 0
        self._by_uid: defaultdict[str, list[Item]] = defaultdict(list)

    def appointment_of(self, message: Item) -> Item | None:
        """Return the appointment in the owner's calendar that a meeting message is about; None where there is none."""
        return self.appointment(message.get("uid") or "", message.get("recurrence_id"))

    def appointment(self, uid: str, original_start: datetime | None = None) -> Item | None:
        """Return the appointment with a UID in the owner's calendar; where it stands there twice, the newest.

        Args:
            original_start: of one of a series, when its pattern has it; None: the whole.
        """
        calendar = self._folders.distinguished("calendar")
        there = [item for item in reversed(self.appointments(uid)) if item.folder is calendar]
        # Who is invited to one of a series alone has it without the others.
        whole = next((item for item in there if item.get("recurrence_id") is None), None)
        if original_start is None:
            return whole
        alone = next((item for item in there if item.get("recurrence_id") == original_start), None)
        if whole is None or alone is not None:
            return alone
        if series_of(whole) is None:
            return whole
        planned = self._calendar.occurrences(whole, original_start, original_start + _DAY, as_planned=True)
        begin_in_time = [one for one in planned if one.get("recurrence_id") >= original_start]
        return begin_in_time[0] if begin_in_time else None

    def appointments(self, uid: str) -> list[Item]:
        """Return the appointments with a UID, wherever in the mailbox, in the order in which they came to be."""
        return [item for item in self._of(uid) if is_of(item.item_class, APPOINTMENT)]

    def messages(self, uid: str) -> list[Item]:
        """Return the messages about the meeting with a UID, wherever in the mailbox, in the order of their arrival."""
        return [item for item in self._of(uid) if is_of(item.item_class, MEETING)]

    def neighbours(self, meeting: Item) -> Neighbours[Item]:
        """Return what lies beside a meeting in its calendar, or in the owner's where it is in no calendar.

        What is cancelled, or shows as free, takes no time; that is an assumption.
        Source: web-service-reference/conflictingmeetingcount, /adjacentmeetingcount.

        Args:
            meeting: an appointment, or a request for one.
        """
        start, end = meeting.get("start"), meeting.get("end")
        if start is None or end is None:
            return Neighbours([], [])
        folder = meeting.folder
        if not folder.folder_class.startswith("IPF.Appointment"):
            folder = self._folders.distinguished("calendar")
        # What begins when the meeting ends is adjacent to it.
        around = self._calendar.view(folder, start, end + timedelta(microseconds=1))
        beside = [item for item in around if _takes_time(item) and not _is_same(item, meeting)]
        adjacent = [item for item in beside if item.get("end") == start or item.get("start") == end]
        return Neighbours([item for item in beside if item not in adjacent], adjacent)

    def is_taken(self, meeting: Item) -> bool:
        """Say whether anything else takes time while a meeting, or any of a series with an end, takes place.

        Args:
            meeting: a request for one.
        """
        series = series_of(meeting)
        if series is None:
            return bool(self.neighbours(meeting).conflicting)
        first, last = series.span
        others = self._calendar.view(self._folders.distinguished("calendar"), first, last)
        times = [(start, end, True) for start, end, _ in series.between(first, last)]
        times += [
            (item.get("start"), item.get("end"), False)
            for item in others
            if _takes_time(item) and not _is_same(item, meeting)
        ]
        until = {True: first, False: first}
        for start, end, is_its_own in sorted(times):
            if start < until[not is_its_own]:
                return True
            until[is_its_own] = max(until[is_its_own], end)
        return False

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
            if item is None or not is_of(item.item_class, APPOINTMENT, MEETING):
                continue
            uid = item.get("uid")
            if uid and not any(known is item for known in self._by_uid[uid]):
                self._by_uid[uid].append(item)


def _takes_time(item: Item) -> bool:
    return not item.get("is_cancelled") and item.get("free_busy_status") is not FreeBusyStatus.FREE


def _is_same(item: Item, meeting: Item) -> bool:
    """Say whether an appointment is a meeting itself, or of the same series."""
    return item is meeting or (bool(item.get("uid")) and item.get("uid") == meeting.get("uid"))
