"""What EWS says for each refusal: response code and text, as data.

A refusal without a row of its own takes its nearest ancestor's. `EwsError` is for what only EWS can refuse (a page of
minus one rows): its rows stand here too, so that no operation holds a text of its own.

Sources: RESPONSECODE is web-service-reference/responsecode; RECORDED are answers of Exchange Online recorded by
clients' test suites; REPORTED are answers quoted in client issue threads; TEXT_UNKNOWN marks rows whose code is
documented and whose sentence is not.
"""

from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, text
from fakeserver.tenant import refusals as no

RESPONSECODE: Final = "web-service-reference/responsecode"
RECORDED: Final = "recorded from Exchange Online"
REPORTED: Final = "quoted from Exchange Online in client issue threads"
TEXT_UNKNOWN: Final = "web-service-reference/responsecode; the wording is an assumption"


@dataclass(frozen=True)
class Row:
    """One response code with its text and where that was found."""

    code: str
    text: str
    source: str = RESPONSECODE


@dataclass(eq=False)
class EwsError(Exception):
    """EWS itself says no: to one item where several are asked for, to the whole request otherwise."""

    row: Row
    #: content of m:MessageXml
    message_xml: Xml = NOTHING

    def __str__(self) -> str:
        return f"{self.row.code}: {self.row.text}"


_ACCESS = Row("ErrorAccessDenied", "Access is denied. Check credentials and try again.", REPORTED)
_IMPERSONATION_HEADER = "ErrorInvalidExchangeImpersonationHeaderData"

ROWS: Final[dict[type[no.Refusal], Row]] = {
    # Caught by the HTTP rules (401, 403) as a rule; a token that dies between two items of a batch ends here.
    no.Refusal: _ACCESS,
    no.AuthenticationRefused: _ACCESS,
    no.PermissionRefused: _ACCESS,
    no.MailboxRefused: _ACCESS,
    no.MailboxNotFound: Row("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.", REPORTED),
    # Assumption: no answer is recorded for a mailbox that has gone to another organization; it is not here any more.
    no.MailboxMoved: Row(
        "ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.", TEXT_UNKNOWN
    ),
    no.ImpersonationRequired: Row(
        _IMPERSONATION_HEADER,
        "ExchangeImpersonation SOAP header must be present for this type of OAuth token.",
        REPORTED,
    ),
    no.ImpersonationForbidden: Row(
        _IMPERSONATION_HEADER,
        "ExchangeImpersonation SOAP header must not exist for this type of OAuth token.",
        REPORTED,
    ),
    no.ImpersonationHeaderInvalid: Row(
        _IMPERSONATION_HEADER, "The ExchangeImpersonation SOAP header is not valid.", TEXT_UNKNOWN
    ),
    no.ImpersonationDenied: Row(
        "ErrorImpersonateUserDenied",
        "The account does not have permission to impersonate the requested user.",
        REPORTED,
    ),
    no.ImpersonatedMailboxNotFound: Row(
        "ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.", REPORTED
    ),
    no.AddressNotPrimary: Row(
        "ErrorNonPrimarySmtpAddress", "The primary SMTP address must be specified when referencing a mailbox.", REPORTED
    ),
    no.MailboxMustBeNamed: Row(
        "ErrorMissingEmailAddress",
        "When making a request as an account that does not have a mailbox, you must specify the mailbox primary SMTP "
        "address for any distinguished folder Ids.",
        REPORTED,
    ),
    no.SendAsDenied: Row(
        "ErrorSendAsDenied",
        "The user account which was used to submit this request does not have the right to send mail on behalf of the "
        "specified sending account.",
        REPORTED,
    ),
    no.StoreRefused: Row("ErrorInvalidOperation", "The operation is not valid.", TEXT_UNKNOWN),
    no.IdMalformed: Row("ErrorInvalidIdMalformed", "Id is malformed.", REPORTED),
    no.ItemNotFound: Row(
        "ErrorItemNotFound",
        "The specified object was not found in the store., The process failed to get the correct properties.",
        RECORDED,
    ),
    no.FolderNotFound: Row("ErrorFolderNotFound", "The specified folder could not be found in the store.", REPORTED),
    no.ParentFolderNotFound: Row(
        "ErrorParentFolderNotFound", "The specified parent folder could not be found.", RECORDED
    ),
    no.FolderExists: Row(
        "ErrorFolderExists",
        "A folder with the specified name already exists., Could not create folder '{name}'.",
        RECORDED,
    ),
    no.FolderNameInvalid: Row("ErrorInvalidValueForProperty", "The specified value is invalid for property.", REPORTED),
    no.FolderCycle: Row(
        "ErrorMoveCopyFailed", "The folder cannot be moved or copied into itself or a folder below it.", TEXT_UNKNOWN
    ),
    no.FolderProtected: Row("ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.", RECORDED),
    no.ChangeKeyInvalid: Row("ErrorInvalidChangeKey", "The change key is invalid.", REPORTED),
    no.ChangeKeyRequired: Row(
        "ErrorChangeKeyRequired", "A valid change key is required for this operation.", TEXT_UNKNOWN
    ),
    no.ChangeKeyStale: Row(
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed in the request does not "
        "match the current change key for the item.",
        REPORTED,
    ),
    no.AttachmentNotFound: Row("ErrorInvalidAttachmentId", "The specified attachment Id is invalid.", REPORTED),
    no.SyncStateInvalid: Row(
        "ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid.", REPORTED
    ),
    no.MessageTooLarge: Row("ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.", REPORTED),
    no.RecipientsMissing: Row("ErrorInvalidRecipients", "At least one recipient isn't valid.", REPORTED),
    no.PropertyInvalid: Row("ErrorInvalidPropertySet", "Set action is invalid for property.", REPORTED),
}

