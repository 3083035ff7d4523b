"""What came with which version of Exchange, and requests that ask for it with an older RequestServerVersion.

The service reads a request by the schema of the version that it asks for: what that lacks is a violation, in the same
words as a misspelt name. Sources: ecederstrand/exchangelib#1310 (a distinguished folder, by the header alone),
WinRb/Viewpoint#201 (ReturnNewItemIds), gautamsi/ews-javascript-api#313 (SuppressReadReceipts). Operations have their
version where they are registered, and their own error.

The tables have what OfficeDev/ews-managed-api and exchangelib know; where they differ, the older version counts.
Assumption: what neither names is in every version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final

from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.enumerations import Enumeration
from fakeserver.protocols.ews.soap.faults import SoapFault
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.versions import is_before
from fakeserver.steps import Pace, Steps

#: Properties: their FieldURI, and their element in items and folders.
PROPERTIES: Final = {
    "Exchange2007_SP1": "folder:EffectiveRights folder:PermissionSet",
    "Exchange2010": "item:ConversationId item:IsAssociated item:UniqueBody item:WebClientEditFormQueryString "
    "item:WebClientReadFormQueryString calendar:StartTimeZone calendar:EndTimeZone contacts:HasPicture "
    "distributionlist:Members",
    "Exchange2010_SP1": "contacts:Alias contacts:DirectReports contacts:DirectoryId contacts:MSExchangeCertificate "
    "contacts:ManagerMailbox contacts:Notes contacts:PhoneticFirstName contacts:PhoneticFullName "
    "contacts:PhoneticLastName contacts:Photo contacts:UserSMIMECertificate",
    "Exchange2010_SP2": "item:StoreEntryId",
    "Exchange2013": "item:ArchiveTag item:BlockStatus item:EntityExtractionResult item:Flag item:HasBlockedImages "
    "item:IconIndex item:InstanceKey item:NormalizedBody item:PolicyTag item:Preview item:ReminderNextTime "
    "item:RetentionDate item:TextBody message:ApprovalRequestData message:VotingInformation folder:ArchiveTag "
    "folder:DistinguishedFolderId folder:PolicyTag calendar:EnhancedLocation calendar:JoinOnlineMeetingUrl "
    "calendar:OnlineMeetingSettings meeting:ProposedEnd meeting:ProposedStart meetingRequest:ChangeHighlights",
    "Exchange2013_SP1": "item:MimeContentUTF8 message:ReminderMessageData",
    "Exchange2015": "item:Hashtags item:MentionedMe item:Mentions",
}

#: Distinguished folders: their id.
FOLDERS: Final = {
    "Exchange2010_SP1": "recoverableitemsroot recoverableitemsdeletions recoverableitemsversions "
    "recoverableitemspurges archiveroot archivemsgfolderroot archivedeleteditems archiverecoverableitemsroot "
    "archiverecoverableitemsdeletions archiverecoverableitemsversions archiverecoverableitemspurges",
    "Exchange2013": "syncissues conflicts localfailures serverfailures recipientcache quickcontacts "
    "conversationhistory adminauditlogs todosearch mycontacts imcontactlist peopleconnect favorites",
    "Exchange2013_SP1": "recoverableitemsdiscoveryholds archiveinbox archiverecoverableitemsdiscoveryholds directory",
    "Exchange2016": "allcategorizeditems allcontacts allitems allpersonmetadata companycontacts dlppolicyevaluation "
    "fromfavoritesenders inference onenotepagepreviews peoplecentricconversationbuddies qedcdefaultretention "
    "qedclongretention qedcmediumretention qedcshortretention quarantinedemail quarantinedemaildefaultcategory "
    "recoverableitemssubstrateholds relevantcontacts sharepointnotifications shortnotes temporarysaves "
    "usercuratedcontacts",
}

#: Elements by their parent's name and their own, attributes with ``@``, and words of attributes after ``=``.
OTHERS: Final = {
    "Exchange2010": "m:MoveItem/m:ReturnNewItemIds m:CopyItem/m:ReturnNewItemIds m:FindItem/m:QueryString "
    "m:FindItem/@Traversal=Associated m:SyncFolderItems/m:SyncScope m:ItemShape/t:FilterHtmlContent "
    "m:AttachmentShape/t:FilterHtmlContent t:FileAttachment/t:IsInline t:ItemAttachment/t:IsInline "
    "t:FileAttachment/t:IsContactPhoto",
    "Exchange2010_SP1": "m:ItemShape/t:ConvertHtmlCodePageToUTF8",
    "Exchange2013": "m:UpdateItem/@SuppressReadReceipts m:DeleteItem/@SuppressReadReceipts "
    "m:QueryString/@ReturnHighlightTerms m:ItemShape/t:BlockExternalImages m:ItemShape/t:AddBlankTargetToLinks "
    "m:ItemShape/t:InlineImageUrlTemplate m:ItemShape/t:NormalizedBodyType m:ItemShape/t:UniqueBodyType",
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
    "meetingRequest": "MeetingRequest",
    "folder": "Folder CalendarFolder ContactsFolder TasksFolder SearchFolder",
}
#: Elements with an attribute that has words of an enumeration -> the attribute, and the enumeration.
_WORDED: Final = {
    t("FieldURI"): ("FieldURI", Enumeration("UnindexedFieldURIType", ())),
    t("DistinguishedFolderId"): ("Id", Enumeration("DistinguishedFolderIdNameType", ())),
    m("FindItem"): ("Traversal", Enumeration("ItemQueryTraversalType", ())),
}
#: Elements that are looked at before the clock is read again.
_BETWEEN_LOOKS: Final = 256


@dataclass(frozen=True)
class Newer:
    """What is newer than one version."""

    #: FieldURIs
    properties: frozenset[str] = frozenset()
    #: pairs of parent and child, in Clark notation
    elements: frozenset[tuple[str, str]] = frozenset()
    #: element in Clark notation -> its attributes, in the order of the table
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: element -> an attribute, and words that it may not have
    words: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)

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
    uris, folders, others = (
        [name for since, names in table.items() if is_before(version, since) for name in names.split()]
        for table in (PROPERTIES, FOLDERS, OTHERS)
    )
    elements = {(t(holder), t(name)) for uri in uris for holder, name in _property_elements(uri)}
    attributes: dict[str, tuple[str, ...]] = {}
    words = {t("FieldURI"): {*uris}, t("DistinguishedFolderId"): {*folders}}
    for other in others:
        parent, _, what = other.partition("/")
        name, _, word = what.removeprefix("@").partition("=")
        if word:
            words.setdefault(_qualified(parent), set()).add(word)
        elif what.startswith("@"):
            attributes[_qualified(parent)] = (*attributes.get(_qualified(parent), ()), name)
        else:
            elements.add((_qualified(parent), _qualified(name)))
    unknown = {holder: (_WORDED[holder][0], frozenset(found)) for holder, found in words.items() if found}
    return Newer(frozenset(uris), frozenset(elements), attributes, unknown)


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
    name, words = newer.words.get(tag, ("", frozenset()))
    if words and element.get(name) in words:
        raise schema.attribute_not_of(element, *_WORDED[tag])


def _property_elements(uri: str) -> list[tuple[str, str]]:
    kind, _, name = uri.partition(":")
    return [(holder, name) for holder in _HOLDERS[kind].split()]


def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return {"m": m, "t": t}[prefix](local)
