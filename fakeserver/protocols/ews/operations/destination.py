"""m:ToFolderId: where MoveItem, CopyItem, MoveFolder and CopyFolder put things."""

from collections.abc import Callable
from typing import Final

from fakeserver.protocols.ews.errors import REPORTED, EwsError, Row
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import target_folder
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import required
from fakeserver.tenant.access.checks.folder_access import Ask
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.refusals import FolderNotFound

#: Source: David-Barrett-MS/PowerShell-EWS-Scripts#5; the text as the EWS Managed API has it.
TO_FOLDER_NOT_FOUND: Final = Row("ErrorToFolderNotFound", "The specified target folder could not be found.", REPORTED)


def destination(call: Call, ask: Ask = "create") -> Callable[[], Folder]:
    """Return a function that finds the folder of m:ToFolderId. Call it for each item: others may delete the folder.

    Raises:
        Violation: there is no m:ToFolderId.
        EwsError: by the function: there is no such folder.
        FolderAccessDenied, IdMalformed, MailboxRefused: by the function: the caller may not do this in it.
    """
    named = required(call.body, m("ToFolderId"))

    def look_up() -> Folder:
        try:
            return target_folder(call, named, ask)
        except FolderNotFound as refusal:
            raise EwsError(TO_FOLDER_NOT_FOUND) from refusal

    return look_up
