"""A folder as the API shows it."""

from dataclasses import dataclass

from fakeserver.protocols.control.ids import for_url
from fakeserver.tenant.exchange.entities import Folder


@dataclass
class FolderView:
    """A folder of a mailbox, or of the organization."""

    #: in the form that Microsoft Graph gives ids of EWS
    id: str
    #: as EWS has it
    folder_id: str
    name: str
    #: below the top, with '/' between names; empty for the top
    path: str
    #: the name of EWS that every mailbox has it under; null where it has none
    distinguished_id: str | None
    folder_class: str
    #: items that people see
    total: int
    unread: int
    #: the id of the folder above; null for the root
    parent: str | None
    is_hidden: bool
    is_search_folder: bool


def folder_view(folder: Folder) -> FolderView:
    """Return a folder as the API shows it."""
    return FolderView(
        for_url(folder.folder_id),
        folder.folder_id,
        folder.display_name,
        folder.path,
        folder.distinguished_id,
        folder.folder_class,
        folder.visible_count,
        folder.unread_count,
        None if folder.parent is None else for_url(folder.parent.folder_id),
        folder.hidden,
        folder.search is not None,
    )
