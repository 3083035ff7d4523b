"""Reminders of a mailbox: which there are, and dismissing or snoozing one.

Sources: web-service-reference/getreminders-operation, /performreminderaction-operation; [MS-OXORMDR] 3.1.4.
Assumption: reminders are those of the folders of appointments and of tasks, but for deleted ones.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Any, Final

from fakeserver.steps import Steps, each
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, TASK, is_of
from fakeserver.tenant.exchange.kinds.reminder_times import NEXT_TIME, after, appointment_reminder, pending
from fakeserver.tenant.exchange.kinds.series import series_of
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.occurrences import occurrence_of

_FOLDERS: Final = ("IPF.Appointment", "IPF.Task")
#: What a dismissed reminder leaves of an item.
_DISMISSED: Final[dict[Any, Any]] = {"reminder_is_set": False, NEXT_TIME: None}


class ReminderKind(StrEnum):
    """What a reminder is of."""

    CALENDAR = auto()
    TASK = auto()


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that waits, or that has come and was not dismissed."""

    #: an appointment, also one of a series; a task
    item: Item
    time: datetime
    kind: ReminderKind

    def is_over(self, now: datetime) -> bool:
        """Say whether what it is of has been: a meeting that has ended, a task that is done.

        An appointment with nobody else is never over: it stays until somebody dismisses its reminder.
        """
        if self.kind is ReminderKind.TASK:
            return bool(self.item.get("is_complete"))
        end: datetime | None = self.item.get("end")
        return bool(self.item.get("is_meeting")) and end is not None and end <= now


def reminders_in_steps(mailbox: Mailbox, now: datetime) -> Steps[list[Reminder]]:
    """Return the reminders of a mailbox, by their times."""
    items = [item for folder in _folders(mailbox) for item in folder.visible()]
    found = yield from each(items, lambda item: reminder_of(item, now))
    return sorted(filter(None, found), key=lambda reminder: (reminder.time, reminder.item.number))


def reminder_of(item: Item, now: datetime) -> Reminder | None:
    """Return the reminder of an item, of a series that of one of its appointments; None: it has none."""
    if not item.get("reminder_is_set"):
        return None
    if is_of(item.item_class, TASK):
        due: datetime | None = item.get(NEXT_TIME)
        return None if due is None else Reminder(item, due, ReminderKind.TASK)
    if not is_of(item.item_class, APPOINTMENT):
        return None
    series = None if isinstance(item, OccurrenceItem) else series_of(item)
    if series is not None:
        waiting = pending(item, series, now)
        if waiting is None:
            return None
        return Reminder(occurrence_of(item, series, waiting.day), waiting.time, ReminderKind.CALENDAR)
    time = appointment_reminder(item, now)
    return None if time is None else Reminder(item, time, ReminderKind.CALENDAR)


def dismiss(mailbox: Mailbox, item: Item, now: datetime) -> bool:
    """End the reminder of an item; a series is reminded of its next appointment.

    Returns:
        whether there was one.
    """
    reminder = reminder_of(_stored(item), now)
    if reminder is None or not _is_of(reminder, item):
        return False
    mailbox.items.update(_stored(item), _dismissed(reminder))
    return True


def snooze(mailbox: Mailbox, item: Item, until: datetime, now: datetime) -> bool:
    """Let the reminder of an item come again later; beyond that of the series' next appointment it is dismissed.

    Returns:
        whether anything has changed: not by a time that is no later than that of the reminder.
    """
    reminder = reminder_of(_stored(item), now)
    if reminder is None or not _is_of(reminder, item) or until <= reminder.time:
        return False
    dismissed = _dismissed(reminder)
    following: datetime | None = dismissed[NEXT_TIME]
    gone = following is not None and following <= until
    mailbox.items.update(_stored(item), dismissed if gone else _snoozed(reminder, until))
    return True


def _stored(item: Item) -> Item:
    """Return the item that holds the reminder: of an appointment of a series the series."""
    return item.master if isinstance(item, OccurrenceItem) else item


def _is_of(reminder: Reminder, item: Item) -> bool:
    """Say whether a reminder is of an item, or of an appointment of the series that it is."""
    if isinstance(item, OccurrenceItem) and isinstance(reminder.item, OccurrenceItem):
        return reminder.item.day == item.day
    return True


def _snoozed(reminder: Reminder, until: datetime) -> dict[Any, Any]:
    """Return what is changed by snoozing a reminder; when a task was reminded first is not."""
    is_task = reminder.kind is ReminderKind.TASK
    return {NEXT_TIME: until} | ({"reminder_due_by": reminder.item.get("reminder_due_by")} if is_task else {})


def _dismissed(reminder: Reminder) -> dict[Any, Any]:
    """Return what is changed by dismissing a reminder."""
    item = reminder.item
    series = series_of(item.master) if isinstance(item, OccurrenceItem) else None
    if series is None or not isinstance(item, OccurrenceItem):
        return _DISMISSED
    following = after(item.master, series, item.day)
    return _DISMISSED if following is None else {NEXT_TIME: following}


def _folders(mailbox: Mailbox) -> list[Folder]:
    folders = mailbox.folders
    deleted = folders.distinguished("deleteditems")
    return [
        folder
        for folder in folders.below()
        if folder.folder_class.startswith(_FOLDERS) and folder.search is None and not folder.is_below(deleted)
    ]
