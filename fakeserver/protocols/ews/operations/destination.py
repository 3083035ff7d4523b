"""Where things go: m:ToFolderId of what is moved and copied, m:SavedItemFolderId of what is created and sent."""

from collections.abc import Callable

from fakeserver.protocols.ews.errors import EwsError, Row
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.errors import SAVED_ITEM_FOLDER_NOT_FOUND, TO_FOLDER_NOT_FOUND
from fakeserver.protocols.ews.request.ids import Id, named_folder, read_target
from fakeserver.protocols.ews.soap.names import m
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.refusals import FolderNotFound


def destination(call: Call, ask: Ask = "create") -> Callable[[], Folder]:
    """Return a function that finds the folder of m:ToFolderId. Call it for each item: others may delete the folder.

    Raises:
        Violation: there is no m:ToFolderId, or no folder's id in it.
        EwsError: by the function: there is no such folder.
        FolderAccessDenied, IdMalformed, MailboxRefused: by the function: the caller may not do this in it.
    """
    named = read_target(call.part(m("ToFolderId")))
    return lambda: _folder(call, named, ask, TO_FOLDER_NOT_FOUND)


def saved_item_folder(call: Call) -> Callable[[], Folder] | None:
    """Return a function that finds the folder of m:SavedItemFolderId, as `destination` does; None: none is named."""
    node = call.parts.get(m("SavedItemFolderId"))
    if node is None:
        return None
    named = read_target(node)
    return lambda: _folder(call, named, "create", SAVED_ITEM_FOLDER_NOT_FOUND)


def _folder(call: Call, named: Id[Folder], ask: Ask, not_found: Row) -> Folder:
    try:
        return named_folder(call, named, ask)
    except FolderNotFound as refusal:
        raise EwsError(not_found) from refusal
