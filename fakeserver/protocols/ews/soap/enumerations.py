"""Enumerations outside of items and folders, and what a word that is none of theirs is answered with: one row each.

Values of properties are not here: `values/spelling.py` refuses them all alike, as violations of the schema.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from fakeserver.protocols.ews.soap.names import TYPES

#: The two faults that there are for it: ErrorSchemaValidation names the value and its type, ErrorInvalidRequest says
#: nothing at all.
Fault = Literal["violation", "invalid request"]


@dataclass(frozen=True)
class Refused:
    """How any other word is refused."""

    by: Fault
    source: str


_NOT_RECORDED: Final = Refused(
    "violation",
    "assumption: as web-service-reference/getserviceconfiguration-operation shows it for another enumeration",
)

#: Type of types.xsd -> how other words are refused. The comment names where requests have it.
REFUSED: Final[dict[str, Refused]] = {
    # t:BaseShape
    "DefaultShapeNamesType": Refused("invalid request", "nmarus/node-ews#88, from Exchange Online"),
    # t:FieldOrder/@Order
    "SortDirectionType": Refused("invalid request", "jamesiarmes/php-ews#456"),
    # t:DistinguishedFolderId/@Id
    "DistinguishedFolderIdNameType": Refused(
        "violation", "a recorded fault; ecederstrand/exchangelib#1310, Garethp/php-ews#44"
    ),
    # t:FieldURI/@FieldURI
    "UnindexedFieldURIType": Refused("violation", "ecederstrand/exchangelib#1306"),
    # t:IndexedFieldURI/@FieldURI
    "DictionaryURIType": _NOT_RECORDED,
    # t:ExtendedFieldURI/@PropertyType, @DistinguishedPropertySetId
    "MapiPropertyTypeType": _NOT_RECORDED,
    "DistinguishedPropertySetType": _NOT_RECORDED,
    # t:DateTimePrecision
    "DateTimePrecisionType": _NOT_RECORDED,
    # t:BodyType, in shapes and in items
    "BodyTypeResponseType": _NOT_RECORDED,
    "BodyTypeType": _NOT_RECORDED,
    # t:MailboxType where a mailbox is named
    "MailboxTypeType": _NOT_RECORDED,
    # t:Contains/@ContainmentMode, @ContainmentComparison
    "ContainmentModeType": _NOT_RECORDED,
    "ContainmentComparisonType": _NOT_RECORDED,
    # m:IndexedPageItemView/@BasePoint
    "IndexBasePointType": _NOT_RECORDED,
    # t:SearchParameters/@Traversal
    "SearchFolderTraversalType": _NOT_RECORDED,
    # t:AggregateOn/@Aggregate, t:StandardGroupBy
    "AggregateType": _NOT_RECORDED,
    "StandardGroupByType": _NOT_RECORDED,
    # m:FindItem/@Traversal, m:FindFolder/@Traversal
    "ItemQueryTraversalType": _NOT_RECORDED,
    "FolderQueryTraversalType": _NOT_RECORDED,
    # m:CreateItem/@MessageDisposition, m:UpdateItem/@MessageDisposition
    "MessageDispositionType": _NOT_RECORDED,
    # @SendMeetingInvitations, @SendMeetingCancellations, @SendMeetingInvitationsOrCancellations
    "CalendarItemCreateOrDeleteOperationType": _NOT_RECORDED,
    "CalendarItemUpdateOperationType": _NOT_RECORDED,
    # m:UpdateItem/@ConflictResolution
    "ConflictResolutionType": _NOT_RECORDED,
    # @DeleteType
    "DisposalType": _NOT_RECORDED,
    # m:FindConversation/@Traversal, @ViewFilter; m:MailboxScope
    "ConversationQueryTraversalType": _NOT_RECORDED,
    "ViewFilterType": _NOT_RECORDED,
    "MailboxSearchLocationType": _NOT_RECORDED,
    # m:GetConversationItems/m:SortOrder
    "ConversationNodeSortOrder": _NOT_RECORDED,
    # t:ConversationAction/t:Action
    "ConversationActionTypeType": _NOT_RECORDED,
    # m:DeleteItem/@AffectedTaskOccurrences
    "AffectedTaskOccurrencesType": _NOT_RECORDED,
    # t:Item/@CreateAction of UploadItems
    "CreateActionType": _NOT_RECORDED,
    # m:SyncScope
    "SyncFolderItemsScopeType": _NOT_RECORDED,
    # t:EventType
    "NotificationEventTypeType": _NOT_RECORDED,
    # m:ResolveNames/@SearchScope
    "ResolveNamesSearchScopeType": _NOT_RECORDED,
    # m:ConvertId/@DestinationFormat, t:AlternateId/@Format
    "IdFormatType": _NOT_RECORDED,
    # t:PermissionLevel, t:CalendarPermissionLevel, t:EditItems, t:DeleteItems, t:ReadItems
    "PermissionLevelType": _NOT_RECORDED,
    "CalendarPermissionLevelType": _NOT_RECORDED,
    "PermissionActionType": _NOT_RECORDED,
    "PermissionReadAccessType": _NOT_RECORDED,
    "CalendarPermissionReadAccessType": _NOT_RECORDED,
    # t:DistinguishedUser
    "DistinguishedUserType": _NOT_RECORDED,
    # m:DeliverMeetingRequests
    "DeliverMeetingRequestsType": _NOT_RECORDED,
    # t:CalendarFolderPermissionLevel and those of the other folders, in t:DelegatePermissions
    "DelegateFolderPermissionLevelType": _NOT_RECORDED,
    # t:DictionaryKey/t:Type, t:DictionaryValue/t:Type; m:UserConfigurationProperties
    "UserConfigurationDictionaryObjectTypesType": _NOT_RECORDED,
    "UserConfigurationPropertyType": _NOT_RECORDED,
    # m:GetUserAvailabilityRequest: t:AttendeeType, t:RequestedView, t:MinimumSuggestionQuality, t:DayOfWeek
    "MeetingAttendeeType": _NOT_RECORDED,
    "FreeBusyViewType": _NOT_RECORDED,
    "SuggestionQuality": _NOT_RECORDED,
    "DayOfWeekType": _NOT_RECORDED,
    # m:SetUserOofSettingsRequest: t:OofState, t:ExternalAudience
    "OofState": _NOT_RECORDED,
    "ExternalAudience": _NOT_RECORDED,
    # t:ReminderItemAction/t:ActionType
    "ReminderActionType": _NOT_RECORDED,
    # m:SizeRequested and m:TypeRequested of users' pictures
    "UserPhotoSizeType": _NOT_RECORDED,
    "UserPhotoTypeType": _NOT_RECORDED,
    # m:MailTipsRequested
    "MailTipTypes": _NOT_RECORDED,
    # m:ConfigurationName
    "ServiceConfigurationType": Refused("violation", "web-service-reference/getserviceconfiguration-operation"),
}


@dataclass(frozen=True)
class Enumeration:
    """An enumeration of types.xsd with a row in the table; its values are compared with case."""

    name: str
    words: Collection[str]

    def __post_init__(self) -> None:
        """Refuse an enumeration that has no row.

        Raises:
            TypeError: it has none.
        """
        if self.name not in REFUSED:
            raise TypeError(f"{self.name} has no row in soap/enumerations.py: how is another word refused?")

    @property
    def datatype(self) -> str:
        """The type's name with its namespace."""
        return f"{TYPES}:{self.name}"

    @property
    def refused(self) -> Refused:
        """How any other word is refused."""
        return REFUSED[self.name]


def of_words(name: str, words: str) -> Enumeration:
    """Return an enumeration; ``words`` are its values, separated by spaces."""
    return Enumeration(name, tuple(words.split()))
