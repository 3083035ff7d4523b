"""The elements that items and folders have, and the order in which types.xsd wants their children.

SOAP toolkits depend on the order, so every answer is written along these tables.
"""

from typing import Final

_ITEM = (
    "MimeContent ItemId ParentFolderId ItemClass Subject Sensitivity Body Attachments DateTimeReceived Size "
    "Categories Importance InReplyTo IsSubmitted IsDraft IsFromMe IsResend IsUnmodified InternetMessageHeaders "
    "DateTimeSent DateTimeCreated ResponseObjects ReminderDueBy ReminderIsSet ReminderNextTime "
    "ReminderMinutesBeforeStart DisplayCc DisplayTo DisplayBcc HasAttachments ExtendedProperty Culture "
    "EffectiveRights LastModifiedName LastModifiedTime IsAssociated WebClientReadFormQueryString "
    "WebClientEditFormQueryString ConversationId UniqueBody Flag StoreEntryId InstanceKey NormalizedBody "
    "EntityExtractionResult PolicyTag ArchiveTag RetentionDate Preview RightsManagementLicenseData "
    "PredictedActionReasons IsClutter BlockStatus HasBlockedImages TextBody IconIndex SearchKey SortKey Hashtags "
    "Mentions MentionedMe MentionsPreview MentionsEx AppliedHashtags AppliedHashtagsPreview Likes LikesPreview "
    "PendingSocialActivityTagIds AtAllMention CanDelete InferenceClassification"
).split()
_MESSAGE = (
    "Sender ToRecipients CcRecipients BccRecipients IsReadReceiptRequested IsDeliveryReceiptRequested "
    "ConversationIndex ConversationTopic From InternetMessageId IsRead IsResponseRequested References ReplyTo "
    "ReceivedBy ReceivedRepresenting ApprovalRequestData VotingInformation ReminderMessageData MessageSafety "
    "SenderSMTPAddress MailboxGuids PublishedCalendarItemIcs PublishedCalendarItemName"
).split()
_MEETING_MESSAGE = (
    "AssociatedCalendarItemId IsDelegated IsOutOfDate HasBeenProcessed ResponseType UID RecurrenceId DateTimeStamp "
    "IsOrganizer"
).split()
_MEETING_REQUEST = (
    "MeetingRequestType IntendedFreeBusyStatus Start End OriginalStart IsAllDayEvent LegacyFreeBusyStatus Location "
    "When IsMeeting IsCancelled IsRecurring MeetingRequestWasSent CalendarItemType MyResponseType Organizer "
    "RequiredAttendees OptionalAttendees Resources ConflictingMeetingCount AdjacentMeetingCount ConflictingMeetings "
    "AdjacentMeetings Duration TimeZone AppointmentReplyTime AppointmentSequenceNumber AppointmentState Recurrence "
    "FirstOccurrence LastOccurrence ModifiedOccurrences DeletedOccurrences MeetingTimeZone StartTimeZone EndTimeZone "
    "ConferenceType AllowNewTimeProposal IsOnlineMeeting MeetingWorkspaceUrl NetShowUrl EnhancedLocation "
    "ChangeHighlights StartWallClock EndWallClock StartTimeZoneId EndTimeZoneId DoNotForwardMeeting"
).split()
_CALENDAR_ITEM = (
    "UID RecurrenceId DateTimeStamp Start End OriginalStart IsAllDayEvent LegacyFreeBusyStatus Location When "
    "IsMeeting IsCancelled IsRecurring MeetingRequestWasSent IsResponseRequested CalendarItemType MyResponseType "
    "Organizer RequiredAttendees OptionalAttendees Resources InboxReminders ConflictingMeetingCount "
    "AdjacentMeetingCount ConflictingMeetings AdjacentMeetings Duration TimeZone AppointmentReplyTime "
    "AppointmentSequenceNumber AppointmentState Recurrence FirstOccurrence LastOccurrence ModifiedOccurrences "
    "DeletedOccurrences MeetingTimeZone StartTimeZone EndTimeZone ConferenceType AllowNewTimeProposal IsOnlineMeeting "
    "MeetingWorkspaceUrl NetShowUrl EnhancedLocation StartWallClock EndWallClock StartTimeZoneId EndTimeZoneId "
    "IntendedFreeBusyStatus JoinOnlineMeetingUrl OnlineMeetingSettings IsOrganizer CalendarActivityData "
    "DoNotForwardMeeting"
).split()
_CONTACT = (
    "FileAs FileAsMapping DisplayName GivenName Initials MiddleName Nickname CompleteName CompanyName EmailAddresses "
    "AbchEmailAddresses PhysicalAddresses PhoneNumbers AssistantName Birthday BusinessHomePage Children Companies "
    "ContactSource Department Generation ImAddresses JobTitle Manager Mileage OfficeLocation PostalAddressIndex "
    "Profession SpouseName Surname WeddingAnniversary HasPicture PhoneticFullName PhoneticFirstName PhoneticLastName "
    "Alias Notes Photo UserSMIMECertificate MSExchangeCertificate DirectoryId ManagerMailbox DirectReports"
).split()
_TASK = (
    "ActualWork AssignedTime BillingInformation ChangeCount Companies CompleteDate Contacts DelegationState Delegator "
    "DueDate IsAssignmentEditable IsComplete IsRecurring IsTeamTask Mileage Owner PercentComplete Recurrence "
    "StartDate Status StatusDescription TotalWork"
).split()
_POST = "ConversationIndex ConversationTopic From InternetMessageId IsRead PostedTime References Sender".split()
_DISTRIBUTION_LIST = "DisplayName FileAs ContactSource Members".split()

