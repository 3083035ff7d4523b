"""What EWS says for each refusal of the tenant: response code and text, as data.

A refusal without a row of its own takes its nearest ancestor's.
"""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, RECORDED, REPORTED, TEXT_UNKNOWN, EwsError, Row
from fakeserver.protocols.ews.request.errors import RESTRICTION_TOO_COMPLEX
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.schema import Violation
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, text
from fakeserver.steps import Steps
from fakeserver.tenant import refusals as no
from fakeserver.tenant.refusals import Refusal

_ACCESS: Final = Row("ErrorAccessDenied", "Access is denied. Check credentials and try again.", REPORTED)
_NOT_IN_STORE: Final = Row(
    "ErrorItemNotFound",
    "The specified object was not found in the store., The process failed to get the correct properties.",
    RECORDED,
)
_IMPERSONATION_HEADER: Final = "ErrorInvalidExchangeImpersonationHeaderData"

ROWS: Final[dict[type[no.Refusal], Row]] = {
    # Usually answered by 401 or 403 before any operation runs. A token that expires between two items gets this.
    no.Refusal: _ACCESS,
    no.AuthenticationRefused: _ACCESS,
    no.PermissionRefused: _ACCESS,
    no.MailboxRefused: _ACCESS,
    no.MailboxNotFound: Row("ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.", REPORTED),
    # Assumption: no answer is recorded for a mailbox that moved to another organization; it counts as missing.
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
        _IMPERSONATION_HEADER,
        "An ExchangeImpersonation SOAP header must contain a user principal name, user SID, or primary SMTP address.",
        MANAGED_API,
    ),
    no.ImpersonationDenied: Row(
        "ErrorImpersonateUserDenied",
        "The account does not have permission to impersonate the requested user.",
        REPORTED,
    ),
    no.ImpersonatedMailboxNotFound: Row(
        "ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it.", REPORTED
    ),
    no.ImpersonatedNameNotFound: Row(
        "ErrorInvalidUserPrincipalName", "The impersonation principal name is invalid.", MANAGED_API
    ),
    no.ImpersonatedSidNotFound: Row(
        "ErrorInvalidUserSid", "The user SID is invalid or does not map to a user in the Active Directory.", MANAGED_API
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
    no.CreateItemDenied: Row(
        "ErrorCreateItemAccessDenied",
        "Unable to create item. The user account does not have the right to create items.",
        MANAGED_API,
    ),
    no.CreateSubfolderDenied: Row(
        "ErrorCreateSubfolderAccessDenied",
        "Unable to create subfolder. The user account does not have the right to create subfolders.",
        MANAGED_API,
    ),
    no.StoreRefused: Row("ErrorInvalidOperation", "The operation is not valid.", TEXT_UNKNOWN),
    no.IdMalformed: Row("ErrorInvalidIdMalformed", "Id is malformed.", REPORTED),
    no.ItemNotFound: _NOT_IN_STORE,
    no.FolderNotFound: Row("ErrorFolderNotFound", "The specified folder could not be found in the store.", REPORTED),
    # KrissN/akonadi-ews#46: the id of a deleted folder names an object, a distinguished id a folder.
    no.FolderGone: _NOT_IN_STORE,
    no.ParentFolderNotFound: Row(
        "ErrorParentFolderNotFound", "The specified parent folder could not be found.", RECORDED
    ),
    no.FolderExists: Row(
        "ErrorFolderExists",
        "A folder with the specified name already exists., Could not create folder '{name}'.",
        RECORDED,
    ),
    no.FolderNameInvalid: Row("ErrorInvalidValueForProperty", "The specified value is invalid for property.", REPORTED),
    # Assumption: code and text; a folder below itself is refused, with which words is not recorded.
    no.FolderCycle: Row("ErrorMoveCopyFailed", "The move or copy operation failed.", TEXT_UNKNOWN),
    no.FolderProtected: Row("ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.", RECORDED),
    no.ChangeKeyInvalid: Row("ErrorInvalidChangeKey", "The change key is invalid.", REPORTED),
    no.ChangeKeyRequired: Row(
        "ErrorChangeKeyRequired", "ChangeKey is required if overriding automatic conflict resolution.", MANAGED_API
    ),
    no.ChangeKeyStale: Row(
        "ErrorIrresolvableConflict",
        "The send or update operation could not be performed because the change key passed in the request does not "
        "match the current change key for the item.",
        REPORTED,
    ),
    no.AttachmentNotFound: Row("ErrorInvalidAttachmentId", "The specified attachment Id is invalid.", REPORTED),
    no.AppointmentRefused: Row("ErrorInvalidOperation", "The operation is not valid.", TEXT_UNKNOWN),
    no.EndsBeforeStart: Row(
        "ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate", MANAGED_API
    ),
    no.LastsTooLong: Row("ErrorCalendarDurationIsTooLong", "Calendar item duration is too long.", MANAGED_API),
    no.RecursTooLong: Row(
        "ErrorRecurrenceEndDateTooBig", "Recurrence end date can not exceed Sep 1, 4500 00:00:00.", MANAGED_API
    ),
    no.NeverOccurs: Row(
        "ErrorRecurrenceHasNoOccurrence", "Recurrence has no occurrences in the specified range.", MANAGED_API
    ),
    no.OccurrencesOverlap: Row(
        "ErrorOccurrenceTimeSpanTooBig",
        "One occurrence of the recurring calendar item overlaps with another occurrence of the same calendar item.",
        MANAGED_API,
    ),
    no.NeighbourCrossed: Row(
        "ErrorOccurrenceCrossingBoundary",
        "Modified occurrence is crossing or overlapping adjacent occurrence.",
        MANAGED_API,
    ),
    no.TimeUnknown: Row("ErrorInvalidValueForProperty", "The specified value is invalid for property.", REPORTED),
    no.EventsMissed: Row(
        "ErrorMissedNotificationEvents",
        "The subscription has missed events, but will continue service on this connection.",
        MANAGED_API,
    ),
    no.QueryTooComplex: RESTRICTION_TOO_COMPLEX,
    no.SyncStateInvalid: Row(
        "ErrorInvalidSyncStateData", "Synchronization state data is corrupt or otherwise invalid.", REPORTED
    ),
    no.MessageTooLarge: Row("ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.", REPORTED),
    no.MailboxMoving: Row("ErrorMailboxMoveInProgress", "Mailbox move in progress. Try again later.", REPORTED),
    no.ServiceUnavailable: Row("ErrorServerBusy", "The server cannot service this request right now.", TEXT_UNKNOWN),
    # ews-managed-api#293; two blanks stand between its sentences
    no.TooManyConnections: Row(
        "ErrorExceededConnectionCount",
        "You have exceeded the available concurrent connections for your account.  Try again once your other requests "
        "have completed.",
        REPORTED,
    ),
    no.SubmissionQuotaExceeded: Row(
        "ErrorSubmissionQuotaExceeded",
        "The message can't be submitted because the sender's submission quota was exceeded. Please try again later.",
        TEXT_UNKNOWN,
    ),
    # exchangelib#457
    no.MailboxFull: Row("ErrorQuotaExceeded", "Mailbox has exceeded maximum mailbox size.", REPORTED),
    # Assumption: as for a mailbox that is full, of which Outlook speaks then as well.
    no.RecoverableItemsFull: Row("ErrorQuotaExceeded", "Mailbox has exceeded maximum mailbox size.", TEXT_UNKNOWN),
    no.Throttled: Row(
        "ErrorServerBusy", "The server cannot service this request right now. Try again later.", REPORTED
    ),
    # learn.microsoft.com: ews-throttling-in-exchange, table 4, has the codes
    no.ThrottledWithin: Row(
        "ErrorInternalServerError", "An internal server error occurred. The operation failed.", REPORTED
    ),
    no.RecipientsMissing: Row(
        "ErrorInvalidRecipients",
        "At least one recipient isn't valid., A message can't be sent because it contains no recipients.",
        REPORTED,
    ),
    no.RecipientUnresolved: Row(
        "ErrorInvalidRecipients",
        "At least one recipient isn't valid., Recipient '{recipient}' isn't resolved. All recipients must be "
        "resolved before a message can be submitted.",
        REPORTED,
    ),
}


