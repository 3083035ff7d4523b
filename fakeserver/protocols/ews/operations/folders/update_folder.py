"""UpdateFolder: properties of folders, one by one.

Source: web-service-reference/updatefolder-operation.
"""

from typing import Final

from fakeserver.protocols.ews.answers.forms import Each, PerItem
from fakeserver.protocols.ews.answers.shapes import FolderShape
from fakeserver.protocols.ews.errors import INCORRECT_UPDATE_COUNT, INVALID_APPEND, EwsError
from fakeserver.protocols.ews.operations.folders.folder_properties import FOLDER_TYPES, delete_property, set_property
from fakeserver.protocols.ews.properties.paths import PATH_TYPES, PATHS, path_in, read_folder_path
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import INVALID_PROPERTY_REQUEST
from fakeserver.protocols.ews.request.ids import FOLDER_ID_TYPES, FOLDER_IDS, named_folder
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m, t
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, children, required, required_one
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Folder

_NEW_VALUE: Final = complex_type(elements={**PATH_TYPES, **FOLDER_TYPES})
UPDATES: Final = complex_type(
    elements={
        "t:AppendToFolderField": _NEW_VALUE,
        "t:SetFolderField": _NEW_VALUE,
        "t:DeleteFolderField": complex_type(elements=PATH_TYPES),
    }
)


@operation(
    "UpdateFolder",
    answer=PerItem("<m:Folders/>"),
    since="Exchange2007",
    request=complex_type(
        elements={
            "m:FolderChanges": complex_type(
                elements={"t:FolderChange": complex_type(elements={**FOLDER_ID_TYPES, "t:Updates": UPDATES})}
            )
        }
    ),
)
def update_folder(call: Call) -> Each[Element]:
    """Make the changes to each folder in order; those before a refused one are kept."""

    def update(change: Element) -> Xml:
        folder = named_folder(call, required_one(change, *FOLDER_IDS.elements), "own")
        touched = False
        for node in at_least_one(required(change, t("Updates"))):
            touched |= _change(call, folder, node)
        if touched:
            call.visit_in(folder).mailbox.folders.touch(folder)
        return element("m:Folders", FolderShape().write(folder))

    return children(required(call.body, m("FolderChanges"))), update


def _change(call: Call, folder: Folder, node: Element) -> bool:
    """Make one change; say whether the folder has to be touched."""
    path = read_folder_path(path_in(node))
    if path is None:
        raise EwsError(INVALID_PROPERTY_REQUEST)
    if node.tag == t("DeleteFolderField"):
        delete_property(call, folder, path)
        return True
    if node.tag == t("AppendToFolderField"):
        raise EwsError(INVALID_APPEND, path.path)
    shown = [child for child in children(node) if child.tag not in PATHS]
    if len(shown) != 1:
        raise EwsError(INCORRECT_UPDATE_COUNT)
    return set_property(call, folder, path, shown[0])
