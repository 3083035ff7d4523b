"""What a folder may be called."""

from fakeserver.tenant.refusals import FolderNameInvalid

#: Exchange refuses longer display names; it cuts none.
_LONGEST = 255


def check_name(name: str) -> None:
    """Refuse a name that no folder can have.

    Raises:
        FolderNameInvalid: it is empty, too long, or has a NUL in it, which ends MAPI's.
    """
    if not name.strip() or len(name) > _LONGEST or "\0" in name:
        raise FolderNameInvalid(name)
