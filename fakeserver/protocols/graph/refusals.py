"""What Microsoft Graph says for each refusal of the tenant, as data; one without a row takes its nearest ancestor's."""

from typing import Final

from fakeserver.protocols.graph.errors import (
    ACCESS_DENIED,
    ASSUMED,
    DOCUMENTED,
    FOLDER_NOT_FOUND,
    ID_MALFORMED,
    INVALID_SET,
    INVALID_USER,
    ITEM_NOT_FOUND,
    NOT_FOUND,
    STALE,
    Row,
)
from fakeserver.tenant import refusals as no
from fakeserver.tenant.refusals import Refusal

_TOKEN: Final = "InvalidAuthenticationToken"
_NO_MAILBOX: Final = Row(
    404,
    "MailboxNotEnabledForRESTAPI",
    "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
)
#: GDC#1609, and clients that send an end before the start.
INVALID_EVENT: Final = Row(400, "ErrorPropertyValidationFailure", "At least one property failed validation.")
_RECIPIENTS: Final = "At least one recipient is not valid., "

ROWS: Final[dict[type[Refusal], Row]] = {
    no.Refusal: ACCESS_DENIED,
    # --- the token: all of these are 401
    no.AuthenticationRefused: Row(401, _TOKEN, "Access token validation failure.", ASSUMED),
    no.CredentialMissing: Row(401, _TOKEN, "Access token is empty."),
    no.TokenMalformed: Row(
        401,
        _TOKEN,
        "IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE Compact "
        "Serialization Format. (JWS): 'EncodedHeader.EncodedPayload.EncodedSignature'. (JWE): "
        "'EncodedProtectedHeader.EncodedEncryptedKey.EncodedInitializationVector.EncodedCiphertext."
        "EncodedAuthenticationTag'.",
    ),
    no.TokenExpired: Row(401, _TOKEN, "Lifetime validation failed, the token is expired."),
    no.TokenNotYetValid: Row(401, _TOKEN, "Access token has expired or is not yet valid."),
    no.AudienceWrong: Row(401, _TOKEN, "Access token validation failure. Invalid audience."),
    no.SignatureInvalid: Row(401, _TOKEN, "Access token validation failure. Invalid signature.", ASSUMED),
    no.IssuerWrong: Row(401, _TOKEN, "Access token validation failure. Invalid issuer.", ASSUMED),
    no.InsufficientClaims: Row(
        401,
        _TOKEN,
        "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
        "TokenIssuedBeforeRevocationTimestamp",
        ASSUMED,
    ),
    # Without scp and roles a token is good, and permits nothing.
    no.PermissionsMissing: ACCESS_DENIED,
    # --- permissions
    no.DirectoryPermissionMissing: Row(
        403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."
    ),
    no.UserMustBeNamed: Row(400, "BadRequest", "/me request is only valid with delegated authentication flow."),
    # --- the mailbox
    no.MailboxNotFound: INVALID_USER,
    no.MailboxNotProvisioned: _NO_MAILBOX,
    no.MailboxSoftDeleted: _NO_MAILBOX,
    no.MailboxMoved: _NO_MAILBOX,
    no.LicenceMissing: _NO_MAILBOX,
    no.MailboxAccessDenied: ITEM_NOT_FOUND,
    no.ApplicationAccessPolicyDenies: Row(
        403,
        "ErrorAccessDenied",
        "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.",
    ),
    no.OutsideRoleScope: ACCESS_DENIED,
    no.SendAsDenied: Row(
        403,
        "ErrorSendAsDenied",
        "The user account which was used to submit this request does not have the right to send mail on behalf of the "
        "specified sending account., Cannot submit message.",
    ),
    # --- what is in it
    no.StoreRefused: Row(400, "ErrorInvalidRequest", "The request is invalid.", ASSUMED),
    no.IdMalformed: ID_MALFORMED,
    no.ItemNotFound: ITEM_NOT_FOUND,
    no.FolderNotFound: FOLDER_NOT_FOUND,
    no.FolderGone: ITEM_NOT_FOUND,
    no.ParentFolderNotFound: FOLDER_NOT_FOUND,
    no.FolderExists: Row(409, "ErrorFolderExists", "A folder with the specified name already exists."),
    no.FolderNameInvalid: Row(
        400, "ErrorInvalidValueForProperty", "The specified value is invalid for property.", ASSUMED
    ),
    no.FolderCycle: Row(400, "ErrorMoveCopyFailed", "The move or copy operation failed.", ASSUMED),
    no.FolderProtected: Row(403, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.", ASSUMED),
    no.FolderAccessDenied: ACCESS_DENIED,
    no.ChangeKeyInvalid: Row(400, "ErrorInvalidChangeKey", "The change key is invalid.", ASSUMED),
    no.ChangeKeyStale: STALE,
    no.AttachmentNotFound: ITEM_NOT_FOUND,
    no.QueryTooComplex: Row(
        400, "InefficientFilter", "The restriction or sort order is too complex for this operation."
    ),
    no.SyncStateGone: Row(
        410, "SyncStateNotFound", "The sync state generation is not found; generation=149;[highest=157][157][155][156]."
    ),
    no.SyncStateInvalid: Row(400, "BadRequest", "Badly formed token.", ASSUMED),
    no.MessageTooLarge: Row(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size."),
    no.ContentRefused: INVALID_SET,
    no.RecipientsMissing: Row(
        400,
        "ErrorInvalidRecipients",
        f"{_RECIPIENTS}A message can't be sent because it contains no recipients.",
        ASSUMED,
    ),
    no.RecipientUnresolved: Row(
        400,
        "ErrorInvalidRecipients",
        f"{_RECIPIENTS}Recipient '{{recipient}}' is not resolved. All recipients must be resolved before a message can "
        "be submitted.",
    ),
    # --- the calendar; EWS's codes and texts, where Graph's are not known
    no.AppointmentRefused: INVALID_EVENT,
    no.EndsBeforeStart: INVALID_EVENT,
    no.LastsTooLong: Row(400, "ErrorCalendarDurationIsTooLong", "Calendar item duration is too long.", ASSUMED),
    no.RecursTooLong: Row(
        400, "ErrorRecurrenceEndDateTooBig", "Recurrence end date can not exceed Sep 1, 4500 00:00:00.", ASSUMED
    ),
    no.NeverOccurs: Row(
        400, "ErrorRecurrenceHasNoOccurrence", "Recurrence has no occurrences in the specified range.", ASSUMED
    ),
    no.OccurrencesOverlap: Row(
        400,
        "ErrorOccurrenceTimeSpanTooBig",
        "One occurrence of the recurring calendar item overlaps with another occurrence of the same calendar item.",
        ASSUMED,
    ),
    no.NeighbourCrossed: Row(
        400,
        "ErrorOccurrenceCrossingBoundary",
        "Modified occurrence is crossing or overlapping adjacent occurrence.",
        DOCUMENTED,
    ),
    # --- the service
    no.ServiceUnavailable: Row(503, "ServiceNotAvailable", "The service is unavailable.", ASSUMED),
    no.Throttled: Row(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
    no.TooManyConnections: Row(429, "ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
    no.SubmissionQuotaExceeded: Row(
        429,
        "ErrorExceededMessageLimit",
        "Cannot send mail. Daily Message/Recipient limit exceeded. Follow the instructions in your Inbox to verify "
        "your account.",
    ),
    no.MailboxFull: Row(507, "ErrorQuotaExceeded", "Mailbox has exceeded maximum mailbox size.", ASSUMED),
    no.RecoverableItemsFull: Row(507, "ErrorQuotaExceeded", "Mailbox has exceeded maximum mailbox size.", ASSUMED),
    no.MailboxMoving: Row(503, "ErrorMailboxMoveInProgress", "Mailbox move in progress. Try again later.", ASSUMED),
}

#: Texts of other generations, by switch and value.
EXPIRED: Final = {
    "compact": "CompactToken validation failed with reason code: 80049228.",
    "expired": "Access token has expired or is not yet valid.",
}
MALFORMED: Final = {"compact": "CompactToken parsing failed with error code: 80049217"}


NO_MAILBOX: Final = {
    "not_supported": Row(404, _NO_MAILBOX.code, "REST API is not yet supported for this mailbox."),
    "undiscovered": NOT_FOUND,
}


def row_for(refusal: Refusal) -> Row:
    """Return the row of a refusal, or of its nearest ancestor that has one, with the refusal's facts filled in."""
    row = refusal.row_in(ROWS)
    if row is INVALID_USER:
        return Row(row.status, row.code, row.message.format(user=getattr(refusal, "address", "")), row.source)
    if "{" not in row.message:
        return row
    return Row(row.status, row.code, row.message.format(**refusal.facts), row.source)
