"""Reminders of an appointment that come by mail."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from uuid import UUID


class ReminderChange(StrEnum):
    """What an exception of a series does to a reminder of the series."""

    NONE = auto()
    ADDED = auto()
    OVERRIDDEN = auto()
    DELETED = auto()


class ReminderRecipients(StrEnum):
    """Who gets a reminder."""

    NOT_SET = auto()
    USER = auto()
    ALL_ATTENDEES = auto()
    STAFF = auto()
    CUSTOMER = auto()


@dataclass(frozen=True, slots=True)
class EmailReminder:
    """A mail before an appointment; what was not given is None."""

    id: UUID | None = None
    #: minutes before the start
    minutes: int | None = None
    message: str | None = None
    is_organizers: bool | None = None
    change: ReminderChange | None = None
    recipients: ReminderRecipients | None = None


def complete(reminders: Iterable[EmailReminder], new_id: Callable[[], UUID]) -> tuple[EmailReminder, ...]:
    """Return reminders with what the service says where their owner does not.

    Source: [MS-OXWSMTGS] 2.2.4.13 and 2.2.5.7: those of an organizer go to all attendees, others to their owner.
    """
    return tuple(_complete(one, new_id) for one in reminders)


def _complete(reminder: EmailReminder, new_id: Callable[[], UUID]) -> EmailReminder:
    is_organizers = bool(reminder.is_organizers)
    recipients = reminder.recipients
    if recipients in (None, ReminderRecipients.NOT_SET):
        recipients = ReminderRecipients.ALL_ATTENDEES if is_organizers else ReminderRecipients.USER
    return replace(
        reminder,
        id=reminder.id or new_id(),
        is_organizers=is_organizers,
        change=reminder.change or ReminderChange.NONE,
        recipients=recipients,
    )
