"""What a visit may do in one folder: everything in one's own mailbox or with FullAccess, else what was shared."""

from typing import Literal

from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.permissions.folder_permissions import FOLDER_RIGHTS, LEVELS
from fakeserver.tenant.refusals import (
    CreateItemDenied,
    CreateSubfolderDenied,
    FolderAccessDenied,
    FolderNotFound,
    PublicCreateItemDenied,
    PublicCreateSubfolderDenied,
    PublicFolderAccessDenied,
)

#: What a request wants to do in a folder.
Ask = Literal["see", "read", "create", "edit", "delete", "create_folder", "own"]

#: The rights of which one is enough; an explanation names the first.
_ENOUGH: dict[Ask, tuple[str, ...]] = {
    "see": ("FolderVisible", "ReadItems", "FolderOwner"),
    "read": ("ReadItems",),
    "create": ("CreateItems",),
    "edit": ("EditAllItems",),
    "delete": ("DeleteAllItems",),
    "create_folder": ("CreateSubfolders",),
    "own": ("FolderOwner",),
}
#: The levels that an explanation offers, from the one that allows least.
_OFFERED = ("Reviewer", "Author", "Editor", "PublishingEditor", "Owner")
#: What is said where it is about something new; of anything else, `FolderAccessDenied`.
_DENIED: dict[Ask, type[FolderAccessDenied]] = {"create": CreateItemDenied, "create_folder": CreateSubfolderDenied}
_PUBLIC_DENIED: dict[Ask, type[FolderAccessDenied]] = {
    "create": PublicCreateItemDenied,
    "create_folder": PublicCreateSubfolderDenied,
}
#: The rights that are enough for items that the caller has made.
_ENOUGH_OWNED: dict[Ask, tuple[str, ...]] = {
    # A contributor cannot read others' items, but can read their own.
    "read": ("ReadItems", "CreateItems"),
    "edit": ("EditAllItems", "EditOwnedItems"),
    "delete": ("DeleteAllItems", "DeleteOwnedItems"),
}


def folder_rights(visit: Visit, folder: Folder) -> frozenset[str]:
    """Return the rights of a visit in a folder of the visited mailbox, as Exchange names them."""
    if "FullAccess" in visit.rights:
        return FOLDER_RIGHTS
    return visit.tenant.permissions.folders.rights(visit.owner.object_id, folder.number, visit.trustee_id)


def check_folder(visit: Visit, folder: Folder, ask: Ask, *, owned: bool = False) -> None:
    """Refuse what the visit may not do in a folder.

    Args:
        folder: one of the visited mailbox.
        owned: the item was made by the caller, which is enough for some levels.

    Raises:
        FolderNotFound: the caller may not even see it.
        FolderAccessDenied: they see it, and may not do this.
    """
    if "FullAccess" in visit.rights:
        return
    rights = folder_rights(visit, folder)
    if rights.isdisjoint(_ENOUGH["see"]):
        # The answer is that there is no such folder; the journal keeps the reason.
        raise FolderNotFound(folder.folder_id) from _denied(visit, folder, "see")
    enough = _ENOUGH_OWNED.get(ask, _ENOUGH[ask]) if owned else _ENOUGH[ask]
    if rights.isdisjoint(enough):
        raise _denied(visit, folder, ask)


def _denied(visit: Visit, folder: Folder, ask: Ask) -> FolderAccessDenied:
    permissions, is_public = visit.tenant.permissions.folders, folder.mailbox.is_public
    kind = _PUBLIC_DENIED.get(ask, PublicFolderAccessDenied) if is_public else _DENIED.get(ask, FolderAccessDenied)
    needed = _ENOUGH[ask][0]
    # Those on top have no path; the root of public folders is named by an empty one.
    return kind(
        visit.owner.address,
        principal=visit.acting_name,
        folder=folder.path if is_public else folder.path or folder.distinguished_id or folder.display_name,
        needed=needed,
        level=permissions.permission(visit.owner.object_id, folder.number, visit.trustee_id).level,
        enough=next(level for level in _OFFERED if needed in LEVELS[level].rights),
    )
