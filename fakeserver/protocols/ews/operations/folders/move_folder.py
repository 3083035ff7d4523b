"""MoveFolder and CopyFolder: a folder with all it contains, below another.

Sources: web-service-reference/movefolder-operation, copyfolder-operation.
"""

from collections.abc import Callable
from typing import Final

from fakeserver.protocols.ews.answers.forms import Each, PerItem
from fakeserver.protocols.ews.answers.shapes import FolderShape
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.folders.errors import (
    ACROSS_MAILBOXES,
    BELOW_ITSELF,
    MOVE_DISTINGUISHED,
    TO_FOLDER_NOT_FOUND,
)
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, TARGET_FOLDER, named_folder, target_folder
from fakeserver.protocols.ews.soap.complex_types import complex_type
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import Element, children, required
from fakeserver.protocols.ews.soap.writing import Xml, element
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import FolderCycle, FolderNotFound, FolderProtected

_REQUEST: Final = complex_type(elements={"m:ToFolderId": TARGET_FOLDER, "m:FolderIds": FOLDER_IDS})


@operation(
    "MoveFolder",
    answer=PerItem("<m:Folders/>"),
    since="Exchange2007",
    request=_REQUEST,
)
def move_folder(call: Call) -> Each[Element]:
    """Move each folder; its id stays, its change key does not."""

    def move(mailbox: Mailbox, folder: Folder, parent: Folder) -> Folder:
        try:
            mailbox.folders.move(folder, parent)
        except FolderProtected as refusal:
            raise EwsError(MOVE_DISTINGUISHED) from refusal
        return folder

    return _each(call, "own", move)


@operation(
    "CopyFolder",
    answer=PerItem("<m:Folders/>"),
    since="Exchange2007",
    request=_REQUEST,
)
def copy_folder(call: Call) -> Each[Element]:
    """Copy each folder with its items and the folders below it."""
    return _each(call, "read", lambda mailbox, folder, parent: mailbox.folders.copy(folder, parent))


def _each(call: Call, ask: Ask, do: Callable[[Mailbox, Folder, Folder], Folder]) -> Each[Element]:
    target = required(call.body, m("ToFolderId"))

    def one(folder_id: Element) -> Xml:
        try:
            parent = target_folder(call, target, "create_folder")
        except FolderNotFound as refusal:
            raise EwsError(TO_FOLDER_NOT_FOUND) from refusal
        folder = named_folder(call, folder_id, ask)
        if folder.mailbox is not parent.mailbox:
            raise EwsError(ACROSS_MAILBOXES)
        try:
            result = do(call.visit_in(folder).mailbox, folder, parent)
        except FolderCycle as refusal:
            raise EwsError(BELOW_ITSELF) from refusal
        return element("m:Folders", FolderShape().write(result))

    return children(required(call.body, m("FolderIds"))), one
