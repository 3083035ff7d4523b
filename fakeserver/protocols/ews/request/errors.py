"""EWS errors about the content of requests."""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, REPORTED, TEXT_UNKNOWN, Row

FOLDER_ID_FOR_ITEM: Final = Row(
    "ErrorCannotUseFolderIdForItemId", "Expected an item Id but received a folder Id.", REPORTED
)
#: OfficeDev/ews-managed-api#204 has the code.
ITEM_ID_FOR_FOLDER: Final = Row(
    "ErrorCannotUseItemIdForFolderId", "Expected a folder Id but received an item Id.", MANAGED_API
)
NOT_ATTACHMENT_ID: Final = Row(
    "ErrorInvalidIdNotAnItemAttachmentId", "The Id does not represent an item attachment.", MANAGED_API
)
#: Assumption: the code. A search folder holds nothing itself.
NOTHING_IN_SEARCH: Final = Row("ErrorInvalidOperation", "A search folder cannot hold items.", TEXT_UNKNOWN)
NO_FOLDER_IN_SEARCH: Final = Row(
    "ErrorInvalidParentFolder", "Cannot create a subfolder within a SearchFolder.", MANAGED_API
)
ROOT_WITH_MAILBOX: Final = Row(
    "ErrorInvalidOperation", "It is not valid to specify a mailbox with the public folder root.", REPORTED
)
#: Source of text and code: ecederstrand/exchangelib#396.
DEEP_IN_PUBLIC: Final = Row(
    "ErrorInvalidOperation", "Deep traversal queries are not allowed on public folders.", REPORTED
)
#: What public folders lack by exchange-web-services/public-folder-access-with-ews-in-exchange. Assumption: the code,
#: which web-service-reference/responsecode has for other things that they lack, and the text.
NOT_IN_PUBLIC: Final = Row("ErrorInvalidOperation", "The operation is not supported for public folders.", TEXT_UNKNOWN)
PUBLIC_ROOT: Final = Row(
    "ErrorOperationNotAllowedWithPublicFolderRoot", "Operation not allowed with public folder root.", MANAGED_API
)
#: web-service-reference/responsecode has the code for moving and copying it.
MOVE_PUBLIC_ROOT: Final = Row(
    "ErrorInvalidOperation", "The public folder root cannot be moved or copied.", TEXT_UNKNOWN
)
SEARCH_IN_PUBLIC: Final = Row(
    "ErrorInvalidFolderTypeForOperation", "A search folder cannot be created in a public folder.", TEXT_UNKNOWN
)
#: Assumption: the code; MS-OXWSCONT has a picture of contacts only.
NO_CONTACT: Final = Row("ErrorInvalidPropertySet", "Only a contact has a picture.", TEXT_UNKNOWN)
NO_SUCH_MEMBER: Final = Row("ErrorDistributionListMemberNotExist", "The group member doesn't exist.", MANAGED_API)
ID_EMPTY: Final = Row("ErrorInvalidIdEmpty", "Id must be non-empty.", MANAGED_API)
#: web-service-reference/querystring-querystringtype: a query excludes restrictions. Assumption: the code, and the text.
QUERY_AND_RESTRICTION: Final = Row(
    "ErrorInvalidOperation", "A query string and a restriction cannot be used together.", TEXT_UNKNOWN
)
INVALID_ADDRESS: Final = Row("ErrorInvalidSmtpAddress", "The SMTP address format is invalid.", MANAGED_API)
NOT_A_SERIES: Final = Row(
    "ErrorCalendarCannotUseIdForRecurringMasterId",
    "The specified Id does not represent a recurring master item.",
    MANAGED_API,
)
NOT_OF_A_SERIES: Final = Row(
    "ErrorCalendarCannotUseIdForOccurrenceId", "The Id specified does not represent an occurrence.", REPORTED
)
NO_SUCH_OCCURRENCE: Final = Row(
    "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange", "Occurrence index is out of recurrence range.", MANAGED_API
)
OCCURRENCE_DELETED: Final = Row(
    "ErrorCalendarOccurrenceIsDeletedFromRecurrence",
    "Occurrence with this index was previously deleted from the recurrence.",
    MANAGED_API,
)
OUT_OF_RANGE: Final = Row("ErrorCalendarOutOfRange", "The calendar property falls out of valid range.", MANAGED_API)
INVALID_PAGING: Final = Row("ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than zero.", MANAGED_API)
INVALID_OFFSET: Final = Row(
    "ErrorInvalidIndexedPagingParameters", "The specified indexed paging values are invalid.", MANAGED_API
)
INVALID_FRACTION: Final = Row(
    "ErrorInvalidFractionalPagingParameters", "Invalid fractional paging offset values.", MANAGED_API
)
UNSUPPORTED_PATH_FOR_QUERY: Final = Row(
    "ErrorUnsupportedPathForQuery", "The property can not be used with this type of restriction.", REPORTED
)
UNSUPPORTED_PATH_FOR_SORT: Final = Row(
    "ErrorUnsupportedPathForSortGroup", "The property can not be used for sorting or grouping results.", MANAGED_API
)
TOO_MANY_ORDERS: Final = Row(
    "ErrorInternalServerError",
    "An internal server error occurred. The operation failed., This query contains too many sort columns. "
    "This provider does not support more than 6 columns for a normal query, or 4 sort columns for a grouped query. "
    "Parameter name: sortColumns",
    REPORTED,
)
CONTAINS_WRONG_TYPE: Final = Row(
    "ErrorContainsFilterWrongType", "The Contains filter can only be used for string properties.", REPORTED
)
INVALID_EXCLUDES: Final = Row(
    "ErrorInvalidExcludesRestriction", "Second operand in Excludes expression must be uint compatible.", MANAGED_API
)
INVALID_FOR_EXISTS: Final = Row(
    "ErrorInvalidPropertyForExists",
    "Property cannot be used in Exists expression.  Use IsEqualTo instead.",
    MANAGED_API,
)
INVALID_FOR_OPERATION: Final = Row(
    "ErrorInvalidPropertyForOperation", "Property is not valid for this operation.", REPORTED
)
UPDATE_OF_SENT: Final = Row(
    "ErrorInvalidPropertyUpdateSentMessage",
    "Update operation is invalid for property of a sent message.",
    MANAGED_API,
)
INVALID_PROPERTY_REQUEST: Final = Row(
    "ErrorInvalidPropertyRequest", "Property is not valid for this object type.", REPORTED
)
RESTRICTION_TOO_COMPLEX: Final = Row(
    "ErrorRestrictionTooComplex", "The restriction or sort order is too complex for this operation.", MANAGED_API
)
RESTRICTION_TOO_LONG: Final = Row("ErrorRestrictionTooLong", "Restriction contained too many elements.", MANAGED_API)
UNSUPPORTED_CONVERSION: Final = Row(
    "ErrorUnsupportedMimeConversion", "MIME conversion is not supported for this item type.", MANAGED_API
)
MISSING_ATTACHED_ITEM: Final = Row(
    "ErrorMissingItemForCreateItemAttachment",
    "An item must be specified when creating an item attachment.",
    MANAGED_API,
)
NESTED_TOO_DEEPLY: Final = Row(
    "ErrorAttachmentNestLevelLimitExceeded",
    "The item has attachment at more than the maximum supported nest level.",
    MANAGED_API,
)
NOT_ATTACHABLE: Final = Row(
    "ErrorInvalidItemForOperationCreateItemAttachment",
    "Item type is invalid for CreateItemAttachment operation.",
    MANAGED_API,
)
MIME_CONTENT_INVALID: Final = Row("ErrorMimeContentInvalid", "Invalid MIME content.", MANAGED_API)
MIME_INVALID: Final = Row("ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.", MANAGED_API)
#: Source: David-Barrett-MS/PowerShell-EWS-Scripts#5; the text as the EWS Managed API has it.
TO_FOLDER_NOT_FOUND: Final = Row("ErrorToFolderNotFound", "The specified target folder could not be found.", REPORTED)
SAVED_ITEM_FOLDER_NOT_FOUND: Final = Row(
    "ErrorSavedItemFolderNotFound", "The folder in which items were to be saved could not be found.", MANAGED_API
)
