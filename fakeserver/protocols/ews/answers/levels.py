"""Where the service tells of an error: in a response message, in the answer's own element, or in a fault.

The envelope, the schema, the version, the credential and the impersonated user come before the operation, and have
faults (HTTP 500) or the front end's own answers; `service.py` has them. From there on the table decides, by operation:
an operation that answers with response messages tells of its own errors there, with HTTP 200, those of the whole
request too. Schema violations stay faults wherever they are found, and what this fake does not perform is one too,
unless it is one thing of several.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from fakeserver.protocols.ews.errors import OWN_WORDS, EwsError
from fakeserver.tenant.refusals import MailboxRefused, Refusal


class Level(Enum):
    """Where an operation's own errors stand."""

    #: in response messages, with HTTP 200
    MESSAGE = "message"
    #: in the answer's own element if a mailbox does not open; others are faults
    ANSWER = "answer"


@dataclass(frozen=True)
class Place:
    """Where one operation's own errors stand."""

    level: Level
    source: str = "web-service-reference: its response messages have MessageText, ResponseCode and DescriptiveLinkKey"


_MESSAGES: Final = Place(Level.MESSAGE)
_DELEGATES: Final = Place(
    Level.ANSWER, source="web-service-reference/getdelegateresponse: ResponseClass and ResponseCode stand in it"
)

#: EWS name of an operation -> the place of its errors.
PLACES: Final[dict[str, Place]] = {
    "AddDelegate": _DELEGATES,
    "ConvertId": _MESSAGES,
    "CopyFolder": _MESSAGES,
    "CopyItem": _MESSAGES,
    "CreateAttachment": _MESSAGES,
    "CreateFolder": _MESSAGES,
    "CreateItem": _MESSAGES,
    "DeleteAttachment": _MESSAGES,
    "DeleteFolder": _MESSAGES,
    "DeleteItem": _MESSAGES,
    "EmptyFolder": _MESSAGES,
    "ExpandDL": _MESSAGES,
    "FindFolder": _MESSAGES,
    "FindItem": Place(
        Level.MESSAGE,
        "OfficeDev/ews-managed-api#241 (Exchange Online: HTTP 200), ecederstrand/exchangelib#214, WinRb/Viewpoint#191",
    ),
    "GetAttachment": _MESSAGES,
    "GetDelegate": _DELEGATES,
    "GetFolder": _MESSAGES,
    "GetItem": Place(Level.MESSAGE, "ecederstrand/exchangelib#199, #909: ErrorInvalidPropertyRequest"),
    "GetServerTimeZones": _MESSAGES,
    "MoveFolder": _MESSAGES,
    "MoveItem": _MESSAGES,
    "RemoveDelegate": _DELEGATES,
    "ResolveNames": _MESSAGES,
    "SendItem": _MESSAGES,
    "SyncFolderHierarchy": _MESSAGES,
    "SyncFolderItems": _MESSAGES,
    "UpdateDelegate": _DELEGATES,
    "UpdateFolder": _MESSAGES,
    "UpdateItem": _MESSAGES,
}


def is_fault(operation: str, trouble: Refusal | EwsError) -> bool:
    """Say whether an error of an operation's whole request is told in a fault."""
    if isinstance(trouble, EwsError) and trouble.row.source == OWN_WORDS:
        return True
    return PLACES[operation].level is Level.ANSWER and not isinstance(trouble, MailboxRefused)
