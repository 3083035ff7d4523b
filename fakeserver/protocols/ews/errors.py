"""Errors that only EWS has, as rows with a response code and a text.

Here are those that several modules need; the others are beside the operations that raise them. Refusals of the tenant
have their rows in `answers/refusals.py`.

Sources: RESPONSECODE is web-service-reference/responsecode; RECORDED are answers of Exchange Online recorded by
clients' test suites; REPORTED are answers quoted in client issue threads; MANAGED_API are the summaries of ServiceError
in OfficeDev/ews-managed-api, which are the service's sentences wherever both are known; TEXT_UNKNOWN marks rows whose
code is documented and whose text is not.
"""

from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.soap.writing import NOTHING, Xml

#: Where Microsoft documents EWS, without ``https://``.
REFERENCE: Final = "learn.microsoft.com/exchange/client-developer/web-service-reference/"
RESPONSECODE: Final = "web-service-reference/responsecode"
RECORDED: Final = "recorded from Exchange Online"
REPORTED: Final = "quoted from Exchange Online in client issue threads"
MANAGED_API: Final = "web-service-reference/responsecode; the text as the EWS Managed API has it (ServiceError)"
#: of what this fake does not perform
OWN_WORDS: Final = "this fake's own words"
TEXT_UNKNOWN: Final = "web-service-reference/responsecode; the wording is an assumption"


@dataclass(frozen=True)
class Row:
    """One response code with its text and where that was found."""

    code: str
    text: str
    source: str = RESPONSECODE
    #: for the developer: what would let it pass, where that is the same whenever it is answered
    fix: str = ""


@dataclass(eq=False)
class EwsError(Exception):
    """An error of EWS itself: of one item where several are requested, of the whole request otherwise."""

    row: Row
    #: content of m:MessageXml
    message_xml: Xml = NOTHING
    #: for the developer: what would let it pass on the fake, the row's where nothing is given; and where Microsoft
    #: documents it
    fix: str = ""
    page: str = f"{REFERENCE}responsecode"
    #: what a streamed answer, or one without response messages, has behind the error
    content: Xml = NOTHING

    def __post_init__(self) -> None:
        self.fix = self.fix or self.row.fix

    @property
    def name(self) -> str:
        """What it is known by: its response code."""
        return self.row.code

    def __str__(self) -> str:
        return f"{self.name}: {self.row.text}"


INVALID_VALUE: Final = Row("ErrorInvalidValueForProperty", "The specified value is invalid for property.", REPORTED)
INVALID_SET: Final = Row("ErrorInvalidPropertySet", "Set action is invalid for property.", REPORTED)
INVALID_APPEND: Final = Row("ErrorInvalidPropertyAppend", "Append action is invalid for property.", REPORTED)
INVALID_DELETE: Final = Row("ErrorInvalidPropertyDelete", "Delete action is invalid for property.", REPORTED)
INCORRECT_UPDATE_COUNT: Final = Row(
    "ErrorIncorrectUpdatePropertyCount",
    "An object within a change description must contain one and only one property to modify.",
    REPORTED,
)
OBJECT_TYPE_CHANGED: Final = Row(
    "ErrorObjectTypeChanged", "Operation would change object type, which is not permitted.", MANAGED_API
)
#: Source: microsoftgraph/msgraph-sdk-java#619, where 0x0E08 is set.
ITEM_NOT_SAVED: Final = Row("ErrorItemSavePropertyError", "Item save operation did not succeed.", REPORTED)
FOLDER_NOT_SAVED: Final = Row(
    "ErrorFolderSavePropertyError", "The folder save operation failed due to invalid property values.", MANAGED_API
)
UPDATE_MISMATCH: Final = Row(
    "ErrorUpdatePropertyMismatch", "Property for update does not match property in object.", MANAGED_API
)
NO_PUBLIC_FOLDERS: Final = Row(
    "ErrorNoPublicFolderReplicaAvailable",
    "There are no public folder servers available.",
    REPORTED,
    fix="tenant.add_public_folder(path) adds one, where tenant.policies.public_folders is True",
)


def not_performed_here(what: str, why: str = "") -> EwsError:
    """Return the error for what the service knows and this fake does not perform, by its name."""
    reason = f" ({why})" if why else ""
    row = Row("ErrorInvalidOperation", f"This fake does not perform {what}{reason}.", OWN_WORDS)
    return EwsError(
        row, fix="nothing does; docs/ews-operations.md says what is performed, and what differs from the service"
    )
