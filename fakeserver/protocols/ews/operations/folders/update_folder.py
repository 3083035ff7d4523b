"""UpdateFolder: properties of folders, one by one.

Source: web-service-reference/updatefolder-operation.
"""

from fakeserver.protocols.ews.answers.responses import per_item
from fakeserver.protocols.ews.answers.shapes import FolderShape
from fakeserver.protocols.ews.errors import INCORRECT_UPDATE_COUNT, INVALID_APPEND, INVALID_SET, EwsError
from fakeserver.protocols.ews.operations.folders.folder_properties import delete_property, set_property
from fakeserver.protocols.ews.operations.folders.permission_sets import share, unshare
from fakeserver.protocols.ews.properties.paths import PATHS, read_folder_path
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import FOLDER_IDS, Call
from fakeserver.protocols.ews.soap import schema
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element, children, required, required_one
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.steps import Steps
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.folders import Folders
from fakeserver.tenant.refusals import FolderNotFound, ItemNotFound


@operation("UpdateFolder")
def update_folder(call: Call) -> Steps[Xml]:
    """Make the changes to each folder in order; those before one that is refused stand."""

    def update(change: Element) -> Xml:
        folder_id = required_one(change, *FOLDER_IDS)
        try:
            folder = call.folder(folder_id, "own")
        except FolderNotFound as refusal:
            # Here Exchange Online takes a folder that is gone for any other object.
            raise ItemNotFound(refusal.folder) from refusal
        touched = False
        folders = call.visit_in(folder).mailbox.folders
        for wish in children(required(change, t("Updates"))):
            touched |= _change(folders, folder, wish)
            for permission_set in wish.iter(t("PermissionSet")):
                share(call, folder, permission_set)
            if wish.tag == t("DeleteFolderField") and _is_about_permissions(wish):
                unshare(call, folder)
        if touched:
            folders.touch(folder)
        return element("m:Folders", FolderShape().write(folder))

    return per_item(call, children(required(call.body, m("FolderChanges"))), update, Xml("<m:Folders/>"))


def _is_about_permissions(wish: Element) -> bool:
    return any(child.get("FieldURI") == "folder:PermissionSet" for child in children(wish))


def _change(folders: Folders, folder: Folder, wish: Element) -> bool:
    """Make one change; say whether the folder has to be touched."""
    named = next((child for child in children(wish) if child.tag in PATHS), None)
    if named is None:
        raise schema.incomplete(wish, PATHS)
    path = read_folder_path(named)
    if path is None:
        raise EwsError(INVALID_SET)
    if wish.tag == t("DeleteFolderField"):
        delete_property(folder, path)
        return True
    if wish.tag == t("AppendToFolderField"):
        raise EwsError(INVALID_APPEND)
    shown = [child for child in children(wish) if child.tag not in PATHS]
    if len(shown) != 1 or len(list(children(shown[0]))) != 1:
        raise EwsError(INCORRECT_UPDATE_COUNT)
    return set_property(folders, folder, path, shown[0])
