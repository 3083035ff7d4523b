"""CreateFolder: new folders below one.

Source: web-service-reference/createfolder-operation.
"""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Each, PerItem
from fakeserver.protocols.ews.answers.shapes import FolderShape
from fakeserver.protocols.ews.errors import EwsError, not_performed_here
from fakeserver.protocols.ews.operations.folders.errors import NO_FOLDER_CLASS_OVERRIDE
from fakeserver.protocols.ews.operations.folders.folder_properties import (
    FOLDER_TYPES,
    check_settable,
    set_new_properties,
)
from fakeserver.protocols.ews.properties.folder import element_for_folder_class
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import TARGET_FOLDER, target_folder
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element, children, content, required, tag
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.refusals import FolderNotFound, ParentFolderNotFound

#: Element -> the class of a folder that names none. A plain folder has none then, as recorded.
CLASSES: Final = {
    "Folder": "",
    "CalendarFolder": "IPF.Appointment",
    "ContactsFolder": "IPF.Contact",
    "TasksFolder": "IPF.Task",
}


@operation(
    "CreateFolder",
    answer=PerItem("<m:Folders/>"),
    since="Exchange2007",
    request=complex_type(
        elements={
            "m:ParentFolderId": TARGET_FOLDER,
            "m:Folders": complex_type(elements=FOLDER_TYPES),
        }
    ),
)
def create_folder(call: Call) -> Each[Element]:
    """Make each folder; the name must be new below the parent, in whatever case."""
    parent_id = required(call.body, m("ParentFolderId"))

    def create(node: Element) -> Xml:
        try:
            parent = target_folder(call, parent_id, "create_folder")
        except FolderNotFound as refusal:
            raise ParentFolderNotFound(refusal.folder) from refusal
        check_settable(node)
        name = tag(node)
        if name not in CLASSES:
            raise not_performed_here(name)
        given = content(node.find(t("FolderClass")))
        if given and CLASSES[name] and element_for_folder_class(given) != name:
            raise EwsError(NO_FOLDER_CLASS_OVERRIDE)
        display_name = content(node.find(t("DisplayName")))
        folders = call.visit_in(parent).mailbox.folders
        folder = folders.create(parent, display_name, given or CLASSES[name])
        call.inherit_permissions(parent, folder)
        try:
            set_new_properties(call, folder, node)
        except Exception:
            folders.delete(folder)
            raise
        return element("m:Folders", FolderShape().write(folder))

    return children(required(call.body, m("Folders"))), create
