"""What a folder may be called."""

from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.refusals import FolderExists, FolderNameInvalid, ParentFolderNotFound

#: Exchange refuses longer display names; it cuts none.
_LONGEST = 255


def check_name(name: str) -> None:
    """Refuse a name that no folder can have.

    Raises:
        FolderNameInvalid: it is empty, too long, or has a NUL in it, which ends MAPI's.
    """
    if not name.strip() or len(name) > _LONGEST or "\0" in name:
        raise FolderNameInvalid(name)


def check_free(parent: Folder, *display_names: str, besides: Folder | None = None) -> None:
    """Refuse names of new folders, the first of which lies in the parent and each other one in the one before."""
    if not parent.exists:
        raise ParentFolderNotFound(parent.display_name)
    for name in display_names:
        check_name(name)
    taken = parent.child(display_names[0])
    if taken is not None and taken is not besides:
        raise FolderExists(display_names[0])


def free_name(parent: Folder, display_name: str) -> str:
    """Return the name, with a number behind it where it is taken, as Exchange does in Deleted Items."""
    name, number = display_name, 0
    while parent.child(name) is not None:
        number += 1
        name = f"{display_name}{number}"
    return name
