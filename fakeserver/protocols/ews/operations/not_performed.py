"""Operations of the service that this fake performs for nobody: why, and what it answers.

Where the service's own answer for an absent feature is known, or its code is documented, that is given; what Microsoft
has documented nowhere gets a fault in the fake's own words. A test compares this table and the registry with
services.wsdl, so that nothing is missing by accident, and each answer with the schema.

Sources: web-service-reference, whose pages of GetHoldOnMailboxes, SetHoldOnMailboxes and SearchMailboxes say that
Exchange Online has withdrawn them; /responsecode; Microsoft's announcements for Unified Messaging (February 2020),
Skype for Business Online (July 2021), site mailboxes (2017) and managed folders, which Exchange Online never had.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from fakeserver.protocols.ews.answers.forms import error_message, noted, with_messages
from fakeserver.protocols.ews.answers.responses import response, row_content
from fakeserver.protocols.ews.errors import (
    MANAGED_API,
    REFERENCE,
    TEXT_UNKNOWN,
    EwsError,
    Row,
    not_performed_here,
)
from fakeserver.protocols.ews.operations.service_settings.errors import NO_DISCOVERY_ROLE
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml


class Form(Enum):
    """How it is said that an operation is not performed."""

    #: in the answer's own element, with HTTP 200
    ANSWER = auto()
    #: in one response message, with HTTP 200
    MESSAGE = auto()
    #: in a fault, in the fake's own words
    FAULT = auto()


@dataclass(frozen=True)
class NotPerformed:
    """Why operations are not performed, and what they are answered."""

    reason: str
    #: None: a fault that names the operation
    row: Row | None = None
    told: Form = Form.ANSWER
    #: what the schema wants behind the error
    content: Xml = NOTHING


_NO_LISTS: Final = "withdrawn: lists of instant messaging contacts went with Skype for Business Online"
_NO_PHONE: Final = "withdrawn: Exchange Online has no Unified Messaging any more"
_NO_DISCOVERY: Final = "withdrawn: Exchange Online has retired these searches and holds (April 2020)"
_NO_APPS: Final = "absent: no add-in is installed in any mailbox"
_NO_SHARING: Final = "absent: the tenant shares with no other organization, and nobody has a shared folder of theirs"
_TRACKING: Final = "absent: no message is tracked by EWS; messages are traced in other ways (Get-MessageTraceV2)"
_UNDOCUMENTED: Final = "undocumented: Microsoft's own programs use it"

_GONE: Final = Row("ErrorInvalidOperation", "The operation is no longer available.", TEXT_UNKNOWN)
_NO_IM_CONTACT: Final = Row("ErrorInvalidImContactId", "The Im Contact id was invalid.", MANAGED_API)
_NO_IM_GROUP: Final = Row("ErrorInvalidImGroupId", "The Im Group id was invalid.", TEXT_UNKNOWN)
_NO_UM: Final = Row("ErrorUserNotUnifiedMessagingEnabled", "The user isn't enabled for Unified Messaging.", MANAGED_API)
_NO_CALL: Final = Row("ErrorInvalidPhoneCallId", "The phone call ID isn't valid.", MANAGED_API)
_NO_MANAGED_FOLDER: Final = Row(
    "ErrorManagedFolderNotFound", "Unable to find the specified managed folder in the Active Directory.", MANAGED_API
)
_NO_EXTENSION: Final = Row("ErrorExtensionNotFound", "Extension with id specified was not found.", MANAGED_API)
_NO_PERMISSION: Final = Row(
    "ErrorNoRbacPermissionToInstallReadWriteMailboxExtensions",
    "You do not have permission to install this app.",
    TEXT_UNKNOWN,
)
_NO_SYNC: Final = Row("ErrorSharingSynchronizationFailed", "Failed to synchronize the sharing folder.", MANAGED_API)
_NOT_FEDERATED: Final = Row("ErrorOrganizationNotFederated", "Organization is not federated.", MANAGED_API)
_NOT_TRACKED: Final = Row(
    "ErrorMessageTrackingPermanentError", "The log search service can't track this message.", MANAGED_API
)
_NO_TEAM_MAILBOX: Final = Row("ErrorTeamMailboxNotFound", "The team mailbox was not found.", TEXT_UNKNOWN)

_TABLE: Final[dict[NotPerformed, str]] = {
    NotPerformed(_NO_LISTS, _NO_IM_CONTACT): "AddImContactToGroup RemoveContactFromImList RemoveImContactFromGroup",
    NotPerformed(_NO_LISTS, _NO_IM_GROUP): "RemoveImGroup SetImGroup",
    NotPerformed(_NO_LISTS, _GONE): (
        "AddDistributionGroupToImList AddImGroup AddNewImContactToGroup AddNewTelUriContactToGroup GetImItemList "
        "GetImItems RemoveDistributionGroupFromImList SetImListMigrationCompleted"
    ),
    NotPerformed(_NO_PHONE, _NO_UM): "PlayOnPhone",
    NotPerformed(_NO_PHONE, _NO_CALL): "DisconnectPhoneCall GetPhoneCallInformation",
    NotPerformed("absent: Exchange Online has no managed folders", _NO_MANAGED_FOLDER, Form.MESSAGE): (
        "CreateManagedFolder"
    ),
    NotPerformed(_NO_DISCOVERY, NO_DISCOVERY_ROLE): (
        "GetHoldOnMailboxes GetNonIndexableItemDetails GetNonIndexableItemStatistics SetHoldOnMailboxes"
    ),
    NotPerformed(_NO_DISCOVERY, NO_DISCOVERY_ROLE, content=Xml("<m:DiscoverySearchConfigurations/>")): (
        "GetDiscoverySearchConfiguration"
    ),
    NotPerformed(_NO_DISCOVERY, NO_DISCOVERY_ROLE, Form.MESSAGE): "SearchMailboxes",
    NotPerformed(_NO_APPS, _NO_EXTENSION): "DisableApp UninstallApp",
    NotPerformed(_NO_APPS, _NO_EXTENSION, Form.MESSAGE): "GetClientAccessToken",
    NotPerformed("absent: users may install no add-ins", _NO_PERMISSION): "InstallApp",
    NotPerformed(_NO_SHARING, _NO_SYNC): "GetSharingFolder RefreshSharingFolder",
    NotPerformed(_NO_SHARING, _NOT_FEDERATED): "GetSharingMetadata",
    NotPerformed(_TRACKING, _NOT_TRACKED): "FindMessageTrackingReport GetMessageTrackingReport",
    NotPerformed("withdrawn: site mailboxes", _NO_TEAM_MAILBOX): "SetTeamMailbox UnpinTeamMailbox",
    NotPerformed("withdrawn: meeting spaces of Skype", told=Form.FAULT): (
        "CreateMeetingInstance CreateMeetingSpace DeleteMeetingInstance DeleteMeetingSpace FindMeetingSpaceByJoinUrl "
        "GetMeetingInstance GetMeetingSpace UpdateMeetingInstance UpdateMeetingSpace"
    ),
    NotPerformed(_UNDOCUMENTED, told=Form.FAULT): (
        "AddTag DeleteSearchSuggestion EndSearchSession ExecuteSearch FindAvailableMeetingTimes "
        "FindMeetingTimeCandidates FindTags GetLastPrivateCatalogUpdate GetPrivateCatalogAddIns GetSearchSuggestions "
        "GetSpecificUserConfiguration HideTag ReportMessage StartSearchSession UpdateItemInRecoverableItems"
    ),
}

#: EWS name -> why it is not performed, and what it is answered.
NOT_PERFORMED: Final = {name: why for why, names in _TABLE.items() for name in names.split()}


def operation_not_performed(name: str) -> EwsError:
    """Return the error for one of them.

    Its code is none that clients take for a wrong version, after which they try others: ErrorInvalidRequest,
    ErrorInvalidServerVersion, ErrorIncorrectSchemaVersion and ErrorInvalidSchemaVersionForMailboxVersion (exchangelib's
    `_get_response_xml`).
    """
    why = NOT_PERFORMED[name]
    error = not_performed_here(name, why.reason) if why.row is None else EwsError(why.row)
    error.fix = f"nothing does ({why.reason}); docs/ews-operations.md says what is performed"
    error.page = page_of(name)
    return error


def answer_not_performed(call: Call) -> list[Xml]:
    """Answer a call of one of them, whatever it asks for.

    Raises:
        EwsError: the answer is a fault.
    """
    why, error = NOT_PERFORMED[call.operation], operation_not_performed(call.operation)
    if why.told is Form.FAULT:
        raise error
    if why.told is Form.MESSAGE:
        return with_messages(call.operation, [error_message(call, error, why.content)])
    row, _ = noted(call, error)
    return response(f"{call.operation}Response", row_content(row), why.content, ResponseClass="Error")


def page_of(name: str) -> str:
    """Return where Microsoft documents an operation."""
    return f"{REFERENCE}{name.lower()}-operation"