#: Item element -> its children in order.
ITEM_ELEMENTS: Final[dict[str, tuple[str, ...]]] = {
    "Item": (*_ITEM,),
    "Message": (*_ITEM, *_MESSAGE),
    "CalendarItem": (*_ITEM, *_CALENDAR_ITEM),
    "Contact": (*_ITEM, *_CONTACT),
    "DistributionList": (*_ITEM, *_DISTRIBUTION_LIST),
    "MeetingMessage": (*_ITEM, *_MESSAGE, *_MEETING_MESSAGE),
    "MeetingRequest": (*_ITEM, *_MESSAGE, *_MEETING_MESSAGE, *_MEETING_REQUEST),
    "MeetingResponse": (*_ITEM, *_MESSAGE, *_MEETING_MESSAGE),
    "MeetingCancellation": (*_ITEM, *_MESSAGE, *_MEETING_MESSAGE),
    "Task": (*_ITEM, *_TASK),
    "PostItem": (*_ITEM, *_POST),
}

#: Item element -> the prefixes of the FieldURIs that may fill it, the first that knows a child wins.
ITEM_PREFIXES: Final[dict[str, tuple[str, ...]]] = {
    "Item": ("item",),
    "Message": ("item", "message"),
    "CalendarItem": ("item", "calendar"),
    "Contact": ("item", "contacts"),
    "DistributionList": ("item", "distributionlist", "contacts"),
    "MeetingMessage": ("item", "message", "meeting", "calendar"),
    "MeetingRequest": ("item", "message", "meetingRequest", "meeting", "calendar"),
    "MeetingResponse": ("item", "message", "meeting", "calendar"),
    "MeetingCancellation": ("item", "message", "meeting", "calendar"),
    "Task": ("item", "task"),
    "PostItem": ("item", "postitem", "message"),
}

#: Beginning of an item class -> element; the first that fits counts.
_CLASSES: Final = (
    ("IPM.Note", "Message"),
    ("IPM.Appointment", "CalendarItem"),
    ("IPM.Contact", "Contact"),
    ("IPM.DistList", "DistributionList"),
    ("IPM.Schedule.Meeting.Request", "MeetingRequest"),
    ("IPM.Schedule.Meeting.Resp", "MeetingResponse"),
    ("IPM.Schedule.Meeting.Canceled", "MeetingCancellation"),
    ("IPM.Schedule.Meeting", "MeetingMessage"),
    ("IPM.Task", "Task"),
    ("IPM.Post", "PostItem"),
    ("REPORT", "Message"),
)

#: Element -> the item class that a new item of it gets.
NEW_ITEM_CLASSES: Final[dict[str, str]] = {
    "Item": "IPM.Note",
    "Message": "IPM.Note",
    "CalendarItem": "IPM.Appointment",
    "Contact": "IPM.Contact",
    "DistributionList": "IPM.DistList",
    "MeetingMessage": "IPM.Schedule.Meeting",
    "MeetingRequest": "IPM.Schedule.Meeting.Request",
    "MeetingResponse": "IPM.Schedule.Meeting.Resp.Pos",
    "MeetingCancellation": "IPM.Schedule.Meeting.Canceled",
    "Task": "IPM.Task",
    "PostItem": "IPM.Post",
}


def element_for_class(item_class: str) -> str:
    """Return the element that shows items of a class, e.g. ``Message`` for ``IPM.Note.SMIME``."""
    for beginning, element in _CLASSES:
        if item_class.startswith(beginning):
            return element
    # Assumption: classes that EWS has no element for come as t:Message, which the service does for custom mail forms.
    return "Message"


_BASE_FOLDER = (
    "FolderId ParentFolderId FolderClass DisplayName TotalCount ChildFolderCount ExtendedProperty "
    "ManagedFolderInformation EffectiveRights DistinguishedFolderId PolicyTag ArchiveTag ReplicaList"
).split()

#: Folder element -> its children in order.
FOLDER_ELEMENTS: Final[dict[str, tuple[str, ...]]] = {
    "Folder": (*_BASE_FOLDER, "PermissionSet", "UnreadCount"),
    "CalendarFolder": (*_BASE_FOLDER, "SharingEffectiveRights", "PermissionSet"),
    "ContactsFolder": (*_BASE_FOLDER, "SharingEffectiveRights", "PermissionSet"),
    "TasksFolder": (*_BASE_FOLDER, "PermissionSet", "UnreadCount"),
    "SearchFolder": (*_BASE_FOLDER, "PermissionSet", "UnreadCount", "SearchParameters"),
}

_FOLDER_CLASSES: Final = (
    ("IPF.Appointment", "CalendarFolder"),
    ("IPF.Contact", "ContactsFolder"),
    ("IPF.Task", "TasksFolder"),
)

#: Element -> the folder class that a new folder of it gets.
NEW_FOLDER_CLASSES: Final[dict[str, str]] = {
    "Folder": "IPF.Note",
    "CalendarFolder": "IPF.Appointment",
    "ContactsFolder": "IPF.Contact",
    "TasksFolder": "IPF.Task",
    "SearchFolder": "IPF.Note",
}


def element_for_folder_class(folder_class: str) -> str:
    """Return the element that shows folders of a class, e.g. ``CalendarFolder`` for ``IPF.Appointment``."""
    for beginning, element in _FOLDER_CLASSES:
        if folder_class.startswith(beginning):
            return element
    return "Folder"
