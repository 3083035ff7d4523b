"""Setting and deleting a folder's properties, one by one."""

from typing import Final

from fakeserver.protocols.ews.errors import INVALID_DELETE, INVALID_SET, OBJECT_TYPE_CHANGED, EwsError
from fakeserver.protocols.ews.operations.folders.errors import CANNOT_RENAME
from fakeserver.protocols.ews.operations.folders.permission_sets import share, unshare
from fakeserver.protocols.ews.properties import extended
from fakeserver.protocols.ews.properties.extended import ExtendedPath
from fakeserver.protocols.ews.properties.folder import FOLDER_ELEMENTS, FOLDER_FIELDS, element_for_folder_class
from fakeserver.protocols.ews.properties.paths import FolderPath, named_child
from fakeserver.protocols.ews.properties.permission_set import CALENDAR_PERMISSION_SET_TYPE, PERMISSION_SET_TYPE
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.complex_types import ANY, ComplexType, complex_type, each
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, children, content, required, tag
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.folders import Folders
from fakeserver.tenant.refusals import FolderProtected


def _permission_set(name: str) -> dict[str, ComplexType]:
    if "PermissionSet" not in FOLDER_ELEMENTS[name]:
        return {}
    return {"t:PermissionSet": CALENDAR_PERMISSION_SET_TYPE if name == "CalendarFolder" else PERMISSION_SET_TYPE}


#: Folders in requests.
FOLDER_TYPES: Final = {
    f"t:{name}": complex_type(
        elements=each(" ".join(f"t:{child}" for child in known), ANY) | _permission_set(name),
        not_performed="t:SourceId t:AccountName" if name == "ContactsFolder" else "",
    )
    for name, known in FOLDER_ELEMENTS.items()
}
#: What a new folder may have in its element. Assumption: the code for the others.
_SETTABLE: Final = frozenset(row.element for row in FOLDER_FIELDS.values() if row.writable) | {"ExtendedProperty"}
#: exchangelib deletes it when it saves a folder that has none, and Exchange Online accepts that.
_DELETED_IN_VAIN: Final = "folder:DistinguishedFolderId"


def check_settable(node: Element) -> None:
    """Refuse a new folder with properties that only the store sets.

    Raises:
        EwsError: it has one.
    """
    if any(tag(child) not in _SETTABLE for child in children(node)):
        raise EwsError(INVALID_SET)


def set_new_properties(call: Call, folder: Folder, node: Element) -> None:
    """Set the properties in a new folder's element, besides its name and class.

    Raises:
        EwsError: a value does not fit, or cannot be set.
    """
    for child in children(node):
        if child.tag == t("ExtendedProperty"):
            path = extended.read_path(required(child, t("ExtendedFieldURI")))
            folder.properties[path.key] = path.read_value(child)
        elif child.tag == t("PermissionSet"):
            share(call, folder, child)


def set_property(call: Call, folder: Folder, path: FolderPath, node: Element) -> bool:
    """Set one property to its value in a folder's element.

    Returns:
        whether the folder has to be touched; a new name has done so itself.

    Raises:
        EwsError: the property cannot be set, or not to this.
        FolderExists, FolderNameInvalid: as in ``Folders.rename``.
    """
    if isinstance(path, ExtendedPath):
        folder.properties[path.key] = path.read_named(named_child(node, "ExtendedProperty", path))
        return True
    value = named_child(node, path.element, path)
    match path.uri:
        case "folder:DisplayName":
            return _rename(call.visit_in(folder).mailbox.folders, folder, content(value))
        case "folder:FolderClass":
            return _set_class(folder, content(value))
        case "folder:PermissionSet":
            share(call, folder, value)
            return True
    raise EwsError(INVALID_SET, path.path)


def delete_property(call: Call, folder: Folder, path: FolderPath) -> None:
    """Delete one property; one that is not there is no error.

    Raises:
        EwsError: every folder has to have it.
    """
    if isinstance(path, ExtendedPath):
        folder.properties.pop(path.key, None)
    elif path.uri == "folder:PermissionSet":
        unshare(call, folder)
    elif path.uri != _DELETED_IN_VAIN:
        raise EwsError(INVALID_DELETE, path.path)


def _rename(folders: Folders, folder: Folder, display_name: str) -> bool:
    # Clients that save a folder send its name along, changed or not.
    if display_name == folder.display_name:
        return False
    try:
        folders.rename(folder, display_name)
    except FolderProtected as refusal:
        raise EwsError(CANNOT_RENAME) from refusal
    return False


def _set_class(folder: Folder, folder_class: str) -> bool:
    if folder_class == folder.folder_class:
        return False
    # A folder made without a class may be given one, as long as it stays the kind of folder that it is.
    if folder.folder_class or element_for_folder_class(folder_class) != "Folder":
        raise EwsError(OBJECT_TYPE_CHANGED)
    folder.folder_class = folder_class
    return True
