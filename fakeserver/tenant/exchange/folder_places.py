"""Where a folder may lie."""

from typing import Final

from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.refusals import FolderCycle, FolderNotFound, FolderTooDeep

#: How deep folders lie inside each other at most ("Exchange Online limits", folder hierarchy depth).
_MAX_DEPTH: Final = 300


def check_depth(parent: Folder, display_name: str, between: int = 0, height: int = 0) -> None:
    """Refuse a new place of a folder.

    Args:
        between: how many folders are made between the parent and it.
        height: how deep folders lie inside it.

    Raises:
        FolderTooDeep: one of them would have more than 300 above it.
    """
    if _depth(parent) + between + 1 + height > _MAX_DEPTH:
        raise FolderTooDeep(display_name)


def check_place(folder: Folder, parent: Folder, between: int = 0) -> None:
    """Refuse a new place of a folder that is there, with all that it contains.

    Raises:
        FolderCycle: the parent is the folder itself or lies below it.
        FolderTooDeep: as in ``check_depth``.
    """
    if parent.is_below(folder):
        raise FolderCycle(folder.display_name)
    height = max(map(_depth, folder.descendants()), default=_depth(folder)) - _depth(folder)
    check_depth(parent, folder.display_name, between, height)


def check_exist(*folders: Folder) -> None:
    """Refuse folders that were deleted.

    Raises:
        FolderNotFound: one was.
    """
    for folder in folders:
        if not folder.exists:
            raise FolderNotFound(folder.folder_id)


def _depth(folder: Folder) -> int:
    """Return how many folders lie above one."""
    return sum(1 for _ in folder.lineage()) - 1
