"""Operations of the service that this fake answers with a fault, each with its reason.

A test compares this table and the registry with services.wsdl, so that nothing is missing by accident.
"""

from typing import Final

from fakeserver.protocols.ews.errors import REFERENCE, EwsError, not_performed_here

_LATER: Final = "planned: the rest of EWS comes after mail itself"
_RARE: Final = "planned last: no client other than Microsoft's own API wrappers uses it"
_WITHDRAWN: Final = "never: Exchange Online has withdrawn the feature"

_REASONS: Final = {
    _LATER: "CreateFolderPath",
    _RARE: (
        "CreateManagedFolder DisableApp FindMessageTrackingReport GetAppManifests GetAppMarketplaceUrl "
        "GetClientAccessToken GetDiscoverySearchConfiguration GetHoldOnMailboxes GetMessageTrackingReport "
        "GetNonIndexableItemDetails GetNonIndexableItemStatistics GetSharingFolder GetSharingMetadata "
        "InstallApp RefreshSharingFolder SearchMailboxes SetHoldOnMailboxes SetTeamMailbox "
        "UninstallApp UnpinTeamMailbox UpdateItemInRecoverableItems GetLastPrivateCatalogUpdate "
        "GetPrivateCatalogAddIns GetSpecificUserConfiguration ReportMessage StartSearchSession ExecuteSearch "
        "EndSearchSession GetSearchSuggestions DeleteSearchSuggestion AddTag HideTag FindTags "
        "FindAvailableMeetingTimes FindMeetingTimeCandidates"
    ),
    _WITHDRAWN: (
        "AddDistributionGroupToImList AddImContactToGroup AddImGroup AddNewImContactToGroup "
        "AddNewTelUriContactToGroup DisconnectPhoneCall GetImItemList GetImItems GetPhoneCallInformation PlayOnPhone "
        "RemoveContactFromImList RemoveDistributionGroupFromImList RemoveImContactFromGroup RemoveImGroup SetImGroup "
        "SetImListMigrationCompleted CreateMeetingInstance CreateMeetingSpace DeleteMeetingInstance "
        "DeleteMeetingSpace FindMeetingSpaceByJoinUrl GetMeetingInstance GetMeetingSpace UpdateMeetingInstance "
        "UpdateMeetingSpace"
    ),
}

#: EWS name -> why it is not performed.
NOT_PERFORMED: Final = {name: reason for reason, names in _REASONS.items() for name in names.split()}


def operation_not_performed(name: str) -> EwsError:
    """Return the error for one of them.

    Its code is none that clients take for a wrong version, after which they try others: ErrorInvalidRequest,
    ErrorInvalidServerVersion, ErrorIncorrectSchemaVersion and ErrorInvalidSchemaVersionForMailboxVersion (exchangelib's
    `_get_response_xml`).
    """
    error = not_performed_here(name, NOT_PERFORMED[name])
    error.fix = "nothing does; docs/ews-operations.md lists the operations that are performed"
    error.page = page_of(name)
    return error


def page_of(name: str) -> str:
    """Return where Microsoft documents an operation."""
    return f"{REFERENCE}{name.lower()}-operation"
