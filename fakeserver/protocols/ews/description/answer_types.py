"""What the types of types.xsd hold in answers, by their names: a table, since operations write answers as text.

Those of items and folders are the catalogue's. Tests compare the table with the schema, where that is present, and read
real answers by it.
"""

from typing import Final

from fakeserver.protocols.ews.description.names import FOLDER_TYPES, ITEM_TYPES
from fakeserver.protocols.ews.soap.datatypes import Datatype, holding, named


def _both(names: str, of_type: str) -> str:
    """Return properties of conversations, each with the one of the whole mailbox behind it."""
    return " ".join(f"{name}={of_type} Global{name}={of_type}" for name in names.split())


_ITEMS: Final = " ".join(f"{element}=t:{name}" for element, name in ITEM_TYPES.items())
_FOLDERS: Final = " ".join(f"{element}=t:{name}" for element, name in FOLDER_TYPES.items())
_PAGE: Final = (
    "IndexedPagingOffset=xs:int NumeratorOffset=xs:int AbsoluteDenominator=xs:int IncludesLastItemInRange=xs:boolean "
    "TotalItemsInView=xs:int"
)
_EVENT: Final = (
    "Watermark=xs:string TimeStamp=xs:dateTime FolderId=t:FolderIdType ItemId=t:ItemIdType "
    "ParentFolderId=t:FolderIdType"
)
_ATTACHMENT: Final = (
    "AttachmentId=t:AttachmentIdType Name=xs:string ContentType=xs:string ContentId=xs:string "
    "ContentLocation=xs:string Size=xs:int LastModifiedTime=xs:dateTime IsInline=xs:boolean"
)

