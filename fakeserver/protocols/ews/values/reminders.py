"""t:InboxReminderType: reminders that come by mail."""

from typing import Final

from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.simple import BOOLEAN, INTEGER, STRING, enumeration, plain
from fakeserver.protocols.ews.values.structure import items, part, sequence, structure
from fakeserver.tenant.exchange.kinds.reminders import EmailReminder, ReminderChange, ReminderRecipients

_CHANGE: Final = enumeration(
    "EmailReminderChangeType",
    {
        "None": ReminderChange.NONE,
        "Added": ReminderChange.ADDED,
        "Override": ReminderChange.OVERRIDDEN,
        "Deleted": ReminderChange.DELETED,
    },
)
_RECIPIENTS: Final = enumeration(
    "EmailReminderSendOption",
    {
        "NotSet": ReminderRecipients.NOT_SET,
        "User": ReminderRecipients.USER,
        "AllAttendees": ReminderRecipients.ALL_ATTENDEES,
        "Staff": ReminderRecipients.STAFF,
        "Customer": ReminderRecipients.CUSTOMER,
    },
)
_REMINDER: Final = structure(
    EmailReminder,
    part("Id", "id", plain(spelling.GUID)),
    part("ReminderOffset", "minutes", INTEGER),
    part("Message", "message", STRING),
    part("IsOrganizerReminder", "is_organizers", BOOLEAN),
    part("OccurrenceChange", "change", _CHANGE),
    part("SendOption", "recipients", _RECIPIENTS),
)
EMAIL_REMINDERS: Final = sequence(items("InboxReminder", _REMINDER), at_least_one=False)
