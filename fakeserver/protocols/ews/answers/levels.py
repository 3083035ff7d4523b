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
    #: the element that lists what is asked for; an error of all of it is told once for each child. Empty: told once
    asked: str = ""
    source: str = "web-service-reference: its response messages have MessageText, ResponseCode and DescriptiveLinkKey"


_FOLDERS: Final = Place(Level.MESSAGE, "FolderIds")
_ITEMS: Final = Place(Level.MESSAGE, "ItemIds")
_ATTACHMENTS: Final = Place(Level.MESSAGE, "AttachmentIds")
_ONCE: Final = Place(Level.MESSAGE)
_DELEGATES: Final = Place(
    Level.ANSWER, source="web-service-reference/getdelegateresponse: ResponseClass and ResponseCode stand in it"
)

#: EWS name of an operation -> the place of its errors.
PLACES: Final[dict[str, Place]] = {
    "AddDelegate": _DELEGATES,
    "ConvertId": Place(Level.MESSAGE, "SourceIds"),
    "CopyFolder": _FOLDERS,
    "CopyItem": _ITEMS,
    "CreateAttachment": Place(Level.MESSAGE, "Attachments"),
    "CreateFolder": Place(Level.MESSAGE, "Folders"),
    "CreateItem": Place(Level.MESSAGE, "Items"),
    "DeleteAttachment": _ATTACHMENTS,
    "DeleteFolder": _FOLDERS,
    "DeleteItem": _ITEMS,
    "EmptyFolder": _FOLDERS,
    "ExpandDL": _ONCE,
    "FindFolder": Place(Level.MESSAGE, "ParentFolderIds"),
    "FindItem": Place(
        Level.MESSAGE,
        "ParentFolderIds",
        "OfficeDev/ews-managed-api#241 (Exchange Online: HTTP 200), ecederstrand/exchangelib#214, WinRb/Viewpoint#191",
    ),
    "GetAttachment": _ATTACHMENTS,
    "GetDelegate": _DELEGATES,
    "GetFolder": _FOLDERS,
    "GetItem": Place(Level.MESSAGE, "ItemIds", "ecederstrand/exchangelib#199, #909: ErrorInvalidPropertyRequest"),
    "MoveFolder": _FOLDERS,
    "MoveItem": _ITEMS,
    "RemoveDelegate": _DELEGATES,
    "ResolveNames": _ONCE,
    "SendItem": _ITEMS,
    "SyncFolderHierarchy": _ONCE,
    "SyncFolderItems": _ONCE,
    "UpdateDelegate": _DELEGATES,
    "UpdateFolder": Place(Level.MESSAGE, "FolderChanges"),
    "UpdateItem": Place(Level.MESSAGE, "ItemChanges"),
}


def is_fault(operation: str, trouble: Refusal | EwsError) -> bool:
    """Say whether an error of an operation's whole request is told in a fault."""
    if isinstance(trouble, EwsError) and trouble.row.source == OWN_WORDS:
        return True
    return PLACES[operation].level is Level.ANSWER and not isinstance(trouble, MailboxRefused)