_OVER_BUDGET: Final = (
    "This operation exceeds the throttling budget for policy part 'MaxConcurrency', policy value '{}',  Budget type: "
    "'Ews'.  Suggested backoff time 0 ms."
)


def message_xml_for(refusal: Refusal) -> Xml:
    """Return the content of MessageXml for a refusal; most have none.

    Assumption: the name of the value for an address. That the answer contains the primary one is documented.
    """
    if isinstance(refusal, no.TooManyConnections):
        return Xml(
            text("t:Value", "MaxConcurrency", Name="Policy")
            + text("t:Value", str(refusal.limit), Name="MaxConcurrencyLimit")
            + text("t:Value", _OVER_BUDGET.format(refusal.limit), Name="ErrorMessage")
        )
    if isinstance(refusal, no.ThrottledWithin):
        # The names as in an answer that wraps another code: learn.microsoft.com, "license is invalid for this mailbox".
        inner = ROWS[no.Throttled]
        return Xml(
            text("t:Value", inner.text, Name="InnerErrorMessageText")
            + text("t:Value", inner.code, Name="InnerErrorResponseCode")
            + text("t:Value", "0", Name="InnerErrorDescriptiveLinkKey")
        )
    if isinstance(refusal, no.Throttled):
        return text("t:Value", str(refusal.milliseconds), Name="BackOffMilliseconds")
    if isinstance(refusal, no.AddressNotPrimary):
        return text("t:Value", refusal.primary, Name="Primary")
    return NOTHING


def row_for(refusal: Refusal) -> Row:
    """Return the row of a refusal, or of its nearest ancestor that has one, with the refusal's facts filled in."""
    row = refusal.row_in(ROWS)
    if "{" not in row.text:
        return row
    return Row(row.code, row.text.format(**refusal.facts), row.source)


def fault_for(trouble: Refusal | EwsError | Violation | SoapFault, request: bytes) -> Steps[SoapFault]:
    """Return the fault that answers a request as a whole, in steps.

    Args:
        request: its octets; a violation of the schema is located in them.
    """
    if isinstance(trouble, Violation):
        return (yield from trouble.fault(request))
    if isinstance(trouble, EwsError):
        return SoapFault(trouble.row.code, trouble.row.text, message_xml=trouble.message_xml)
    if isinstance(trouble, Refusal):
        row = row_for(trouble)
        return SoapFault(row.code, row.text, message_xml=message_xml_for(trouble))
    return trouble
