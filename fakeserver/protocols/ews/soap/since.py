"""What came with which version of Exchange, and requests that ask for it with an older RequestServerVersion.

The service reads a request by the schema of the version that it asks for: what that lacks is a violation, in the same
words as a misspelt name. Sources: ecederstrand/exchangelib#1310 (a distinguished folder, by the header alone),
WinRb/Viewpoint#201 (ReturnNewItemIds), gautamsi/ews-javascript-api#313 (SuppressReadReceipts). Operations have their
version where they are registered, and their own error.

The tables have what OfficeDev/ews-managed-api and exchangelib know, and what is new in each schema that servers have
published (of 2007 SP1, 2010 SP2, 2013 SP1 and 2016, in the history of jamesiarmes/php-ews); where they disagree, the
older version counts. Assumption: what only a schema shows came with the first release of that server.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final

from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.names import TYPES, qualified, t
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.versions import is_before
from fakeserver.steps import Pace, Steps

#: Properties: their FieldURI, and their element in items and folders.
PROPERTIES: Final = {
    "Exchange2007_SP1": "folder:EffectiveRights folder:PermissionSet message:ReceivedBy message:ReceivedRepresenting "
    "postitem:PostedTime",
    "Exchange2010": "item:ConversationId item:IsAssociated item:UniqueBody item:WebClientEditFormQueryString "
    "item:WebClientReadFormQueryString calendar:StartTimeZone calendar:EndTimeZone contacts:HasPicture "
    "distributionlist:Members folder:SharingEffectiveRights",
    "Exchange2010_SP1": "contacts:Alias contacts:DirectReports contacts:DirectoryId contacts:MSExchangeCertificate "
    "contacts:ManagerMailbox contacts:Notes contacts:PhoneticFirstName contacts:PhoneticFullName "
    "contacts:PhoneticLastName contacts:Photo contacts:UserSMIMECertificate",
    "Exchange2010_SP2": "item:StoreEntryId",
    "Exchange2013": "item:ArchiveTag item:BlockStatus item:EntityExtractionResult item:Flag item:HasBlockedImages "
    "item:IconIndex item:InstanceKey item:IsClutter item:NormalizedBody item:PolicyTag item:PredictedActionReasons "
    "item:Preview item:ReminderNextTime item:RetentionDate item:RightsManagementLicenseData item:TextBody "
    "message:ApprovalRequestData message:VotingInformation folder:ArchiveTag folder:DistinguishedFolderId "
    "folder:PolicyTag calendar:EndTimeZoneId calendar:EndWallClock calendar:EnhancedLocation calendar:IsOrganizer "
    "calendar:JoinOnlineMeetingUrl calendar:OnlineMeetingSettings calendar:StartTimeZoneId calendar:StartWallClock "
    "meeting:ProposedEnd meeting:ProposedStart meetingRequest:ChangeHighlights",
    "Exchange2013_SP1": "item:MimeContentUTF8 message:ReminderMessageData",
    "Exchange2015": "item:AppliedHashtags item:AppliedHashtagsPreview item:AtAllMention item:CanDelete item:DisplayBcc "
    "item:FirstBody item:Hashtags item:InferenceClassification item:Likes item:LikesPreview item:MentionedMe "
    "item:Mentions item:MentionsEx item:MentionsPreview item:PendingSocialActivityTagIds calendar:CalendarActivityData "
    "calendar:InboxReminders folder:ReplicaList contacts:AbchContactId contacts:AbchEmailAddresses "
    "contacts:AccountName contacts:Cid contacts:Comment contacts:ContactShortId contacts:ContactType "
    "contacts:ConversationGuid contacts:CreatedBy contacts:Gender contacts:HidePresenceAndProfile contacts:ImMri "
    "contacts:InviteFree contacts:IsAutoUpdateDisabled contacts:IsHidden contacts:IsMessengerEnabled "
    "contacts:IsPendingOutbound contacts:IsPrivate contacts:MobileIMEnabled contacts:Mris "
    "contacts:NotInBirthdayCalendar contacts:ObjectId contacts:OtherMri contacts:PartnerNetworkProfilePhotoUrl "
    "contacts:PartnerNetworkThumbnailPhotoUrl contacts:PassportId contacts:PersonId contacts:PresenceTrustLevel "
    "contacts:ProfileLastChanged contacts:ShellContactType contacts:SkypeAuthCertificate contacts:SkypeContext "
    "contacts:SkypeId contacts:SkypeRelationship contacts:SourceId contacts:SupportGroupFeeds contacts:TrustLevel "
    "contacts:UnifiedInbox contacts:Urls contacts:UserTileHash contacts:Wlid contacts:XboxLiveTag "
    "contacts:YomiNickname",
    "Exchange2016": "calendar:DoNotForwardMeeting meeting:DoNotForwardMeeting message:MessageSafety "
    "message:PublishedCalendarItemIcs message:PublishedCalendarItemName",
}

#: Values of enumerations: type in types.xsd, then the values. Those that exchangelib alone knows are in Exchange2016.
WORDS: Final[dict[str, dict[str, str]]] = {
    "Exchange2007_SP1": {"MailboxTypeType": "PublicFolder"},
    "Exchange2010": {
        "DictionaryURIType": "distributionlist:Members:Member",
        "FileAsMappingType": "DisplayName Empty FirstName LastFirstMiddleSuffix LastName",
        "ItemQueryTraversalType": "Associated",
        "MailboxTypeType": "OneOff Unknown",
    },
    "Exchange2010_SP1": {
        "NotificationEventTypeType": "FreeBusyChangedEvent",
        "DeliverMeetingRequestsType": "NoForward",
        "DistinguishedFolderIdNameType": "recoverableitemsroot recoverableitemsdeletions recoverableitemsversions "
        "recoverableitemspurges archiveroot archivemsgfolderroot archivedeleteditems archiverecoverableitemsroot "
        "archiverecoverableitemsdeletions archiverecoverableitemsversions archiverecoverableitemspurges",
    },
    "Exchange2013": {
        "DistinguishedFolderIdNameType": "syncissues conflicts localfailures serverfailures recipientcache "
        "quickcontacts conversationhistory adminauditlogs todosearch mycontacts imcontactlist peopleconnect favorites",
        "DistinguishedPropertySetType": "Sharing",
        "LegacyFreeBusyType": "WorkingElsewhere",
        "MailboxTypeType": "GroupMailbox",
    },
    "Exchange2013_SP1": {
        "DistinguishedFolderIdNameType": "recoverableitemsdiscoveryholds archiveinbox "
        "archiverecoverableitemsdiscoveryholds directory",
    },
    "Exchange2015": {
        "DistinguishedFolderIdNameType": "alltaggeditems externalcontacts mecontact onedriverecylebin onedriveroot "
        "onedrivesystem onedrivevolume orionnotes personmetadata scheduled tagitems teamchat teamspaceactivity "
        "teamspacemessaging teamspaceworkitems yammerfeeds yammerinbound yammeroutbound yammerroot",
        "MailboxTypeType": "ImplicitContact",
        "PhoneNumberKeyType": "BusinessMobile IPPhone Mms Msn",
    },
    "Exchange2016": {
        "DistinguishedFolderIdNameType": "archive important starred teamchathistory allcategorizeditems allcontacts "
        "allitems allpersonmetadata companycontacts dlppolicyevaluation fromfavoritesenders inference "
        "onenotepagepreviews peoplecentricconversationbuddies qedcdefaultretention qedclongretention "
        "qedcmediumretention qedcshortretention quarantinedemail quarantinedemaildefaultcategory "
        "recoverableitemssubstrateholds relevantcontacts sharepointnotifications shortnotes temporarysaves "
        "usercuratedcontacts",
    },
}

#: Elements by their parent's name and their own, and attributes with ``@``.
OTHERS: Final = {
    # web-service-reference/lastmodifiedtime, of its parents
    "Exchange2007_SP1": "m:Items/t:PostItem t:ItemAttachment/t:PostItem t:SetItemField/t:PostItem "
    "t:AppendToItemField/t:PostItem",
    "Exchange2010": "m:MoveItem/m:ReturnNewItemIds m:CopyItem/m:ReturnNewItemIds m:FindItem/m:QueryString "
    "m:SyncFolderItems/m:SyncScope m:ItemShape/t:FilterHtmlContent m:AttachmentShape/t:FilterHtmlContent "
    "t:FileAttachment/t:IsInline t:ItemAttachment/t:IsInline t:FileAttachment/t:Size t:ItemAttachment/t:Size "
    "t:FileAttachment/t:LastModifiedTime t:ItemAttachment/t:LastModifiedTime t:FileAttachment/t:IsContactPhoto "
    "t:UserId/t:ExternalUserIdentity t:Entry/@Name t:Entry/@RoutingType t:Entry/@MailboxType",
    # web-service-reference/firstdayofweek
    "Exchange2010_SP1": "m:ItemShape/t:ConvertHtmlCodePageToUTF8 m:Subscribe/m:StreamingSubscriptionRequest "
    "t:WeeklyRecurrence/t:FirstDayOfWeek",
    "Exchange2013": "m:UpdateItem/@SuppressReadReceipts m:DeleteItem/@SuppressReadReceipts "
    "m:QueryString/@ResetCache m:QueryString/@ReturnHighlightTerms m:QueryString/@ReturnDeletedItems "
    "m:ItemShape/t:BlockExternalImages m:ItemShape/t:AddBlankTargetToLinks m:ItemShape/t:InlineImageUrlTemplate "
    "m:ItemShape/t:NormalizedBodyType m:ItemShape/t:UniqueBodyType t:Body/@IsTruncated "
    "t:Mailbox/t:OriginalDisplayName m:Mailbox/t:OriginalDisplayName t:Attendee/t:ProposedStart "
    "t:Attendee/t:ProposedEnd m:ItemIds/t:RecurringMasterItemIdRanges",
    # [MS-OXWSATT] appendix C, on its type
    "Exchange2013_SP1": "m:Attachments/t:ReferenceAttachment t:Attachments/t:ReferenceAttachment",
}

_ITEMS: Final = "Item Message CalendarItem Contact DistributionList Task PostItem"
_MEETINGS: Final = "MeetingMessage MeetingRequest MeetingResponse MeetingCancellation"
#: What a FieldURI begins with -> the elements that have its properties.
_HOLDERS: Final = {
    "item": f"{_ITEMS} {_MEETINGS}",
    "message": f"Message {_MEETINGS}",
    "calendar": "CalendarItem MeetingRequest MeetingCancellation",
    "contacts": "Contact",
    "distributionlist": "DistributionList",
    "meeting": _MEETINGS,
    "postitem": "PostItem",
    "meetingRequest": "MeetingRequest",
    "folder": "Folder CalendarFolder ContactsFolder TasksFolder SearchFolder",
}
#: Enumeration -> the elements whose text is a value of it, and with ``@`` the attributes.
_PLACES: Final = {
    "DeliverMeetingRequestsType": "m:DeliverMeetingRequests",
    "DictionaryURIType": "t:IndexedFieldURI@FieldURI",
    "DistinguishedFolderIdNameType": "t:DistinguishedFolderId@Id",
    "DistinguishedPropertySetType": "t:ExtendedFieldURI@DistinguishedPropertySetId",
    "FileAsMappingType": "t:FileAsMapping",
    "ItemQueryTraversalType": "m:FindItem@Traversal",
    "LegacyFreeBusyType": "t:LegacyFreeBusyStatus t:IntendedFreeBusyStatus",
    "MailboxTypeType": "t:MailboxType t:Entry@MailboxType",
    "NotificationEventTypeType": "t:EventType",
    "PhoneNumberKeyType": "t:Entry@Key",
    "UnindexedFieldURIType": "t:FieldURI@FieldURI",
}
#: Elements that are looked at before the clock is read again.
_BETWEEN_LOOKS: Final = 256


@dataclass(frozen=True)
class NewerWords:
    """Values of an enumeration that are newer than one version, in one place."""

    #: empty: they are an element's text
    attribute: str
    #: the type in types.xsd
    enumeration: str
    words: frozenset[str]

    def is_in(self, element: Element) -> bool:
        """Say whether an element has one of them."""
        return (element.get(self.attribute) if self.attribute else (element.text or "").strip()) in self.words


@dataclass(frozen=True)
class Newer:
    """What is newer than one version."""

    #: FieldURIs
    properties: frozenset[str] = frozenset()
    #: pairs of parent and child, in Clark notation
    elements: frozenset[tuple[str, str]] = frozenset()
    #: element in Clark notation -> its attributes, in the order of the table
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: element in Clark notation -> what it may not say
    words: Mapping[str, tuple[NewerWords, ...]] = field(default_factory=dict)

    @cached_property
    def suspects(self) -> frozenset[str]:
        """The names of the elements that may be newer, or have something that is; the others need no look."""
        return frozenset({child for _, child in self.elements} | self.attributes.keys() | self.words.keys())


def incorrect_schema_version() -> SoapFault:
    """Return the fault for an operation that is newer than the version asked for.

    Source: web-service-reference/getimitemlist-operation; ecederstrand/exchangelib#591.
    """
    return SoapFault(
        "ErrorIncorrectSchemaVersion",
        "The request is valid but does not specify the correct server version in the RequestServerVersion SOAP header. "
        " Ensure that the RequestServerVersion SOAP header is set with the correct RequestServerVersionValue.",
    )


@cache
def newer_than(version: str) -> Newer:
    """Return what is newer than a version, from all tables."""
    uris, others = (
        [name for since, names in table.items() if is_before(version, since) for name in names.split()]
        for table in (PROPERTIES, OTHERS)
    )
    elements = {(t(holder), t(name)) for uri in uris for holder, name in _property_elements(uri)}
    attributes: dict[str, tuple[str, ...]] = {}
    for other in others:
        parent, _, what = other.partition("/")
        if what.startswith("@"):
            attributes[qualified(parent)] = (*attributes.get(qualified(parent), ()), what[1:])
        else:
            elements.add((qualified(parent), qualified(what)))
    return Newer(frozenset(uris), frozenset(elements), attributes, _newer_words(version, uris))


def _newer_words(version: str, uris: Collection[str]) -> dict[str, tuple[NewerWords, ...]]:
    by_type: dict[str, set[str]] = {"UnindexedFieldURIType": {*uris}}
    for since, table in WORDS.items():
        if is_before(version, since):
            for name, newer in table.items():
                by_type.setdefault(name, set()).update(newer.split())
    found: dict[str, tuple[NewerWords, ...]] = {}
    for name, words in by_type.items():
        for place in _PLACES[name].split() if words else ():
            holder, _, attribute = place.partition("@")
            row = NewerWords(attribute, name, frozenset(words))
            found[qualified(holder)] = (*found.get(qualified(holder), ()), row)
    return found


def check(root: Element, version: str) -> Steps[None]:
    """Refuse what is newer than the version that a request asks for; in steps.

    Raises:
        Violation, SoapFault: something is.
    """
    newer = newer_than(version)
    if not newer.suspects:
        return
    pace = Pace()
    for number, element in enumerate(root.iter("*")):
        if element.tag in newer.suspects:
            _check_element(element, newer)
        if not number % _BETWEEN_LOOKS and pace.is_over():
            yield


def _check_element(element: Element, newer: Newer) -> None:
    tag = str(element.tag)
    parent = element.getparent()
    if parent is not None and (parent.tag, tag) in newer.elements:
        raise schema.unexpected_element(element)
    for name in newer.attributes.get(tag, ()):
        if name in element.attrib:
            raise schema.unexpected_attribute(element, name)
    for row in newer.words.get(tag, ()):
        if row.is_in(element):
            raise schema.not_spelled(element, f"{TYPES}:{row.enumeration}", schema.NO_SUCH_WORD, row.attribute)


def _property_elements(uri: str) -> list[tuple[str, str]]:
    kind, _, name = uri.partition(":")
    return [(holder, name) for holder in _HOLDERS[kind].split()]
