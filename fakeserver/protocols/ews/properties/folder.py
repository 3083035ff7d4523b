"""The table of folder properties: ``folder:*``, the elements that folders have, and the order of their children.

Source: exchange-web-services/property-sets-and-response-shapes-in-ews-in-exchange (table 2), recordings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.ews.soap.writing import Xml, boolean, element, text
from fakeserver.protocols.ews.values.simple import INTEGER, STRING, ValueType
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.flagging import unread_in
from fakeserver.tenant.exchange.search_folders import SEARCH_PARAMETERS

#: What a search folder's parameters are kept under, among its properties.


@dataclass(frozen=True)
class SearchParameters:
    """What defines a search folder, as a client wrote it."""

    #: the search expression
    restriction: Xml
    folders: tuple[Folder, ...]
    traversal: str


#: The change key that Exchange writes in ParentFolderId, an item's as well: it has the object type only.
PARENT_KEY: Final = "AQAAAA=="


_MANAGED: Final = element(
    "t:ManagedFolderInformation",
    *(boolean(f"t:{name}", True) for name in ("CanDelete", "CanRenameOrMove")),
    *(boolean(f"t:{name}", False) for name in ("MustDisplayComment", "HasQuota", "IsManagedFoldersRoot")),
)


@dataclass(frozen=True)
class FolderField:
    """One row: a property of folders."""

    uri: str
    type: ValueType
    #: returns the value; None where the folder has no such property
    get: Callable[[Folder], Any]
    default: bool = False
    all_properties: bool = True
    writable: bool = False
    searchable: bool = True
    #: writes it where `type` cannot
    computed: Callable[[Folder], Xml] | None = None

    @property
    def path(self) -> Xml:
        """What names it in errors."""
        return Xml(f'<t:FieldURI FieldURI="{self.uri}"/>')

    @property
    def element(self) -> str:
        """The name of its element, e.g. ``DisplayName``."""
        return self.uri.partition(":")[2]

    def write(self, folder: Folder) -> Xml:
        """Return the element, or nothing where the folder has no such property."""
        if self.computed is not None:
            return self.computed(folder)
        value = self.get(folder)
        return Xml("") if value is None else self.type.write(f"t:{self.element}", value)


def folder_id(folder: Folder) -> Xml:
    """Write the id with the change key; neither needs escaping."""
    return Xml(f'<t:FolderId Id="{folder.folder_id}" ChangeKey="{folder.change_key}"/>')


def _parent_folder_id(folder: Folder) -> Xml:
    if folder.parent is None:
        return Xml("")
    return Xml(f'<t:ParentFolderId Id="{folder.parent.folder_id}" ChangeKey="{PARENT_KEY}"/>')


def _total_count(folder: Folder) -> int:
    return folder.visible_count if folder.search is None else folder.mailbox.search.counts(folder).total


def _unread_count(folder: Folder) -> int:
    return unread_in(folder) if folder.search is None else folder.mailbox.search.counts(folder).unread


def _search_parameters(folder: Folder) -> Xml:
    shown: SearchParameters | None = folder.properties.get(SEARCH_PARAMETERS)
    if shown is None:
        return Xml("")
    # The schema wants one at least. Assumption: those that are gone are named as long as there is no other.
    there = [one for one in shown.folders if one.exists] or shown.folders
    base = element("t:BaseFolderIds", *map(folder_id, there))
    return element("t:SearchParameters", element("t:Restriction", shown.restriction), base, Traversal=shown.traversal)


def _managed_folder_information(folder: Folder) -> Xml:
    """Write what managed folders have, and this one alone still, as recorded."""
    return _MANAGED if folder.distinguished_id == "recoverableitemsroot" else Xml("")


def _distinguished_folder_id(folder: Folder) -> Xml:
    name = f"archive{folder.distinguished_id}" if folder.mailbox.is_archive else folder.distinguished_id
    return text("t:DistinguishedFolderId", name or "") if name in SCHEMA_DISTINGUISHED_IDS else Xml("")


#: DistinguishedFolderIdNameType of types.xsd. Newer ids are taken in requests; answers keep to the schema.
SCHEMA_DISTINGUISHED_IDS: Final = frozenset(
    "calendar contacts deleteditems drafts inbox journal notes outbox sentitems tasks msgfolderroot "
    "publicfoldersroot root junkemail searchfolders voicemail recoverableitemsroot recoverableitemsdeletions "
    "recoverableitemsversions recoverableitemspurges recoverableitemsdiscoveryholds archiveroot "
    "archivemsgfolderroot archivedeleteditems archiveinbox archiverecoverableitemsroot "
    "archiverecoverableitemsdeletions archiverecoverableitemsversions archiverecoverableitemspurges "
    "archiverecoverableitemsdiscoveryholds syncissues conflicts localfailures serverfailures recipientcache "
    "quickcontacts conversationhistory adminauditlogs todosearch mycontacts directory imcontactlist peopleconnect "
    "favorites mecontact personmetadata teamspaceactivity teamspacemessaging teamspaceworkitems scheduled "
    "orionnotes tagitems alltaggeditems externalcontacts teamchat teamchathistory yammerroot yammerinbound "
    "yammeroutbound yammerfeeds onedriveroot onedriverecylebin onedrivesystem onedrivevolume important starred "
    "archive".split()
)

#: Those of folders in the archive mailbox.
ARCHIVE_IDS: Final = frozenset(name for name in SCHEMA_DISTINGUISHED_IDS if name.startswith("archive") and name[7:])

#: Ids newer than the schema that clients ask Exchange Online for. Source: exchangelib's known folders.
NEWER_DISTINGUISHED_IDS: Final = frozenset(
    "allcategorizeditems allcontacts allitems allpersonmetadata companycontacts dlppolicyevaluation "
    "fromfavoritesenders inference onenotepagepreviews peoplecentricconversationbuddies qedcdefaultretention "
    "qedclongretention qedcmediumretention qedcshortretention quarantinedemail quarantinedemaildefaultcategory "
    "recoverableitemssubstrateholds relevantcontacts sharepointnotifications shortnotes temporarysaves "
    "usercuratedcontacts".split()
)

FOLDER_FIELDS: Final[dict[str, FolderField]] = {
    field.uri: field
    for field in (
        FolderField("folder:FolderId", STRING, lambda folder: None, True, searchable=False, computed=folder_id),
        FolderField("folder:ParentFolderId", STRING, lambda folder: None, searchable=False, computed=_parent_folder_id),
        FolderField("folder:FolderClass", STRING, lambda folder: folder.folder_class or None, writable=True),
        FolderField("folder:DisplayName", STRING, lambda folder: folder.display_name, True, writable=True),
        FolderField("folder:TotalCount", INTEGER, _total_count, True),
        FolderField("folder:ChildFolderCount", INTEGER, lambda folder: len(folder.children), True),
        FolderField(
            "folder:ManagedFolderInformation",
            STRING,
            lambda folder: None,
            searchable=False,
            computed=_managed_folder_information,
        ),
        # It depends on who asks, as the permission set does: `answers/sharing.py` writes both.
        FolderField("folder:EffectiveRights", STRING, lambda folder: None, searchable=False),
        FolderField(
            "folder:DistinguishedFolderId",
            STRING,
            lambda folder: folder.distinguished_id,
            all_properties=False,
            computed=_distinguished_folder_id,
        ),
        FolderField(
            "folder:PermissionSet", STRING, lambda folder: None, all_properties=False, writable=True, searchable=False
        ),
        FolderField("folder:UnreadCount", INTEGER, _unread_count, True),
        FolderField(
            "folder:SearchParameters",
            STRING,
            lambda folder: None,
            writable=True,
            searchable=False,
            computed=_search_parameters,
        ),
    )
}

_BASE_FOLDER = (
    "FolderId ParentFolderId FolderClass DisplayName TotalCount ChildFolderCount ExtendedProperty "
    "ManagedFolderInformation EffectiveRights DistinguishedFolderId PolicyTag ArchiveTag ReplicaList"
).split()

#: FieldURI -> row of a property of the schema that no folder here ever has.
ABSENT_FOLDER_FIELDS: Final[dict[str, FolderField]] = {
    f"folder:{element}": FolderField(f"folder:{element}", STRING, lambda folder: None, searchable=False)
    for element in ("PolicyTag ArchiveTag ReplicaList SharingEffectiveRights".split())
}

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


def element_for_folder(folder: Folder) -> str:
    """Return the element that shows a folder."""
    return element_for_folder_class(folder.folder_class) if folder.search is None else "SearchFolder"


def element_for_folder_class(folder_class: str) -> str:
    """Return the element that shows folders of a class, e.g. ``CalendarFolder`` for ``IPF.Appointment``."""
    for beginning, name in _FOLDER_CLASSES:
        if folder_class.startswith(beginning):
            return name
    return "Folder"
