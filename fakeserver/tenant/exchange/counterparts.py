"""What a folder of one mailbox is in another: the same distinguished folder, or the same path."""

from contextlib import suppress

from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.folders import Folders
from fakeserver.tenant.refusals import FolderNotFound


def counterpart(folders: Folders, folder: Folder) -> Folder:
    """Return what another mailbox's folder is among these; what is missing is made.

    Raises:
        FolderTooDeep: 300 folders would lie above it.
    """
    if folder.distinguished_id is not None:
        with suppress(FolderNotFound):
            return folders.distinguished(folder.distinguished_id)
    if folder.parent is None:
        return folders.distinguished("msgfolderroot")
    above = counterpart(folders, folder.parent)
    return above.child(folder.display_name) or folders.create(above, folder.display_name, folder.folder_class)
