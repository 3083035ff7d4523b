"""EWS errors of operations on items."""

from typing import Final

from fakeserver.protocols.ews.errors import REPORTED, TEXT_UNKNOWN, Row

DISPOSITION_REQUIRED: Final = Row(
    "ErrorMessageDispositionRequired", "The MessageDisposition attribute is required for message items.", TEXT_UNKNOWN
)
INVITATIONS_REQUIRED: Final = Row(
    "ErrorSendMeetingInvitationsRequired",
    "The SendMeetingInvitations attribute is required for calendar items.",
    TEXT_UNKNOWN,
)
INVITATIONS_OR_CANCELLATIONS_REQUIRED: Final = Row(
    "ErrorSendMeetingInvitationsOrCancellationsRequired",
    "The SendMeetingInvitationsOrCancellations attribute is required for calendar items.",
    TEXT_UNKNOWN,
)
CANCELLATIONS_REQUIRED: Final = Row(
    "ErrorSendMeetingCancellationsRequired",
    "The SendMeetingCancellations attribute is required for calendar items.",
    TEXT_UNKNOWN,
)
TASK_OCCURRENCES_REQUIRED: Final = Row(
    "ErrorAffectedTaskOccurrencesRequired", "The AffectedTaskOccurrences attribute is required for tasks.", TEXT_UNKNOWN
)
ENDS_BEFORE_START: Final = Row(
    "ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate", TEXT_UNKNOWN
)
DURATION_TOO_LONG: Final = Row(
    "ErrorCalendarDurationIsTooLong", "The duration of the calendar item exceeds the maximum of 5 years.", TEXT_UNKNOWN
)
NOT_CREATABLE: Final = Row(
    "ErrorInvalidItemForOperationCreateItem", "Item type is invalid for CreateItem operation.", TEXT_UNKNOWN
)
CHANGE_KEY_REQUIRED: Final = Row(
    "ErrorChangeKeyRequiredForWriteOperations", "The change key is required for this operation.", REPORTED
)
STALE_OBJECT: Final = Row(
    "ErrorStaleObject",
    "The send or update operation could not be performed because the change key passed in the request does not match "
    "the current change key for the item.",
    REPORTED,
)
MISSING_REFERENCE: Final = Row(
    "ErrorMissingInformationReferenceItemId",
    "The reference item Id is missing. It is required to create this type of item.",
    TEXT_UNKNOWN,
)
NOT_A_MESSAGE: Final = Row("ErrorInvalidItemForOperationSendItem", "Only messages can be sent.", TEXT_UNKNOWN)
INVALID_SEND_SETTINGS: Final = Row(
    "ErrorInvalidSendItemSaveSettings",
    "A saved item folder is given, but the item is not to be saved.",
    TEXT_UNKNOWN,
)