#: Type of types.xsd -> what it holds; those of items and folders are the catalogue's.
TYPES_HOLD: Final[dict[str, Datatype]] = {
    **dict.fromkeys(
        ("ArrayOfAttachmentsType", "NonEmptyArrayOfAttachmentsType"),
        holding(
            "ItemAttachment=t:ItemAttachmentType FileAttachment=t:FileAttachmentType "
            "ReferenceAttachment=t:ReferenceAttachmentType",
            many=True,
        ),
    ),
    "ArrayOfAttendeeConflictData": holding(
        "UnknownAttendeeConflictData=t:UnknownAttendeeConflictData "
        "IndividualAttendeeConflictData=t:IndividualAttendeeConflictData "
        "TooBigGroupAttendeeConflictData=t:TooBigGroupAttendeeConflictData "
        "GroupAttendeeConflictData=t:GroupAttendeeConflictData",
        many=True,
    ),
    "ArrayOfCalendarEvent": holding("CalendarEvent=t:CalendarEvent", many=True),
    "ArrayOfHighlightTermsType": holding("Term=t:HighlightTermType", many=True),
    "HighlightTermType": holding("Scope=xs:string Value=xs:string"),
    "ArrayOfSuggestion": holding("Suggestion=t:Suggestion", many=True),
    "ArrayOfSuggestionDayResult": holding("SuggestionDayResult=t:SuggestionDayResult", many=True),
    "ArrayOfWorkingPeriod": holding("WorkingPeriod=t:WorkingPeriod", many=True),
    "CalendarEvent": holding(
        "StartTime=xs:dateTime EndTime=xs:dateTime BusyType=xs:string CalendarEventDetails=t:CalendarEventDetails"
    ),
    "CalendarEventDetails": holding(
        "ID=xs:string Subject=xs:string Location=xs:string IsMeeting=xs:boolean IsRecurring=xs:boolean "
        "IsException=xs:boolean IsReminderSet=xs:boolean IsPrivate=xs:boolean"
    ),
    "FreeBusyView": holding(
        "FreeBusyViewType=xs:string MergedFreeBusy=xs:string CalendarEventArray=t:ArrayOfCalendarEvent "
        "WorkingHours=t:WorkingHours"
    ),
    "GroupAttendeeConflictData": holding(
        "NumberOfMembers=xs:int NumberOfMembersAvailable=xs:int NumberOfMembersWithConflict=xs:int "
        "NumberOfMembersWithNoData=xs:int"
    ),
    "IndividualAttendeeConflictData": holding("BusyType=xs:string"),
    "Suggestion": holding(
        "MeetingTime=xs:dateTime IsWorkTime=xs:boolean SuggestionQuality=xs:string "
        "AttendeeConflictDataArray=t:ArrayOfAttendeeConflictData"
    ),
    "SearchParametersType": holding(
        "Restriction=t:RestrictionType BaseFolderIds=t:NonEmptyArrayOfBaseFolderIdsType", "Traversal=xs:string"
    ),
    "ManagedFolderInformationType": holding(
        "CanDelete=xs:boolean CanRenameOrMove=xs:boolean MustDisplayComment=xs:boolean HasQuota=xs:boolean "
        "IsManagedFoldersRoot=xs:boolean"
    ),
    "SuggestionDayResult": holding("Date=xs:dateTime DayQuality=xs:string SuggestionArray=t:ArrayOfSuggestion"),
    "TooBigGroupAttendeeConflictData": holding(""),
    "UnknownAttendeeConflictData": holding(""),
    "WorkingHours": holding("TimeZone=t:SerializableTimeZone WorkingPeriodArray=t:ArrayOfWorkingPeriod"),
    "WorkingPeriod": holding("DayOfWeek=xs:string StartTimeInMinutes=xs:int EndTimeInMinutes=xs:int"),
    "ArrayOfDLExpansionType": holding("Mailbox=t:EmailAddressType", _PAGE, many=True),
    "ArrayOfEmailAddressesType": holding("Address=t:EmailAddressType", many=True),
    "ArrayOfFoldersType": holding(_FOLDERS, many=True),
    # Neither ever has any here.
    "ArrayOfAppsType": holding("", many=True),
    "ArrayOfSearchableMailboxesType": holding("", many=True),
    "ArrayOfRetentionPolicyTagsType": holding("", many=True),
    "ArrayOfRemindersType": holding("Reminder=t:ReminderType", many=True),
    "ReminderType": holding(
        "Subject=xs:string Location=xs:string ReminderTime=xs:dateTime StartDate=xs:dateTime EndDate=xs:dateTime "
        "ItemId=t:ItemIdType RecurringMasterItemId=t:ItemIdType ReminderGroup=xs:string UID=xs:string"
    ),
    "ArrayOfRealItemsType": holding(_ITEMS, many=True),
    "ArrayOfResolutionType": Datatype(
        attributes={"TotalItemsInView": named("xs:int"), "IncludesLastItemInRange": named("xs:boolean")},
        children={"Resolution": named("t:ResolutionType")},
        many=True,
    ),
    "ArrayOfRulesType": holding("Rule=t:RuleType", many=True),
    "ArrayOfRuleOperationErrorsType": holding("RuleOperationError=t:RuleOperationErrorType", many=True),
    "ArrayOfRuleValidationErrorsType": holding("Error=t:RuleValidationErrorType", many=True),
    "RuleOperationErrorType": holding("OperationIndex=xs:int ValidationErrors=t:ArrayOfRuleValidationErrorsType"),
    "RuleValidationErrorType": holding(
        "FieldURI=xs:string ErrorCode=xs:string ErrorMessage=xs:string FieldValue=xs:string"
    ),
    "ArrayOfTimeZoneDefinitionType": holding("TimeZoneDefinition=t:TimeZoneDefinitionType", many=True),
    "ArrayOfRoomsType": holding("Room=t:RoomType", many=True),
    "AttachmentIdType": holding("", "Id=xs:string RootItemId=xs:string RootItemChangeKey=xs:string"),
    "AlternateIdBaseType": holding("", "Format=xs:string"),
    "AlternateIdType": holding("", "Id=xs:string Mailbox=xs:string IsArchive=xs:boolean", base="t:AlternateIdBaseType"),
    "AlternatePublicFolderIdType": holding("", "FolderId=xs:string", base="t:AlternateIdBaseType"),
    "AlternatePublicFolderItemIdType": holding("", "ItemId=xs:string", base="t:AlternatePublicFolderIdType"),
    "BodyType": holding("", "BodyType=xs:string IsTruncated=xs:boolean", text=True),
    "ArrayOfConversationNodesType": holding("ConversationNode=t:ConversationNodeType", many=True),
    "ArrayOfConversationsType": holding("Conversation=t:ConversationType", many=True),
    "ArrayOfItemClassType": holding("ItemClass=xs:string", many=True),
    "ConflictResultsType": holding("Count=xs:int"),
    "ConversationNodeType": holding(
        "InternetMessageId=xs:string ParentInternetMessageId=xs:string Items=t:NonEmptyArrayOfAllItemsType"
    ),
    "ConversationResponseType": holding(
        "ConversationId=t:ItemIdType SyncState=xs:base64Binary ConversationNodes=t:ArrayOfConversationNodesType"
    ),
    "ConversationType": holding(
        "ConversationId=t:ItemIdType ConversationTopic=xs:string "
        f"{_both('UniqueRecipients UniqueUnreadSenders UniqueSenders', 't:ArrayOfStringsType')} "
        f"{_both('LastDeliveryTime', 'xs:dateTime')} {_both('Categories', 't:ArrayOfStringsType')} "
        f"{_both('FlagStatus', 'xs:string')} {_both('HasAttachments', 'xs:boolean')} "
        f"{_both('MessageCount UnreadCount Size', 'xs:int')} {_both('ItemClasses', 't:ArrayOfItemClassType')} "
        f"{_both('Importance', 'xs:string')} {_both('ItemIds', 't:NonEmptyArrayOfBaseItemIdsType')} "
        "LastModifiedTime=xs:dateTime Preview=xs:string DraftItemIds=t:NonEmptyArrayOfBaseItemIdsType "
        f"{_both('HasIrm', 'xs:boolean')}"
    ),
    "EffectiveRightsType": holding(
        "CreateAssociated=xs:boolean CreateContents=xs:boolean CreateHierarchy=xs:boolean Delete=xs:boolean "
        "Modify=xs:boolean Read=xs:boolean ViewPrivateItems=xs:boolean"
    ),
    "ExtendedPropertyType": holding(
        "ExtendedFieldURI=t:PathToExtendedFieldType Value=xs:string Values=t:NonEmptyArrayOfPropertyValuesType"
    ),
    "FileAttachmentType": holding(f"{_ATTACHMENT} IsContactPhoto=xs:boolean Content=xs:base64Binary"),
    "ReferenceAttachmentType": holding(
        f"{_ATTACHMENT} AttachLongPathName=xs:string ProviderType=xs:string ProviderEndpointUrl=xs:string "
        "AttachmentThumbnailUrl=xs:string AttachmentPreviewUrl=xs:string PermissionType=xs:int "
        "OriginalPermissionType=xs:int AttachmentIsFolder=xs:boolean"
    ),
    "FindFolderParentType": holding("Folders=t:ArrayOfFoldersType", _PAGE),
    "FindItemParentType": holding("Items=t:ArrayOfRealItemsType Groups=t:ArrayOfGroupedItemsType", _PAGE),
    "ArrayOfGroupedItemsType": holding("GroupedItems=t:GroupedItemsType", many=True),
    "GroupedItemsType": holding("GroupIndex=xs:string Items=t:ArrayOfRealItemsType"),
    "InternetHeaderType": holding("", "HeaderName=xs:string", text=True),
    "ItemAttachmentType": holding(f"{_ATTACHMENT} {_ITEMS}".replace(" DistributionList=t:DistributionListType", "")),
    "MimeContentType": holding("", "CharacterSet=xs:string", text=True),
    "MimeContentUTF8Type": holding("", "CharacterSet=xs:string", text=True),
    "NonEmptyArrayOfInternetHeadersType": holding("InternetMessageHeader=t:InternetHeaderType", many=True),
    "NonEmptyArrayOfPropertyValuesType": holding("Value=xs:string", many=True),
    "VotingInformationType": holding("UserOptions=t:ArrayOfVotingOptionDataType VotingResponse=xs:string"),
    "ArrayOfVotingOptionDataType": holding("VotingOptionData=t:VotingOptionDataType", many=True),
    "VotingOptionDataType": holding("DisplayName=xs:string SendPrompt=xs:string"),
    "ResolutionType": holding("Mailbox=t:EmailAddressType Contact=t:ContactItemType"),
    "MailTips": holding(
        "RecipientAddress=t:EmailAddressType PendingMailTips=xs:string OutOfOffice=t:OutOfOfficeMailTip "
        "MailboxFull=xs:boolean CustomMailTip=xs:string TotalMemberCount=xs:int ExternalMemberCount=xs:int "
        "MaxMessageSize=xs:int DeliveryRestricted=xs:boolean IsModerated=xs:boolean InvalidRecipient=xs:boolean"
    ),
    "MailTipsServiceConfiguration": holding(
        "MailTipsEnabled=xs:boolean MaxRecipientsPerGetMailTipsRequest=xs:int MaxMessageSize=xs:int "
        "LargeAudienceThreshold=xs:int ShowExternalRecipientCount=xs:boolean InternalDomains=t:SmtpDomainList "
        "PolicyTipsEnabled=xs:boolean LargeAudienceCap=xs:int"
    ),
    "OutOfOfficeMailTip": holding("ReplyBody=t:ReplyBody Duration=t:Duration"),
    "ProtectionRulesServiceConfiguration": holding(
        "Rules=xs:anyType InternalDomains=t:SmtpDomainList", "RefreshInterval=xs:int"
    ),
    "SmtpDomain": holding("", "Name=xs:string IncludeSubdomains=xs:boolean"),
    "SmtpDomainList": holding("Domain=t:SmtpDomain", many=True),
    "UnifiedMessageServiceConfiguration": holding(
        "UmEnabled=xs:boolean PlayOnPhoneDialString=xs:string PlayOnPhoneEnabled=xs:boolean"
    ),
    "RoomType": holding("Id=t:EmailAddressType"),
    "RootItemIdType": holding("", "RootItemId=xs:string RootItemChangeKey=xs:string"),
    "NotificationType": holding(
        "SubscriptionId=xs:string PreviousWatermark=xs:string MoreEvents=xs:boolean "
        "CopiedEvent=t:MovedCopiedEventType CreatedEvent=t:BaseObjectChangedEventType "
        "DeletedEvent=t:BaseObjectChangedEventType ModifiedEvent=t:ModifiedEventType "
        "MovedEvent=t:MovedCopiedEventType NewMailEvent=t:BaseObjectChangedEventType "
        "StatusEvent=t:BaseNotificationEventType FreeBusyChangedEvent=t:BaseObjectChangedEventType",
        many=True,
    ),
    "BaseNotificationEventType": holding("Watermark=xs:string"),
    "BaseObjectChangedEventType": holding(_EVENT),
    "ModifiedEventType": holding(f"{_EVENT} UnreadCount=xs:int"),
    "MovedCopiedEventType": holding(
        f"{_EVENT} OldFolderId=t:FolderIdType OldItemId=t:ItemIdType OldParentFolderId=t:FolderIdType"
    ),
    "SyncFolderHierarchyChangesType": holding(
        "Create=t:SyncFolderHierarchyCreateOrUpdateType Update=t:SyncFolderHierarchyCreateOrUpdateType "
        "Delete=t:SyncFolderHierarchyDeleteType",
        many=True,
    ),
    "SyncFolderHierarchyCreateOrUpdateType": holding(_FOLDERS),
    "SyncFolderHierarchyDeleteType": holding("FolderId=t:FolderIdType"),
    "SyncFolderItemsChangesType": holding(
        "Create=t:SyncFolderItemsCreateOrUpdateType Update=t:SyncFolderItemsCreateOrUpdateType "
        "Delete=t:SyncFolderItemsDeleteType ReadFlagChange=t:SyncFolderItemsReadFlagType",
        many=True,
    ),
    "SyncFolderItemsCreateOrUpdateType": holding(_ITEMS),
    "SyncFolderItemsDeleteType": holding("ItemId=t:ItemIdType"),
    "SyncFolderItemsReadFlagType": holding("ItemId=t:ItemIdType IsRead=xs:boolean"),
}
