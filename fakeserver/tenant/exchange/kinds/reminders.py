"""Reminders of an appointment that come by mail."""

from dataclasses import dataclass
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
