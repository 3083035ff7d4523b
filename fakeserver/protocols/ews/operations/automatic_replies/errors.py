"""EWS errors of operations on automatic replies."""

from typing import Final

from fakeserver.protocols.ews.errors import TEXT_UNKNOWN, Row

INVALID_DURATION: Final = Row(
    "ErrorInvalidScheduledOofDuration", "The Out of Office duration is invalid.", TEXT_UNKNOWN
)
INVALID_SETTINGS: Final = Row("ErrorInvalidUserOofSettings", "The Out of Office settings are invalid.", TEXT_UNKNOWN)
#: Set-MailboxAutoReplyConfiguration says which settings go together. Assumption: the code where they do not.
NOT_SCHEDULED: Final = Row(
    "ErrorInvalidUserOofSettings",
    "The Out of Office settings are invalid.",
    TEXT_UNKNOWN,
    fix="what the calendar does besides goes with OofState Scheduled, and declining single or all events with "
    "DeclineEventsForScheduledOOF",
)
