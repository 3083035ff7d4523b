"""MoveFolder and CopyFolder: a folder with all it contains, below another.

Sources: web-service-reference/movefolder-operation, copyfolder-operation.
"""

from collections.abc import Callable
from typing import Final

from fakeserver.protocols.ews.answers.folder_shapes import FolderShape
from fakeserver.protocols.ews.answers.forms import Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.destination import destination
from fakeserver.protocols.ews.operations.folders.errors import ACROSS_MAILBOXES, MOVE_DISTINGUISHED
from fakeserver.protocols.ews.operations.folders.folders_below import check_below, shown_in
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import MOVE_PUBLIC_ROOT
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, TARGET_FOLDER, Id, named_folder, read_folder_id
from fakeserver.protocols.ews.request.public_folders import refuse_public, refuse_public_root
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import FolderProtected

_REQUEST: Final = complex_type(elements={"m:ToFolderId": TARGET_FOLDER, "m:FolderIds": FOLDER_IDS})


@operation(
    "MoveFolder",
    answer=PerItem("FolderIds", read_folder_id, "<m:Folders/>"),
    since="Exchange2007",
    request=_REQUEST,
)
def move_folder(call: Call) -> Perform[Id[Folder]]:
    """Move each folder; its id stays, its change key does not."""
    target = destination(call, "create_folder")

    def move(folder_id: Id[Folder]) -> Xml:
        mailbox, folder, parent = _named(call, folder_id, "own", target)
        try:
            mailbox.folders.move(folder, parent)
        except FolderProtected as refusal:
            raise EwsError(MOVE_DISTINGUISHED) from refusal
        return _written(folder)

    return move


@operation(
    "CopyFolder",
    answer=PerItem("FolderIds", read_folder_id, "<m:Folders/>"),
    since="Exchange2007",
    request=_REQUEST,
)
def copy_folder(call: Call) -> Perform[Id[Folder]]:
    """Copy each folder with its items and the folders below it.

    Assumption: the copy has the permissions of the folder that it is put below, as a new one would.
    """
    target = destination(call, "create_folder")

    def copy(folder_id: Id[Folder]) -> XmlSteps:
        mailbox, folder, parent = _named(call, folder_id, "read", target)
        refuse_public(folder)
        check_below(call, folder, "ReadItems")
        copied = yield from mailbox.folders.copy_in_steps(folder, parent, shown_in(call, folder))
        for each in (copied, *copied.descendants()):
            call.inherit_permissions(parent, each)
        return _written(copied)

    return copy


def _named(call: Call, folder_id: Id[Folder], ask: Ask, target: Callable[[], Folder]) -> tuple[Mailbox, Folder, Folder]:
    """Return a mailbox, the folder in it to move or copy, and the folder to put it below."""
    parent = target()
    folder = named_folder(call, folder_id, ask)
    refuse_public_root(folder, MOVE_PUBLIC_ROOT)
    if folder.mailbox is not parent.mailbox:
        raise EwsError(ACROSS_MAILBOXES)
    return call.visit_in(folder).mailbox, folder, parent


def _written(folder: Folder) -> Xml:
    return element("m:Folders", FolderShape().write(folder))
