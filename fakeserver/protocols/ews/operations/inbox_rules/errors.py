"""EWS errors of operations on inbox rules: of the request, and of each field of a rule that is not valid.

Sources of the fields' texts: those marked as reported are quoted in ecederstrand/exchangelib#1280 and in its tests; the
others are what OfficeDev/ews-managed-api says of the codes (RuleErrorCode). Assumption: that the service says the same.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from fakeserver.protocols.ews.errors import MANAGED_API, REPORTED, TEXT_UNKNOWN, EwsError, Row
from fakeserver.protocols.ews.soap.writing import Xml, element, number, text

INVALID: Final = Row(
    "ErrorInboxRulesValidationError", "A validation error occurred while executing the rule operation.", REPORTED
)
OVER_QUOTA: Final = Row("ErrorRulesOverQuota", "The rules are over quota.", TEXT_UNKNOWN)
BLOB_EXISTS: Final = Row(
    "ErrorOutlookRuleBlobExists",
    "The request cannot be completed because an Outlook rule blob exists in the mailbox.",
    TEXT_UNKNOWN,
)
ACCESS_DENIED: Final = Row("ErrorAccessDenied", "Access is denied. Check credentials and try again.", MANAGED_API)

#: Code of an invalid field -> what is said of it.
_TEXTS: Final = {
    # reported
    "EmptyValueFound": "The value must not be empty.",
    "UnsupportedRule": "The operation on this unsupported rule is not allowed.",
    # of the Managed API
    "ConnectedAccountNotFound": "The connected account was not found.",
    "CreateWithRuleId": "A rule cannot be created with a rule Id.",
    "DuplicatedOperationOnTheSameRule": "There are multiple operations against the same rule.",
    "DuplicatedPriority": "There already is a rule with the same priority.",
    "FolderDoesNotExist": "The folder does not exist in the user's mailbox.",
    "InvalidAddress": "The e-mail address is invalid.",
    "InvalidDateRange": "The date range is invalid.",
    "InvalidFolderId": "The folder Id is invalid.",
    "InvalidSizeRange": "The size range is invalid.",
    "InvalidValue": "The value is invalid.",
    "MessageClassificationNotFound": "The message classification was not found.",
    "MissingAction": "At least one action must be specified.",
    "MissingParameter": "The required parameter is missing.",
    "MissingRangeValue": "The range value is missing.",
    "NotSettable": "The property cannot be modified.",
    "RecipientDoesNotExist": "The recipient does not exist.",
    "RuleNotFound": "The rule was not found.",
    "SizeLessThanZero": "The size is less than zero.",
    "StringValueTooBig": "The string value is too big.",
    "UnsupportedAddress": "The address is unsupported.",
}


class InvalidField(Exception):
    """A field of a rule is not valid."""

    def __init__(self, code: str, value: str = "", message: str = "") -> None:
        """Take a code of RuleValidationErrorCodeType, what was given, and what is said where it is not the usual."""
        super().__init__(code)
        self.code = code
        self.value = value
        self.message = message or _TEXTS[code]


class FieldError(NamedTuple):
    """An invalid field, and where it stands."""

    #: of RuleFieldURIType
    uri: str
    trouble: InvalidField


def invalid_rules(found: Sequence[tuple[int, Sequence[FieldError]]]) -> EwsError:
    """Return the error for operations, by their index, that have invalid fields."""
    operations = (
        element(
            "t:RuleOperationError",
            number("t:OperationIndex", index),
            element("t:ValidationErrors", *map(_written, errors)),
        )
        for index, errors in found
    )
    said = "; ".join(f"{one.uri}: {one.trouble.code}" for _, errors in found for one in errors)
    return EwsError(INVALID, content=element("m:RuleOperationErrors", *operations), fix=f"correct {said}")


def _written(error: FieldError) -> Xml:
    return element(
        "t:Error",
        text("t:FieldURI", error.uri),
        text("t:ErrorCode", error.trouble.code),
        text("t:ErrorMessage", error.trouble.message),
        text("t:FieldValue", error.trouble.value),
    )
