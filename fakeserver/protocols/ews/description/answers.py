"""What the answers of operations hold, by the names of their types, and what their headers do.

The types that these consist of are in `answer_types.py` beside it.
"""

from typing import Final

from fakeserver.protocols.ews.soap.datatypes import XS_STRING, Datatype, holding, named
from fakeserver.protocols.ews.soap.envelope import IMPERSONATION_KINDS

#: What operations put into a response message, by the name of the message's type in messages.xsd.
MESSAGES_HOLD: Final[dict[str, str]] = {
    "ResponseMessageType": "",
    "ApplyConversationActionResponseMessageType": "",
    "AttachmentInfoResponseMessageType": "Attachments=t:ArrayOfAttachmentsType",
    "ConvertIdResponseMessageType": "AlternateId=t:AlternateIdBaseType",
    "DeleteAttachmentResponseMessageType": "RootItemId=t:RootItemIdType",
    "DeleteItemResponseMessageType": "",
    "FindFolderResponseMessageType": "RootFolder=t:FindFolderParentType",
    "ExportItemsResponseMessageType": "ItemId=t:ItemIdType Data=xs:base64Binary",
    "ExpandDLResponseMessageType": "DLExpansion=t:ArrayOfDLExpansionType",
    "FindItemResponseMessageType": "RootFolder=t:FindItemParentType HighlightTerms=t:ArrayOfHighlightTermsType",
    "FolderInfoResponseMessageType": "Folders=t:ArrayOfFoldersType",
    "GetUserConfigurationResponseMessageType": "UserConfiguration=t:UserConfigurationType",
    "GetEventsResponseMessageType": "Notification=t:NotificationType",
    "GetStreamingEventsResponseMessageType": (
        "Notifications=m:NotificationsType ErrorSubscriptionIds=m:ErrorSubscriptionIdsType ConnectionStatus=xs:string"
    ),
    "GetServerTimeZonesResponseMessageType": "TimeZoneDefinitions=t:ArrayOfTimeZoneDefinitionType",
    "ItemInfoResponseMessageType": "Items=t:ArrayOfRealItemsType",
    "MarkAsJunkResponseMessageType": "MovedItemId=t:ItemIdType",
    "ResolveNamesResponseMessageType": "ResolutionSet=t:ArrayOfResolutionType",
    "SubscribeResponseMessageType": "SubscriptionId=xs:string Watermark=xs:string",
    "SyncFolderHierarchyResponseMessageType": (
        "SyncState=xs:string IncludesLastFolderInRange=xs:boolean Changes=t:SyncFolderHierarchyChangesType"
    ),
    "SyncFolderItemsResponseMessageType": (
        "SyncState=xs:string IncludesLastItemInRange=xs:boolean Changes=t:SyncFolderItemsChangesType"
    ),
    "UploadItemsResponseMessageType": "ItemId=t:ItemIdType",
    "UpdateItemResponseMessageType": "Items=t:ArrayOfRealItemsType ConflictResults=t:ConflictResultsType",
    "GetConversationItemsResponseMessageType": "Conversation=t:ConversationResponseType",
    "DelegateUserResponseMessageType": "DelegateUser=t:DelegateUserType",
    "MailTipsResponseMessageType": "MailTips=t:MailTips",
    "ServiceConfigurationResponseMessageType": (
        "MailTipsConfiguration=t:MailTipsServiceConfiguration "
        "UnifiedMessagingConfiguration=t:UnifiedMessageServiceConfiguration "
        "ProtectionRulesConfiguration=t:ProtectionRulesServiceConfiguration"
    ),
}

