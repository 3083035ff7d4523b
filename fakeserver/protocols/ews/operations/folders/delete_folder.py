"""DeleteFolder and EmptyFolder.

Sources: web-service-reference/deletefolder-operation, emptyfolder-operation.
"""

from fakeserver.protocols.ews.answers.forms import Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.disposals import delete_mode
from fakeserver.protocols.ews.operations.folders.errors import CANNOT_EMPTY
from fakeserver.protocols.ews.operations.folders.folders_below import check_below, check_nothing_hidden, shown_in
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.request.public_folders import refuse_public, refuse_public_root
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.reading import boolean_attribute
from fakeserver.protocols.ews.soap.writing import NOTHING
from fakeserver.tenant.exchange.entities import Folder


@operation(
    "DeleteFolder",
    answer=PerItem("FolderIds", read_folder_id),
    since="Exchange2007",
    request=complex_type("DeleteType", {"m:FolderIds": FOLDER_IDS}),
)
def delete_folder(call: Call) -> Perform[Id[Folder]]:
    """Delete each folder with all it contains; those that every mailbox has stay."""
    mode = delete_mode(call.body)

    def delete(folder_id: Id[Folder]) -> XmlSteps:
        folder = named_folder(call, folder_id, "own")
        refuse_public_root(folder)
        check_below(call, folder, "FolderOwner")
        yield from check_nothing_hidden(call, folder, *folder.descendants())
        # Others may have deleted it meanwhile.
        folder = named_folder(call, folder_id, "own")
        yield from call.visit_in(folder).mailbox.folders.delete_in_steps(folder, mode)
        return NOTHING

    return delete


@operation(
    "EmptyFolder",
    answer=PerItem("FolderIds", read_folder_id),
    since="Exchange2010_SP1",
    request=complex_type("DeleteType DeleteSubFolders", {"m:FolderIds": FOLDER_IDS}),
)
def empty_folder(call: Call) -> Perform[Id[Folder]]:
    """Delete what is in each folder, and the folders below it where DeleteSubFolders says so.

    Items that the caller is not shown stay.
    """
    mode = delete_mode(call.body)
    deep = boolean_attribute(call.body, "DeleteSubFolders")

    def empty(folder_id: Id[Folder]) -> XmlSteps:
        folder = named_folder(call, folder_id, "own" if deep else "delete")
        refuse_public(folder)
        if deep:
            check_below(call, folder, "FolderOwner")
            yield from check_nothing_hidden(call, *folder.descendants())
        if folder.distinguished_id == "calendar" or folder.search is not None:
            raise EwsError(CANNOT_EMPTY)
        yield from call.visit_in(folder).mailbox.folders.empty_in_steps(folder, mode, deep, shown_in(call, folder))
        return NOTHING

    return empty
