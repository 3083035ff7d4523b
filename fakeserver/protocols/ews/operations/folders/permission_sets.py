"""Permission sets of folders: kept as a client wrote them, in the order of the schema.

Assumption: a permission on one folder opens nothing; the door asks for rights on the whole mailbox.
"""

from typing import Final

from fakeserver.protocols.ews.names import t
from fakeserver.protocols.ews.reading import Element, children, content, tag
from fakeserver.protocols.ews.writing import Xml, element, text

_USER_ID: Final = ("SID", "PrimarySmtpAddress", "DisplayName", "DistinguishedUser", "ExternalUserIdentity")
_PERMISSION: Final = (
    "CanCreateItems",
    "CanCreateSubFolders",
    "IsFolderOwner",
    "IsFolderVisible",
    "IsFolderContact",
    "EditItems",
    "DeleteItems",
    "ReadItems",
    "PermissionLevel",
    "CalendarPermissionLevel",
)
#: exchangelib writes a name otherwise than the schema, and Exchange Online takes it.
_SPELLINGS: Final = {"CanCreateSubfolders": "CanCreateSubFolders"}


def read_permission_set(permission_set: Element) -> Xml | None:
    """Return a t:PermissionSet of a request as an answer shows it; None for one without entries.

    Entries may have their children in any order, as clients send them.
    """
    kind = "Permissions"
    entries: list[Xml] = []
    for listed in children(permission_set):
        if tag(listed) in ("Permissions", "CalendarPermissions"):
            kind = tag(listed)
            entries.extend(_entry(one) for one in children(listed))
    return element("t:PermissionSet", element(f"t:{kind}", *entries)) if entries else None


def _entry(permission: Element) -> Xml:
    user = permission.find(t("UserId"))
    given = {_SPELLINGS.get(tag(child), tag(child)): content(child) for child in children(permission)}
    # An entry for a calendar has another name for its level, whichever the client used.
    level, other = "PermissionLevel", "CalendarPermissionLevel"
    if tag(permission) == "CalendarPermission":
        level, other = other, level
    given.setdefault(level, given.pop(other, "Custom"))
    named = {tag(child): content(child) for child in children(user)}
    return element(
        f"t:{tag(permission)}",
        element("t:UserId", *(text(f"t:{name}", named[name]) for name in _USER_ID if name in named)),
        *(text(f"t:{name}", _plain(given[name])) for name in _PERMISSION if name in given),
    )


def _plain(value: str) -> str:
    # Clients write 1 and 0 for xs:boolean; others read true and false alone.
    return {"1": "true", "0": "false"}.get(value, value)