#: Type of messages.xsd that is no response message -> what it holds.
MESSAGES_TYPES_HOLD: Final[dict[str, Datatype]] = {
    "GetUserAvailabilityResponseType": holding(
        "FreeBusyResponseArray=m:ArrayOfFreeBusyResponse SuggestionsResponse=m:SuggestionsResponseType"
    ),
    "GetUserOofSettingsResponse": holding(
        "ResponseMessage=m:ResponseMessageType t:OofSettings=t:UserOofSettings AllowExternalOof=xs:string"
    ),
    "ArrayOfMailTipsResponseMessageType": holding(
        "MailTipsResponseMessageType=m:MailTipsResponseMessageType", many=True
    ),
    "ArrayOfServiceConfigurationResponseMessageType": holding(
        "ServiceConfigurationResponseMessageType=m:ServiceConfigurationResponseMessageType", many=True
    ),
    "SetUserOofSettingsResponse": holding("ResponseMessage=m:ResponseMessageType"),
    "ArrayOfFreeBusyResponse": holding("FreeBusyResponse=m:FreeBusyResponseType", many=True),
    "FreeBusyResponseType": holding("ResponseMessage=m:ResponseMessageType FreeBusyView=t:FreeBusyView"),
    "SuggestionsResponseType": holding(
        "ResponseMessage=m:ResponseMessageType SuggestionDayResultArray=t:ArrayOfSuggestionDayResult"
    ),
}

#: Operation -> the type of its response message, where that is not named after it.
_MESSAGE_TYPES: Final = {
    **dict.fromkeys("CreateAttachment GetAttachment".split(), "AttachmentInfoResponseMessageType"),
    **dict.fromkeys(
        (
            "CreateUserConfiguration",
            "DeleteFolder",
            "DeleteUserConfiguration",
            "EmptyFolder",
            "MarkAllItemsAsRead",
            "SendItem",
            "Unsubscribe",
            "UpdateUserConfiguration",
        ),
        "ResponseMessageType",
    ),
    **dict.fromkeys(
        "CreateFolder CreateFolderPath GetFolder UpdateFolder MoveFolder CopyFolder".split(),
        "FolderInfoResponseMessageType",
    ),
    **dict.fromkeys("ArchiveItem CreateItem GetItem MoveItem CopyItem".split(), "ItemInfoResponseMessageType"),
}

_DELEGATE: Final = "DelegateUserResponseMessageType"
DELEGATE_MESSAGE: Final = Datatype(children={_DELEGATE: named(f"m:{_DELEGATE}")}, many=True)

#: Types of messages.xsd whose elements the schema has in types.xsd: the service writes them here, and its own clients
#: read no others.
BESIDE_THE_SCHEMA: Final[dict[str, Datatype]] = {
    "NotificationsType": holding("Notification=t:NotificationType", many=True),
    "ErrorSubscriptionIdsType": holding("SubscriptionId=xs:string", many=True),
}

_DELEGATES: Final = "ResponseMessages=m:ArrayOfDelegateUserResponseMessageType"
#: Operation whose answer has no list of response messages -> what follows the common part.
FLAT: Final = {
    **dict.fromkeys(("AddDelegate", "UpdateDelegate", "RemoveDelegate"), _DELEGATES),
    "FindConversation": (
        "Conversations=t:ArrayOfConversationsType HighlightTerms=t:ArrayOfHighlightTermsType "
        "TotalConversationsInView=xs:int IndexedOffset=xs:int"
    ),
    "FindPeople": (
        "People=t:ArrayOfPeopleType TotalNumberOfPeopleInView=xs:int FirstMatchingRowIndex=xs:int "
        "FirstLoadedRowIndex=xs:int"
    ),
    "GetPersona": "Persona=t:PersonaType",
    "GetDelegate": f"{_DELEGATES} DeliverMeetingRequests=xs:string",
    "GetAppManifests": "Apps=t:ArrayOfAppsType",
    "GetAppMarketplaceUrl": "AppMarketplaceUrl=xs:string",
    "GetInboxRules": "OutlookRuleBlobExists=xs:boolean InboxRules=t:ArrayOfRulesType",
    "GetMailTips": "ResponseMessages=m:ArrayOfMailTipsResponseMessageType",
    "GetPasswordExpirationDate": "PasswordExpirationDate=xs:dateTime",
    "GetReminders": "Reminders=t:ArrayOfRemindersType",
    "PerformReminderAction": "UpdatedItemIds=t:NonEmptyArrayOfItemIdsType",
    "GetServiceConfiguration": "ResponseMessages=m:ArrayOfServiceConfigurationResponseMessageType",
    "GetSearchableMailboxes": "SearchableMailboxes=t:ArrayOfSearchableMailboxesType",
    "GetUserPhoto": "HasChanged=xs:boolean PictureData=xs:base64Binary",
    "SetUserPhoto": "",
    "GetUserRetentionPolicyTags": "RetentionPolicyTags=t:ArrayOfRetentionPolicyTagsType",
    "GetRoomLists": "RoomLists=t:ArrayOfEmailAddressesType",
    "GetRooms": "Rooms=t:ArrayOfRoomsType",
    "UpdateInboxRules": "RuleOperationErrors=t:ArrayOfRuleOperationErrorsType",
}
#: Operations whose requests, and answers without response messages, have types of other names than usual.
_NAMED_OTHERWISE: Final = frozenset(("GetInboxRules", "UpdateInboxRules"))


