"""Permission sets of folders: shown as a client wrote them, in the order of the schema, and told to the door."""

from typing import Final

from fakeserver.protocols.ews.answers.sharing import LEVEL_NAMES, PERMISSION_ENTRIES
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, children, content, tag
from fakeserver.protocols.ews.soap.writing import Xml, element, text
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.permissions.folder_permissions import DEFAULT_TRUSTEE, LEVELS

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
_EXCHANGES_NAMES: Final = {written: own for own, written in LEVEL_NAMES.items()}
_SINGLE_RIGHTS: Final = {
    "CanCreateItems": "CreateItems",
    "CanCreateSubFolders": "CreateSubfolders",
    "IsFolderOwner": "FolderOwner",
    "IsFolderVisible": "FolderVisible",
    "IsFolderContact": "FolderContact",
}


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


def share(call: Call, folder: Folder, permission_set: Element) -> None:
    """Let those whom a t:PermissionSet names into the folder, and nobody else any more.

    Entries for people who are not in the directory, and for anonymous ones, open nothing.
    """
    visit = call.visit_in(folder)
    permissions, owner = call.tenant.permissions.folders, visit.owner.object_id
    for trustee in permissions.entries(owner, folder.number):
        permissions.remove(owner, folder.number, trustee)
    for listed in children(permission_set):
        if tag(listed) not in ("Permissions", "CalendarPermissions"):
            continue
        for entry in children(listed):
            trustee = _trustee(call, entry.find(t("UserId")))
            if trustee:
                permissions.set(owner, folder.number, trustee, _granted(entry))
    folder.properties[PERMISSION_ENTRIES] = permissions.entries(owner, folder.number)


def unshare(call: Call, folder: Folder) -> None:
    """Let nobody but the owner into the folder any more."""
    owner = call.visit_in(folder).owner.object_id
    permissions = call.tenant.permissions.folders
    for trustee in permissions.entries(owner, folder.number):
        permissions.remove(owner, folder.number, trustee)


def _trustee(call: Call, user_id: Element | None) -> str:
    """Return by which id the door knows somebody; empty for those it doesn't know."""
    if user_id is None:
        return ""
    if content(user_id.find(t("DistinguishedUser"))) == "Default":
        return DEFAULT_TRUSTEE
    address, sid = content(user_id.find(t("PrimarySmtpAddress"))), content(user_id.find(t("SID")))
    user = call.tenant.directory.user_by_address(address) if address else None
    if user is None and sid:
        user = next((one for one in call.tenant.directory.users.values() if one.sid == sid), None)
    return "" if user is None else user.object_id


def _what(entry: Element) -> dict[str, str]:
    """Return the level and the single rights of an entry: all but whose they are."""
    return {_SPELLINGS.get(tag(one), tag(one)): content(one) for one in children(entry) if tag(one) != "UserId"}


def _granted(entry: Element) -> frozenset[str]:
    """Return the rights of an entry: those of its level, or the single ones of a custom one."""
    given = _what(entry)
    level = given.get("PermissionLevel") or given.get("CalendarPermissionLevel") or "Custom"
    level = _EXCHANGES_NAMES.get(level, level)
    if level in LEVELS:
        return LEVELS[level]
    rights = {right for name, right in _SINGLE_RIGHTS.items() if _plain(given.get(name, "")) == "true"}
    for name, right in (("EditItems", "Edit"), ("DeleteItems", "Delete")):
        rights |= {"All": {f"{right}AllItems", f"{right}OwnedItems"}, "Owned": {f"{right}OwnedItems"}}.get(
            given.get(name, ""), set()
        )
    if given.get("ReadItems") == "FullDetails":
        rights.add("ReadItems")
    return frozenset(rights)


def _entry(permission: Element) -> Xml:
    user = permission.find(t("UserId"))
    given = _what(permission)
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
