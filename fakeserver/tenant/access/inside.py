"""What a visit may do with the folders and items of the mailbox that it has opened, and what it is shown of them."""

from typing import Final

from fakeserver.tenant.access.checks.folder_access import Ask, check_folder, folder_rights
from fakeserver.tenant.access.checks.private_items import is_hidden, sees_private_items
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.refusals import FolderNotFound, ItemNotFound, PrivateItemHidden

#: The property with the creator of an item in somebody else's folder: some permissions are for one's own items only.
MADE_BY: Final = "made_by"


def sees(visit: Visit, folder: Folder) -> bool:
    """Say whether a visit may see a folder."""
    return "FullAccess" in visit.rights or "FolderVisible" in folder_rights(visit, folder)


def reads(visit: Visit, folder: Folder) -> bool:
    """Say whether a visit may read what others have put into a folder."""
    return "ReadItems" in folder_rights(visit, folder)


def check_item(visit: Visit, item: Item, ask: Ask) -> None:
    """Refuse what a visit may not do with an item.

    Raises:
        ItemNotFound: it may not see the folder that it is in, or the item, which is private.
        FolderAccessDenied: it may, but may not do this.
    """
    if "FullAccess" in visit.rights:
        return
    owned = has_made(visit, item)
    try:
        check_folder(visit, item.folder, ask, owned=owned)
    except FolderNotFound as refusal:
        raise ItemNotFound(item.item_id) from refusal
    if is_hidden(visit, item, owned=owned):
        raise PrivateItemHidden(item.item_id)


def hides(visit: Visit) -> bool:
    """Say whether there may be items that `shows` says no of."""
    return not sees_private_items(visit)


def shows(visit: Visit, item: Item) -> bool:
    """Say whether a visit is shown an item of a folder that it may read."""
    return "FullAccess" in visit.rights or not is_hidden(visit, item, owned=has_made(visit, item))


def has_made(visit: Visit, item: Item) -> bool:
    """Say whether an item was made by who visits."""
    return bool(item.properties.get(MADE_BY) == visit.trustee_id)


def sign(visit: Visit, item: Item) -> None:
    """Store who created a new item, or a copy, where their permissions depend on it."""
    item.properties.pop(MADE_BY, None)
    if "FullAccess" not in visit.rights:
        item.properties[MADE_BY] = visit.trustee_id


def inherit_permissions(visit: Visit, parent: Folder, folder: Folder) -> None:
    """Give a new folder its parent's permissions; who created it in another's mailbox becomes its owner."""
    permissions = visit.tenant.permissions.folders
    permissions.inherit(visit.owner.object_id, parent.number, folder.number)
    if "FullAccess" not in visit.rights:
        permissions.set(visit.owner.object_id, folder.number, visit.trustee_id, "Owner")
