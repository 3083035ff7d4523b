"""UpdateFolder: properties of folders, one by one.

Source: web-service-reference/updatefolder-operation.
"""

from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.answers.folder_shapes import FolderShape
from fakeserver.protocols.ews.answers.forms import Perform, PerItem
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.folders.folder_properties import FOLDER_TYPES, FolderUpdate, read_update
from fakeserver.protocols.ews.properties.paths import PATH_TYPES
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_ID_TYPES, FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.limits import check_number
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.parts import read_each
from fakeserver.protocols.ews.soap.reading import Element, at_least_one, required, required_one
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.exchange.entities import Folder

_NEW_VALUE: Final = complex_type(elements={**PATH_TYPES, **FOLDER_TYPES})
UPDATES: Final = list_type(
    {
        "t:AppendToFolderField": _NEW_VALUE,
        "t:SetFolderField": _NEW_VALUE,
        "t:DeleteFolderField": complex_type(elements=PATH_TYPES),
    }
)


@dataclass(frozen=True)
class FolderChange:
    """A t:FolderChange as it was read."""

    folder_id: Id[Folder]
    updates: list[FolderUpdate]
    #: why the first of those that no folder can have is refused
    refused: EwsError | None = None


def _read(node: Element) -> FolderChange:
    folder_id = read_folder_id(required_one(node, *FOLDER_IDS.elements))
    updates = required(node, t("Updates"))
    check_number(updates)
    try:
        return FolderChange(folder_id, read_each(at_least_one(updates), read_update))
    except EwsError as error:
        return FolderChange(folder_id, [], refused=error)


@operation(
    "UpdateFolder",
    answer=PerItem("FolderChanges", _read, "<m:Folders/>"),
    since="Exchange2007",
    request=complex_type(
        elements={
            "m:FolderChanges": list_type(
                {"t:FolderChange": complex_type(elements={**FOLDER_ID_TYPES, "t:Updates": UPDATES})}
            )
        }
    ),
)
def update_folder(call: Call) -> Perform[FolderChange]:
    """Make the changes to each folder in order; none of them where one is refused for what the request says."""

    def perform(change: FolderChange) -> Xml:
        # What the folder's own id is refused for comes first.
        folder = named_folder(call, change.folder_id, "own")
        if change.refused is not None:
            raise change.refused
        touched = False
        for update in change.updates:
            touched |= update(call, folder)
        if touched:
            call.visit_in(folder).mailbox.folders.touch(folder)
        return element("m:Folders", FolderShape().write(folder))

    return perform
