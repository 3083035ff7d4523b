"""CreateFolder: new folders below one.

Source: web-service-reference/createfolder-operation.
"""

from typing import Final

from fakeserver.protocols.ews.answers.folder_shapes import FolderShape
from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.folders.errors import NO_FOLDER_CLASS_OVERRIDE, NO_SEARCH
from fakeserver.protocols.ews.operations.folders.folder_properties import (
    FOLDER_TYPES,
    NewFolder,
    read_new_folder,
)
from fakeserver.protocols.ews.operations.folders.permission_sets import by_trustee, replace_permissions
from fakeserver.protocols.ews.properties.folder import element_for_folder_class
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import SEARCH_IN_PUBLIC
from fakeserver.protocols.ews.request.ids import TARGET_FOLDER, Id, named_folder, read_target
from fakeserver.protocols.ews.request.public_folders import refuse_public
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.refusals import FolderNotFound, ParentFolderNotFound

#: Element -> the class of a folder that names none. A plain folder has none then, as recorded.
CLASSES: Final = {
    "Folder": "",
    "CalendarFolder": "IPF.Appointment",
    "ContactsFolder": "IPF.Contact",
    "TasksFolder": "IPF.Task",
    "SearchFolder": "",
}


def read_folder(node: Element) -> NewFolder:
    """Read a folder that is to be made.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: there can be no such folder.
    """
    new = read_new_folder(node)
    if new.element == "SearchFolder" and new.searching is None:
        raise EwsError(NO_SEARCH)
    own = CLASSES[new.element]
    if new.folder_class and own and element_for_folder_class(new.folder_class) != new.element:
        raise EwsError(NO_FOLDER_CLASS_OVERRIDE)
    return new


@operation(
    "CreateFolder",
    answer=PerItem("Folders", read_folder, "<m:Folders/>"),
    since="Exchange2007",
    request=complex_type(
        elements={
            "m:ParentFolderId": TARGET_FOLDER,
            "m:Folders": list_type(FOLDER_TYPES),
        }
    ),
)
def create_folder(call: Call) -> Perform[NewFolder]:
    """Make each folder; the name must be new below the parent, in whatever case."""
    parent_id = read_target(call.part(m("ParentFolderId")))

    def create(new: NewFolder) -> Xml:
        parent = parent_folder(call, parent_id, "create_folder")
        if new.searching is not None:
            refuse_public(parent, SEARCH_IN_PUBLIC)
        # The element is the request's, whatever the class: recorded of a calendar that was asked for as t:Folder.
        return element("m:Folders", FolderShape().write(made(call, parent, new), new.element))

    return create


def parent_folder(call: Call, parent_id: Id[Folder], ask: Ask = "see") -> Folder:
    """Find the folder of m:ParentFolderId, below which the caller wants to make others.

    Raises:
        ParentFolderNotFound: there is no such folder.
        FolderAccessDenied, IdMalformed, MailboxRefused: as `named_folder`.
    """
    try:
        return named_folder(call, parent_id, ask)
    except FolderNotFound as refusal:
        raise ParentFolderNotFound(refusal.folder) from refusal


def made(call: Call, parent: Folder, new: NewFolder) -> Folder:
    """Make a folder below one in which the caller may.

    Raises:
        EwsError: what it is to have cannot be.
        FolderExists, FolderNameInvalid, FolderTooDeep: as `Folders.create`.
    """
    permissions = None if new.permissions is None else by_trustee(call, new.permissions)
    show = None if new.searching is None else new.searching(call, parent)
    folders = call.visit_in(parent).mailbox.folders
    folder = folders.create(parent, new.display_name, new.folder_class or CLASSES[new.element])
    call.inherit_permissions(parent, folder)
    folder.hidden = new.hidden
    folder.properties.update(new.extended)
    if show is not None:
        show(folder)
    if permissions is not None:
        replace_permissions(call, folder, permissions)
    return folder