def request_type(operation: str, element: str) -> str:
    """Return the name of the type of an operation's element."""
    return f"{element}RequestType" if operation in _NAMED_OTHERWISE else f"{element}Type"


def flat_type(operation: str) -> str:
    """Return the name of the type of an answer that has no response messages."""
    shorter = operation in _NAMED_OTHERWISE or operation == "GetAppManifests"
    return f"{operation}ResponseType" if shorter else f"{operation}ResponseMessageType"


#: Element of an item or folder -> its type, where the catalogue's row is written by a function.
COMPUTED: Final = {
    "MimeContent": named("t:MimeContentType"),
    "MimeContentUTF8": named("t:MimeContentUTF8Type"),
    "ItemId": named("t:ItemIdType"),
    "FolderId": named("t:FolderIdType"),
    "ParentFolderId": named("t:FolderIdType"),
    "ConversationId": named("t:ItemIdType"),
    **dict.fromkeys(("Body", "UniqueBody", "NormalizedBody", "TextBody"), named("t:BodyType")),
    "Attachments": named("t:NonEmptyArrayOfAttachmentsType"),
    "InternetMessageHeaders": named("t:NonEmptyArrayOfInternetHeadersType"),
    "ResponseObjects": named("xs:anyType"),
    "EffectiveRights": named("t:EffectiveRightsType"),
    "AssociatedCalendarItemId": named("t:ItemIdType"),
    **dict.fromkeys(("ConflictingMeetings", "AdjacentMeetings"), named("t:NonEmptyArrayOfAllItemsType")),
    "VotingInformation": named("t:VotingInformationType"),
    "PermissionSet": named("xs:anyType"),
    "SearchParameters": named("t:SearchParametersType"),
    "ManagedFolderInformation": named("t:ManagedFolderInformationType"),
    "ExtendedProperty": named("t:ExtendedPropertyType"),
}

#: Elements of types.xsd that stand in answers under their own name.
ELEMENTS: Final = {"OofSettings": named("t:UserOofSettings")}

#: Elements of the SOAP header: what the envelope reads, and what answers have.
HEADERS: Final[dict[str, Datatype]] = {
    "ExchangeImpersonation": Datatype(
        children={"ConnectingSID": Datatype(children=dict.fromkeys(IMPERSONATION_KINDS, XS_STRING))}
    ),
    "MailboxCulture": XS_STRING,
    "RequestServerVersion": holding("", "Version=xs:string"),
    "TimeZoneContext": Datatype(children={"TimeZoneDefinition": named("t:TimeZoneDefinitionType")}),
    "ServerVersionInfo": holding(
        "",
        "MajorVersion=xs:int MinorVersion=xs:int MajorBuildNumber=xs:int MinorBuildNumber=xs:int Version=xs:string",
    ),
}


def message_type(operation: str) -> str:
    """Return the name of the type of an operation's response message."""
    return _MESSAGE_TYPES.get(operation, f"{operation}ResponseMessageType")


def message_with(content: str) -> Datatype:
    """Return the type of a response message, or of an answer that is one, with an operation's own content."""
    return holding(
        f"MessageText=xs:string ResponseCode=xs:string DescriptiveLinkKey=xs:int MessageXml=xs:anyType {content}",
        "ResponseClass=xs:string",
    )
