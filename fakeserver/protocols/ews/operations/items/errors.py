"""EWS errors of operations on items."""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, REPORTED, TEXT_UNKNOWN, Row

DISPOSITION_REQUIRED: Final = Row(
    "ErrorMessageDispositionRequired", "MessageDisposition attribute is required.", MANAGED_API
)
INVALID_MEMBER: Final = Row(
    "ErrorInvalidMailbox",
    "Mailbox is invalid. Verify the specified Mailbox property.",
    MANAGED_API,
    fix='MailboxType "OneOff" for an address of nobody in the directory; an ItemId for a contact or a private list',
)
INVITATIONS_REQUIRED: Final = Row(
    "ErrorSendMeetingInvitationsRequired",
    "The SendMeetingInvitations attribute is required for calendar items.",
    TEXT_UNKNOWN,
    fix='CreateItem SendMeetingInvitations="SendToNone", or "SendToAllAndSaveCopy" to invite the attendees',
)
INVITATIONS_OR_CANCELLATIONS_REQUIRED: Final = Row(
    "ErrorSendMeetingInvitationsOrCancellationsRequired",
    "The SendMeetingInvitationsOrCancellations attribute is required for calendar items.",
    TEXT_UNKNOWN,
    fix='UpdateItem SendMeetingInvitationsOrCancellations="SendToNone", or "SendToAllAndSaveCopy" to tell attendees',
)
CANCELLATIONS_REQUIRED: Final = Row(
    "ErrorSendMeetingCancellationsRequired",
    "SendMeetingCancellations attribute is required for Calendar items.",
    MANAGED_API,
    fix='DeleteItem SendMeetingCancellations="SendToNone", or "SendToAllAndSaveCopy" to call the meeting off',
)
TASK_OCCURRENCES_REQUIRED: Final = Row(
    "ErrorAffectedTaskOccurrencesRequired", "AffectedTaskOccurrences attribute is required for Task items.", MANAGED_API
)
NOT_MOVABLE: Final = Row(
    "ErrorCalendarCannotMoveOrCopyOccurrence", "Can not move or copy a calendar occurrence.", MANAGED_API
)
VIEW_TOO_LONG: Final = Row(
    "ErrorCalendarViewRangeTooBig",
    "The specified view range exceeds the maximum range of two years.",
    MANAGED_API,
    fix="ask for two years at most, one period after the other",
)
NO_CALENDAR: Final = Row(
    "ErrorCalendarFolderIsInvalidForCalendarView",
    "Cannot request CalendarView for the folder.",
    MANAGED_API,
    fix="a CalendarView is of folders of calendars, IPF.Appointment; others are asked without it",
)
#: The Managed API has no sentence for it.
SEEK_NOT_SUPPORTED: Final = Row(
    "ErrorCalendarSeekToConditionNotSupported", "SeekToCondition is not supported for a calendar.", TEXT_UNKNOWN
)
#: The words are those that Jasig's calendar portlet warns with before it leaves them out.
NOTHING_BESIDE_VIEW: Final = Row(
    "ErrorInvalidOperation", "Restrictions and sort order may not be specified for a CalendarView.", TEXT_UNKNOWN
)
NOT_CREATABLE: Final = Row(
    "ErrorInvalidItemForOperationCreateItem", "Item type is invalid for CreateItem operation.", MANAGED_API
)
INVALID_COMPLETE_DATE: Final = Row(
    "ErrorInvalidCompleteDate", "CompleteDate cannot be set to a date in the future.", MANAGED_API
)
INVALID_PERCENT_COMPLETE: Final = Row(
    "ErrorInvalidPercentCompleteValue", "PercentComplete must be an integer between 0 and 100.", MANAGED_API
)
CHANGE_KEY_REQUIRED: Final = Row(
    "ErrorChangeKeyRequiredForWriteOperations",
    "The change key is required for this operation.",
    REPORTED,
    fix="give the ChangeKey beside the Id, as the last answer about the item had it",
)
STALE_OBJECT: Final = Row(
    "ErrorStaleObject",
    "The send or update operation could not be performed because the change key passed in the request does not match "
    "the current change key for the item.",
    REPORTED,
    fix="the item has changed since, a meeting by an answer, too: ask for its ChangeKey by GetItem and try again",
)
INVALID_REFERENCE: Final = Row(
    "ErrorInvalidReferenceItem", "The reference item does not support the requested operation.", TEXT_UNKNOWN
)
RECEIPT_NOT_PENDING: Final = Row("ErrorReadReceiptNotPending", "Read receipt is not pending.", MANAGED_API)
MISSING_REFERENCE: Final = Row(
    "ErrorMissingInformationReferenceItemId", "ReferenceItemId must be included in the request.", MANAGED_API
)
NOT_A_MESSAGE: Final = Row(
    "ErrorInvalidItemForOperationSendItem", "Item type is invalid for SendItem operation.", MANAGED_API
)
INVALID_SEND_SETTINGS: Final = Row(
    "ErrorInvalidSendItemSaveSettings",
    "Invalid combination of SaveItemToFolder attribute and SavedItemFolderId element.",
    MANAGED_API,
)
DELETED_ALREADY: Final = Row(
    "ErrorCalendarCannotUpdateDeletedItem", "Cannot update calendar item that has already been deleted.", MANAGED_API
)
SENT_REQUEST: Final = Row(
    "ErrorSentMeetingRequestUpdate", "The meeting request has already been sent and might not be updated.", MANAGED_API
)
#: Assumption: that it is the code for data that ExportItems did not make; the text is quoted for items that cannot be
#: read (alcionai/corso#5191).
CORRUPT_DATA: Final = Row("ErrorCorruptData", "Data is corrupt.", REPORTED)
#: Exchange Online says this of mailboxes without an archive (exchangelib's test_archive); its documentation has
#: ErrorInvalidOperation, "Archive mailbox is not enabled for this user." (web-service-reference/archiveitem-operation).
NO_ARCHIVE: Final = Row(
    "ErrorInternalServerError",
    "An internal server error occurred. The operation failed., Unable to cast object of type "
    "'Microsoft.Exchange.Services.Core.Types.MoveItemRequest' to type "
    "'Microsoft.Exchange.Services.Core.ILegacyServiceCommandFactory'.",
    REPORTED,
    "the mailbox has no archive: user.archive = True",
)
#: Assumption: the code.
NOT_THEIR_JUNK: Final = Row("ErrorAccessDenied", "Access is denied. Check credentials and try again.", REPORTED)
NOT_ARCHIVABLE: Final = Row(
    "ErrorInvalidItemForOperationArchiveItem", "Item type is invalid for ArchiveItem operation.", TEXT_UNKNOWN
)
NOT_FROM_PUBLIC: Final = Row(
    "ErrorCannotArchiveItemsInPublicFolders", "Cannot archive items in public folders", MANAGED_API
)
#: of new items in a folder of another kind
NOT_A_CALENDAR: Final = Row(
    "ErrorCannotCreateCalendarItemInNonCalendarFolder",
    "Cannot create a calendar item in a non-calendar folder.",
    MANAGED_API,
)
NOT_OF_CONTACTS: Final = Row(
    "ErrorCannotCreateContactInNonContactFolder",
    "Cannot create a contact in a non-contact Folder.",
    "web-service-reference/createitem-operation-contact",
)
NOT_OF_TASKS: Final = Row(
    "ErrorCannotCreateTaskInNonTaskFolder", "Cannot create a task in a non-task Folder.", MANAGED_API
)
NOT_OF_MAIL: Final = Row(
    "ErrorCannotCreatePostItemInNonMailFolder",
    "Cannot create a post item in a folder that is not a mail folder.",
    MANAGED_API,
)
