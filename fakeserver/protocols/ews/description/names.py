"""Names that the schema gives to types, and what the declarations of requests do not say.

An operation's declaration has the names of its elements. Here is what a toolkit needs besides: the types' names, which
elements have any number of children, and which texts are numbers or truth values. A test compares all of it with the
schema, where that is present.
"""

from typing import Final

#: Item element -> its type.
ITEM_TYPES: Final = {
    "Item": "ItemType",
    "Message": "MessageType",
    "CalendarItem": "CalendarItemType",
    "Contact": "ContactItemType",
    "DistributionList": "DistributionListType",
    "MeetingMessage": "MeetingMessageType",
    "MeetingRequest": "MeetingRequestMessageType",
    "MeetingResponse": "MeetingResponseMessageType",
    "MeetingCancellation": "MeetingCancellationMessageType",
    "Task": "TaskType",
    "PostItem": "PostItemType",
}
#: Folder element -> its type.
FOLDER_TYPES: Final = {
    "Folder": "FolderType",
    "CalendarFolder": "CalendarFolderType",
    "ContactsFolder": "ContactsFolderType",
    "TasksFolder": "TasksFolderType",
    "SearchFolder": "SearchFolderType",
}

#: Element of a request -> its type. The others have types of their own, without a name.
REQUEST_TYPES: Final = {
    "m:AttachmentIds": "t:NonEmptyArrayOfRequestAttachmentIdsType",
    "m:AttachmentShape": "t:AttachmentResponseShapeType",
    "m:Attachments": "t:NonEmptyArrayOfAttachmentsType",
    "m:DelegateUsers": "t:ArrayOfDelegateUserType",
    "m:FolderChanges": "t:NonEmptyArrayOfFolderChangesType",
    "m:FolderIds": "t:NonEmptyArrayOfBaseFolderIdsType",
    "m:FolderShape": "t:FolderResponseShapeType",
    "m:Folders": "t:NonEmptyArrayOfFoldersType",
    "m:FractionalPageFolderView": "t:FractionalPageViewType",
    "m:FractionalPageItemView": "t:FractionalPageViewType",
    "m:Ignore": "t:ArrayOfBaseItemIdsType",
    "m:IndexedPageFolderView": "t:IndexedPageViewType",
    "m:IndexedPageItemView": "t:IndexedPageViewType",
    "m:ItemChanges": "t:NonEmptyArrayOfItemChangesType",
    "m:ItemIds": "t:NonEmptyArrayOfBaseItemIdsType",
    "m:ItemShape": "t:ItemResponseShapeType",
    "m:Items": "t:NonEmptyArrayOfAllItemsType",
    "m:Mailbox": "t:EmailAddressType",
    "m:MailboxDataArray": "t:ArrayOfMailboxData",
    "m:ParentFolderId": "t:TargetFolderIdType",
    "m:ParentFolderIds": "t:NonEmptyArrayOfBaseFolderIdsType",
    "m:ParentItemId": "t:ItemIdType",
    "m:Recipients": "t:ArrayOfRecipientsType",
    "m:Restriction": "t:RestrictionType",
    "m:RoomList": "t:EmailAddressType",
    "m:ActingAs": "t:EmailAddressType",
    "m:SendingAs": "t:EmailAddressType",
    "m:SavedItemFolderId": "t:TargetFolderIdType",
    "m:SortOrder": "t:NonEmptyArrayOfFieldOrdersType",
    "m:SourceIds": "t:NonEmptyArrayOfAlternateIdsType",
    "m:SyncFolderId": "t:TargetFolderIdType",
    "m:ToFolderId": "t:TargetFolderIdType",
    "m:UserIds": "t:ArrayOfUserIdType",
    "t:AdditionalProperties": "t:NonEmptyArrayOfPathsToElementType",
    "t:And": "t:RestrictionType",
    "t:AttachmentId": "t:RequestAttachmentIdType",
    "t:DelegatePermissions": "t:DelegatePermissionsType",
    "t:DelegateUser": "t:DelegateUserType",
    "t:DaylightTime": "t:SerializableTimeZoneTime",
    "t:DetailedSuggestionsWindow": "t:Duration",
    "t:DistinguishedFolderId": "t:DistinguishedFolderIdType",
    "t:ExtendedFieldURI": "t:PathToExtendedFieldType",
    "t:FieldOrder": "t:FieldOrderType",
    "t:Duration": "t:Duration",
    "t:Email": "t:EmailAddress",
    "t:ExternalReply": "t:ReplyBody",
    "t:FieldURI": "t:PathToUnindexedFieldType",
    "t:FolderId": "t:FolderIdType",
    "t:FreeBusyViewOptions": "t:FreeBusyViewOptionsType",
    "t:IndexedFieldURI": "t:PathToIndexedFieldType",
    "t:InternalReply": "t:ReplyBody",
    "t:ItemId": "t:ItemIdType",
    "t:Mailbox": "t:EmailAddressType",
    "t:MailboxData": "t:MailboxData",
    "t:Not": "t:RestrictionType",
    "t:Or": "t:RestrictionType",
    "t:StandardTime": "t:SerializableTimeZoneTime",
    "t:SuggestionsViewOptions": "t:SuggestionsViewOptionsType",
    "t:TimeWindow": "t:Duration",
    "t:TimeZone": "t:SerializableTimeZone",
    "t:UserId": "t:UserIdType",
    "t:UserOofSettings": "t:UserOofSettings",
    **{f"t:{name}": f"t:{of_type}" for name, of_type in (ITEM_TYPES | FOLDER_TYPES).items()},
}

#: Element of types.xsd that stands in an operation's element -> its type there, where another element has its name.
REFERRED_TYPES: Final = {"t:Mailbox": "t:EmailAddress"}

#: Text of requests that is not a string: element with prefix, or attribute.
SIMPLE_TYPES: Final = {
    **dict.fromkeys(
        (
            "t:AddBlankTargetToLinks",
            "t:BlockExternalImages",
            "t:IncludeMimeContent",
            "t:FilterHtmlContent",
            "t:ConvertHtmlCodePageToUTF8",
            "t:ReceiveCopiesOfMeetingMessages",
            "t:ViewPrivateItems",
            "t:IsContactPhoto",
            "t:IsInline",
            "t:ExcludeConflicts",
            "DeleteSubFolders",
            "IncludePermissions",
            "ResetCache",
            "ReturnDeletedItems",
            "ReturnFullContactData",
            "ReturnHighlightTerms",
            "m:ReturnNewItemIds",
            "SaveItemToFolder",
            "SuppressReadReceipts",
        ),
        "xs:boolean",
    ),
    **dict.fromkeys(
        (
            "m:MaxChangesReturned",
            "t:Bias",
            "t:GoodThreshold",
            "t:MaximumNonWorkHourResultsByDay",
            "t:MaximumResultsByDay",
            "t:MeetingDurationInMinutes",
            "t:MergedFreeBusyIntervalInMinutes",
            "Denominator",
            "InstanceIndex",
            "MaxEntriesReturned",
            "Numerator",
            "Offset",
            "PropertyId",
        ),
        "xs:int",
    ),
    "t:Content": "xs:base64Binary",
    **dict.fromkeys(("t:DayOrder", "t:Month"), "xs:short"),
    **dict.fromkeys(("t:StartTime", "t:EndTime"), "xs:dateTime"),
}
