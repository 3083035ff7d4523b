"""EWS errors of operations on reminders."""

from typing import Final

from fakeserver.protocols.ews.errors import TEXT_UNKNOWN, Row

ENDS_BEFORE_BEGIN: Final = Row(
    "ErrorInvalidOperation",
    "EndDate is earlier than StartDate",
    "web-service-reference/getreminders-operation",
    fix="give an EndTime behind the BeginTime",
)
#: Assumption: the code.
NO_PERIOD: Final = Row(
    "ErrorInvalidOperation",
    "BeginTime and EndTime are required for old reminders.",
    TEXT_UNKNOWN,
    fix="give BeginTime and EndTime beside ReminderType Old",
)
#: t:NewReminderTime is a text for the schema. Assumption: what is said to one that is no time.
NO_TIME: Final = Row(
    "ErrorInvalidArgument",
    "The argument is invalid.",
    TEXT_UNKNOWN,
    fix="NewReminderTime is a time such as 2030-04-16T17:00:00Z",
)
