"""Folders in requests: new ones, and changes to the properties of one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from fakeserver.protocols.ews.errors import (
    FOLDER_NOT_SAVED,
    INVALID_APPEND,
    INVALID_DELETE,
    INVALID_SET,
    OBJECT_TYPE_CHANGED,
    EwsError,
)
from fakeserver.protocols.ews.operations.folders.errors import (
    CALENDAR_PERMISSIONS,
    NO_CALENDAR_PERMISSIONS,
)
from fakeserver.protocols.ews.operations.folders.permission_sets import by_trustee, replace_permissions
from fakeserver.protocols.ews.operations.folders.search_folders import (
    SEARCH_PARAMETERS_TYPE,
    Searching,
    read_search_parameters,
)
from fakeserver.protocols.ews.properties import extended
from fakeserver.protocols.ews.properties.extended import ExtendedPath
from fakeserver.protocols.ews.properties.folder import (
    FOLDER_ELEMENTS,
    FOLDER_FIELDS,
    element_for_folder,
    element_for_folder_class,
)
from fakeserver.protocols.ews.properties.paths import (
    EXTENDED_PROPERTY,
    PATHS,
    FolderPath,
    named_child,
    path_in,
    read_folder_path,
)
from fakeserver.protocols.ews.properties.permission_set import (
    CALENDAR_PERMISSION_SET_TYPE,
    CALENDAR_READ,
    PERMISSION_SET_TYPE,
    READ_ACCESS,
    Entries,
    read_permission_set,
)
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import INVALID_PROPERTY_REQUEST
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.complex_types import ANY, TEXT, ComplexType, complex_type, each
from fakeserver.protocols.ews.soap.limits import check_number
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, children, content, tag, word
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.folders import Folders
from fakeserver.tenant.exchange.values import ExtendedPropertyKey
from fakeserver.tenant.refusals import FolderProtected


def _permission_set(name: str) -> dict[str, ComplexType]:
    if "PermissionSet" not in FOLDER_ELEMENTS[name]:
        return {}
    return {"t:PermissionSet": CALENDAR_PERMISSION_SET_TYPE if name == "CalendarFolder" else PERMISSION_SET_TYPE}


#: Folders whose owner may share them by invitation -> what t:SharingEffectiveRights says then.
_SHARING_RIGHTS: Final = {"CalendarFolder": CALENDAR_READ, "ContactsFolder": READ_ACCESS}
#: Folders in requests.
FOLDER_TYPES: Final = {
    f"t:{name}": complex_type(
        elements=each(" ".join(f"t:{child}" for child in known), ANY)
        | {"t:DisplayName": TEXT, "t:FolderClass": TEXT, "t:ExtendedProperty": EXTENDED_PROPERTY}
        | _permission_set(name)
        | ({"t:SharingEffectiveRights": TEXT} if name in _SHARING_RIGHTS else {})
        | ({"t:SearchParameters": SEARCH_PARAMETERS_TYPE} if name == "SearchFolder" else {}),
        not_performed="t:SourceId t:AccountName" if name == "ContactsFolder" else "",
        repeated="t:ExtendedProperty",
    )
    for name, known in FOLDER_ELEMENTS.items()
}
#: What a new folder may have in its element. Assumption: the code for the others.
_SETTABLE: Final = frozenset(row.element for row in FOLDER_FIELDS.values() if row.writable) | {"ExtendedProperty"}
#: exchangelib deletes it when it saves a folder that has none, and Exchange Online accepts that.
_DELETED_IN_VAIN: Final = "folder:DistinguishedFolderId"


#: Makes a change to a folder that was read, and says whether the folder has to be touched; a new name has done so
#: itself. It raises EwsError where the property cannot be changed in this way, or not to this value; FolderExists and
#: FolderNameInvalid as ``Folders.rename`` does.
FolderUpdate = Callable[[Call, Folder], bool]


@dataclass
class NewFolder:
    """A folder as a request describes it."""

    #: its element, e.g. ``CalendarFolder``
    element: str
    display_name: str
    folder_class: str
    hidden: bool = False
    extended: dict[ExtendedPropertyKey, Any] = field(default_factory=dict)
    permissions: Entries | None = None
    #: of a search folder
    searching: Searching | None = None

    def set_extended(self, path: ExtendedPath, value: Any) -> None:
        """Set an extended property, or what it is by another name.

        Raises:
            EwsError: the store works it out.
        """
        match path.folder_property():
            case "display_name":
                self.display_name = value
            case "folder_class":
                self.folder_class = value
            case "hidden":
                self.hidden = value
            case _:
                self.extended[path.key] = value


def read_new_folder(node: Element) -> NewFolder:
    """Read a folder's element.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: it has a property that only the store sets, or a value that does not fit.
    """
    check_number(node)
    new = NewFolder(tag(node), content(node.find(t("DisplayName"))), content(node.find(t("FolderClass"))))
    extended_ones: dict[ExtendedPropertyKey, Any] = {}

    def read_child(child: Element) -> None:
        if child.tag == t("ExtendedProperty"):
            new.set_extended(*extended.read_new_property(child, extended_ones))
        elif child.tag == t("PermissionSet"):
            new.permissions = read_permission_set(child)
        elif child.tag == t("SearchParameters"):
            new.searching = read_search_parameters(child)
        elif child.tag == t("SharingEffectiveRights"):
            word(child, _SHARING_RIGHTS[new.element])
            raise EwsError(INVALID_SET)
        elif tag(child) not in _SETTABLE:
            raise EwsError(INVALID_SET)

    read_each(children(node), read_child)
    return new


def read_update(node: Element) -> FolderUpdate:
    """Read a t:SetFolderField, t:DeleteFolderField or t:AppendToFolderField.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: no folder can be changed like this.
    """
    shown = [child for child in children(node) if child.tag not in PATHS]
    if not shown and node.tag != t("DeleteFolderField"):
        raise schema.incomplete(node, map(t, FOLDER_ELEMENTS))
    path = read_folder_path(path_in(node))
    if path is None:
        raise EwsError(INVALID_PROPERTY_REQUEST)
    if node.tag == t("DeleteFolderField"):
        return _read_delete(path)
    if node.tag == t("AppendToFolderField"):
        raise EwsError(INVALID_APPEND, path.path)
    if len(shown) > 1:
        raise schema.unexpected_element(shown[1])
    return _of_kind(tag(shown[0]), path, _read_set(path, shown[0]))


def _of_kind(element: str, path: FolderPath, update: FolderUpdate) -> FolderUpdate:
    """Return a change that is refused where the element that it is in is that of another kind of folder.

    t:Folder is taken for a folder of any kind: exchangelib writes it for those that it has no class for.
    Assumption: the code, but for permission sets.
    """

    def change(call: Call, folder: Folder) -> bool:
        own = element_for_folder(folder)
        if element != own:
            if path is FOLDER_FIELDS["folder:PermissionSet"]:
                if own == "CalendarFolder":
                    raise EwsError(NO_CALENDAR_PERMISSIONS)
                if element == "CalendarFolder":
                    raise EwsError(CALENDAR_PERMISSIONS)
            if element != "Folder":
                raise EwsError(OBJECT_TYPE_CHANGED)
        return update(call, folder)

    return change


def _read_set(path: FolderPath, node: Element) -> FolderUpdate:
    if isinstance(path, ExtendedPath):
        return _extended(path, path.read_named(named_child(node, "ExtendedProperty", path)))
    child = named_child(node, path.element, path)
    match path.uri:
        case "folder:DisplayName":
            return _name(content(child))
        case "folder:FolderClass":
            return _class(content(child))
        case "folder:PermissionSet":
            return _permissions(read_permission_set(child))
        case "folder:SearchParameters":
            return _search(read_search_parameters(child))
    raise EwsError(INVALID_SET, path.path)


def _read_delete(path: FolderPath) -> FolderUpdate:
    """Read the deletion of a property; one that is not there is no error."""
    if isinstance(path, ExtendedPath):
        if path.folder_property() in ("display_name", "folder_class"):
            raise EwsError(INVALID_DELETE, path.path)
        return _extended(path, None)
    if path.uri == "folder:PermissionSet":
        return _permissions([])
    if path.uri != _DELETED_IN_VAIN:
        # Every folder has to have it.
        raise EwsError(INVALID_DELETE, path.path)
    return lambda _, _folder: True


def _extended(path: ExtendedPath, value: Any) -> FolderUpdate:
    """Return what sets an extended property, or deletes it (None); some are properties of another name."""
    own = path.folder_property()
    if own == "display_name":
        return _name(value)
    if own == "folder_class":
        return _class(value)

    def change(_call: Call, folder: Folder) -> bool:
        if own == "hidden":
            folder.hidden = bool(value)
        elif value is None:
            folder.properties.pop(path.key, None)
        else:
            folder.properties[path.key] = value
        return True

    return change


def _name(display_name: str) -> FolderUpdate:
    return lambda call, folder: _rename(call.visit_in(folder).mailbox.folders, folder, display_name)


def _class(folder_class: str) -> FolderUpdate:
    return lambda _, folder: _set_class(folder, folder_class)


def _permissions(entries: Entries) -> FolderUpdate:
    def change(call: Call, folder: Folder) -> bool:
        replace_permissions(call, folder, by_trustee(call, entries))
        return True

    return change


def _search(searching: Searching) -> FolderUpdate:
    def change(call: Call, folder: Folder) -> bool:
        if folder.search is None:
            raise EwsError(OBJECT_TYPE_CHANGED)
        searching(call, folder)(folder)
        return True

    return change


def _rename(folders: Folders, folder: Folder, display_name: str) -> bool:
    # Clients that save a folder send its name along, changed or not.
    if display_name == folder.display_name:
        return False
    try:
        folders.rename(folder, display_name)
    except FolderProtected as refusal:
        # Assumption: code and text; the service refuses it with one of the save errors.
        raise EwsError(FOLDER_NOT_SAVED) from refusal
    return False


def _set_class(folder: Folder, folder_class: str) -> bool:
    if folder_class == folder.folder_class:
        return False
    if folder.distinguished_id or folder.parent is None:
        # Assumption: as for its name.
        raise EwsError(FOLDER_NOT_SAVED)
    # A folder made without a class may be given one, as long as it stays the kind of folder that it is.
    if folder.folder_class or element_for_folder_class(folder_class) != "Folder":
        raise EwsError(OBJECT_TYPE_CHANGED)
    folder.folder_class = folder_class
    return True