# What only EWS refuses.
INVALID_PAGING = Row(
    "ErrorInvalidPagingMaxRows", "The MaxEntriesReturned value must be greater than zero.", TEXT_UNKNOWN
)
INVALID_OFFSET = Row("ErrorInvalidIndexedPagingParameters", "Indexed paging parameters are invalid.", TEXT_UNKNOWN)
INVALID_FRACTION = Row(
    "ErrorInvalidFractionalPagingParameters", "Fractional paging parameters are invalid.", TEXT_UNKNOWN
)
UNSUPPORTED_PATH_FOR_QUERY = Row(
    "ErrorUnsupportedPathForQuery", "The property can not be used with this type of restriction.", REPORTED
)
UNSUPPORTED_PATH_FOR_SORT = Row(
    "ErrorUnsupportedPathForSortGroup", "The property can not be used for sorting or grouping.", TEXT_UNKNOWN
)
INVALID_VALUE = Row("ErrorInvalidValueForProperty", "The specified value is invalid for property.", REPORTED)
INVALID_SET = Row("ErrorInvalidPropertySet", "Set action is invalid for property.", REPORTED)
INVALID_APPEND = Row("ErrorInvalidPropertyAppend", "Append action is invalid for property.", REPORTED)
INVALID_DELETE = Row("ErrorInvalidPropertyDelete", "Delete action is invalid for property.", REPORTED)
INVALID_PROPERTY_REQUEST = Row("ErrorInvalidPropertyRequest", "Property is not valid for this object type.", REPORTED)
INVALID_EXTENDED_PROPERTY = Row(
    "ErrorInvalidExtendedProperty", "The extended property attribute combination is invalid.", REPORTED
)
INCORRECT_UPDATE_COUNT = Row(
    "ErrorIncorrectUpdatePropertyCount",
    "An object within a change description must contain one and only one property to modify.",
    REPORTED,
)
CHANGE_KEY_REQUIRED = Row(
    "ErrorChangeKeyRequiredForWriteOperations", "The change key is required for this operation.", REPORTED
)
STALE_OBJECT = Row(
    "ErrorStaleObject",
    "The send or update operation could not be performed because the change key passed in the request does not match "
    "the current change key for the item.",
    REPORTED,
)
MISSING_REFERENCE = Row(
    "ErrorMissingInformationReferenceItemId",
    "The reference item Id is missing. It is required to create this type of item.",
    TEXT_UNKNOWN,
)
UNSUPPORTED_MIME = Row("ErrorUnsupportedMimeConversion", "Conversion of MIME content failed.", TEXT_UNKNOWN)
MIME_INVALID = Row(
    "ErrorMimeContentInvalidBase64String", "The MIME content is not a valid base64 string.", TEXT_UNKNOWN
)
NOT_A_MESSAGE = Row("ErrorInvalidItemForOperationSendItem", "Only messages can be sent.", TEXT_UNKNOWN)
DISPOSITION_REQUIRED = Row(
    "ErrorMessageDispositionRequired", "The MessageDisposition attribute is required for message items.", TEXT_UNKNOWN
)
INVITATIONS_REQUIRED = Row(
    "ErrorSendMeetingInvitationsRequired",
    "The SendMeetingInvitations attribute is required for calendar items.",
    TEXT_UNKNOWN,
)
INVITATIONS_OR_CANCELLATIONS_REQUIRED = Row(
    "ErrorSendMeetingInvitationsOrCancellationsRequired",
    "The SendMeetingInvitationsOrCancellations attribute is required for calendar items.",
    TEXT_UNKNOWN,
)
CANCELLATIONS_REQUIRED = Row(
    "ErrorSendMeetingCancellationsRequired",
    "The SendMeetingCancellations attribute is required for calendar items.",
    TEXT_UNKNOWN,
)
TASK_OCCURRENCES_REQUIRED = Row(
    "ErrorAffectedTaskOccurrencesRequired", "The AffectedTaskOccurrences attribute is required for tasks.", TEXT_UNKNOWN
)
INVALID_OPERATION = Row("ErrorInvalidOperation", "The operation is not valid.", TEXT_UNKNOWN)
INVALID_SEND_SETTINGS = Row(
    "ErrorInvalidSendItemSaveSettings",
    "A saved item folder is given, but the item is not to be saved.",
    TEXT_UNKNOWN,
)
NO_PUBLIC_FOLDERS = Row(
    "ErrorNoPublicFolderReplicaAvailable", "There are no public folder servers available.", REPORTED
)
INVALID_RESTRICTION = Row("ErrorInvalidRestriction", "The restriction is invalid.", TEXT_UNKNOWN)
RESTRICTION_TOO_COMPLEX = Row("ErrorRestrictionTooComplex", "The restriction is too complex.", TEXT_UNKNOWN)
NOT_PERFORMED_YET = Row(
    "ErrorInvalidOperation", "This fake does not perform this part of the operation yet.", "this fake's own words"
)


def message_xml_for(refusal: no.Refusal) -> Xml:
    """Return what stands in MessageXml besides a refusal's text: nothing, as a rule.

    Assumption: the name of the value; that the answer has the primary address is documented.
    """
    if isinstance(refusal, no.AddressNotPrimary):
        return text("t:Value", refusal.primary, Name="Primary")
    return NOTHING


def row_for(refusal: no.Refusal) -> Row:
    """Return the row of a refusal, or of its nearest ancestor that has one, with the refusal's facts filled in."""
    row = next(ROWS[kind] for kind in type(refusal).__mro__ if kind in ROWS)
    if "{" not in row.text:
        return row
    return Row(row.code, row.text.format(**refusal.facts), row.source)
