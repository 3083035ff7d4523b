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

    #: in response messages, or in the answer's own element where it has none, with HTTP 200
    MESSAGE = "message"
    #: in the answer's own element if a mailbox does not open; others are faults
    ANSWER = "answer"
    #: in faults; what is wrong with a part of the request alone, the operation tells itself
    FAULT = "fault"


@dataclass(frozen=True)
class Place:
    """Where one operation's own errors stand."""

    level: Level
    source: str = "web-service-reference: its response messages have MessageText, ResponseCode and DescriptiveLinkKey"


_MESSAGES: Final = Place(Level.MESSAGE)
_ROOMS: Final = Place(
    Level.MESSAGE, source="web-service-reference/getroomsresponse: ResponseClass and ResponseCode stand in it"
)
_FLAT: Final = Place(Level.MESSAGE, source="messages.xsd: ResponseClass and ResponseCode stand in the answer itself")
_OOF: Final = Place(
    Level.MESSAGE, source="web-service-reference/responsecode: a ResponseMessage of its own stands at its head"
)
_DELEGATES: Final = Place(
    Level.ANSWER, source="web-service-reference/getdelegateresponse: ResponseClass and ResponseCode stand in it"
)

#: EWS name of an operation -> the place of its errors.
PLACES: Final[dict[str, Place]] = {
    "AddDelegate": _DELEGATES,
    "ApplyConversationAction": _MESSAGES,
    "ArchiveItem": _MESSAGES,
    "ConvertId": _MESSAGES,
    "CopyFolder": _MESSAGES,
    "CopyItem": _MESSAGES,
    "CreateAttachment": _MESSAGES,
    "CreateFolder": _MESSAGES,
    "CreateFolderPath": _MESSAGES,
    "CreateItem": _MESSAGES,
    "CreateUserConfiguration": _MESSAGES,
    "DeleteAttachment": _MESSAGES,
    "DeleteFolder": _MESSAGES,
    "DeleteItem": _MESSAGES,
    "DeleteUserConfiguration": _MESSAGES,
    "EmptyFolder": _MESSAGES,
    "ExpandDL": _MESSAGES,
    "ExportItems": _MESSAGES,
    "FindConversation": Place(
        Level.MESSAGE, "web-service-reference/findconversationresponse: its element is a response message itself"
    ),
    "FindFolder": _MESSAGES,
    "FindItem": Place(
        Level.MESSAGE,
        "OfficeDev/ews-managed-api#241 (Exchange Online: HTTP 200), ecederstrand/exchangelib#214, WinRb/Viewpoint#191",
    ),
    "FindPeople": Place(Level.MESSAGE, "mhewedy/ews: an error of Exchange Online, with the counts behind it"),
    "GetAppManifests": _FLAT,
    "GetAppMarketplaceUrl": _FLAT,
    "GetAttachment": _MESSAGES,
    "GetConversationItems": _MESSAGES,
    "GetDelegate": _DELEGATES,
    "GetEvents": _MESSAGES,
    "GetFolder": _MESSAGES,
    "GetInboxRules": _FLAT,
    "GetItem": Place(Level.MESSAGE, "ecederstrand/exchangelib#199, #909: ErrorInvalidPropertyRequest"),
    "GetMailTips": _FLAT,
    "GetPasswordExpirationDate": Place(Level.FAULT, "assumption: the schema wants a date in every answer"),
    "GetPersona": Place(Level.MESSAGE, "web-service-reference/getpersona-operation: Id is malformed."),
    "GetReminders": Place(
        Level.MESSAGE, "web-service-reference/getreminders-operation: ErrorInvalidOperation stands in the answer itself"
    ),
    "GetRoomLists": _ROOMS,
    "GetRooms": _ROOMS,
    "GetSearchableMailboxes": _FLAT,
    "GetServerTimeZones": _MESSAGES,
    "GetServiceConfiguration": _FLAT,
    "GetStreamingEvents": _MESSAGES,
    "GetUserAvailability": Place(Level.FAULT, "gautamsi/ews-javascript-api#235: HTTP 500, ErrorInvalidTimeInterval"),
    "GetUserConfiguration": _MESSAGES,
    "GetUserOofSettings": _OOF,
    "GetUserRetentionPolicyTags": _FLAT,
    "MarkAllItemsAsRead": _MESSAGES,
    "MarkAsJunk": _MESSAGES,
    "MoveFolder": _MESSAGES,
    "MoveItem": _MESSAGES,
    "PerformReminderAction": _FLAT,
    "RemoveDelegate": _DELEGATES,
    "ResolveNames": _MESSAGES,
    "SendItem": _MESSAGES,
    "SetUserOofSettings": _OOF,
    "Subscribe": _MESSAGES,
    "SyncFolderHierarchy": _MESSAGES,
    "SyncFolderItems": _MESSAGES,
    "Unsubscribe": _MESSAGES,
    "UpdateDelegate": _DELEGATES,
    "UpdateFolder": _MESSAGES,
    "UpdateInboxRules": _FLAT,
    "UpdateItem": _MESSAGES,
    "UpdateUserConfiguration": _MESSAGES,
    "UploadItems": _MESSAGES,
}


def is_fault(operation: str, trouble: Refusal | EwsError) -> bool:
    """Say whether an error of an operation's whole request is told in a fault."""
    if isinstance(trouble, EwsError) and trouble.row.source == OWN_WORDS:
        return True
    match PLACES[operation].level:
        case Level.MESSAGE:
            return False
        case Level.ANSWER:
            return not isinstance(trouble, MailboxRefused)
        case Level.FAULT:
            return True
