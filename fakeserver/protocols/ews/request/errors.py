"""EWS errors about the content of requests."""

from typing import Final

from fakeserver.protocols.ews.errors import REPORTED, TEXT_UNKNOWN, Row

INVALID_PAGING: Final = Row(
    "ErrorInvalidPagingMaxRows", "The MaxEntriesReturned value must be greater than zero.", TEXT_UNKNOWN
)
INVALID_OFFSET: Final = Row(
    "ErrorInvalidIndexedPagingParameters", "Indexed paging parameters are invalid.", TEXT_UNKNOWN
)
INVALID_FRACTION: Final = Row(
    "ErrorInvalidFractionalPagingParameters", "Fractional paging parameters are invalid.", TEXT_UNKNOWN
)
UNSUPPORTED_PATH_FOR_QUERY: Final = Row(
    "ErrorUnsupportedPathForQuery", "The property can not be used with this type of restriction.", REPORTED
)
UNSUPPORTED_PATH_FOR_SORT: Final = Row(
    "ErrorUnsupportedPathForSortGroup", "The property can not be used for sorting or grouping.", TEXT_UNKNOWN
)
INVALID_PROPERTY_REQUEST: Final = Row(
    "ErrorInvalidPropertyRequest", "Property is not valid for this object type.", REPORTED
)
INVALID_RESTRICTION: Final = Row("ErrorInvalidRestriction", "The restriction is invalid.", TEXT_UNKNOWN)
RESTRICTION_TOO_COMPLEX: Final = Row("ErrorRestrictionTooComplex", "The restriction is too complex.", TEXT_UNKNOWN)
MIME_INVALID: Final = Row(
    "ErrorMimeContentInvalidBase64String", "The MIME content is not a valid base64 string.", TEXT_UNKNOWN
)
MISSING_ATTACHED_ITEM: Final = Row(
    "ErrorMissingItemForCreateItemAttachment", "The item attachment contains no item.", TEXT_UNKNOWN
)
NOT_ATTACHABLE: Final = Row(
    "ErrorInvalidItemForOperationCreateItemAttachment",
    "Item type is invalid for CreateItemAttachment operation.",
    TEXT_UNKNOWN,
)
