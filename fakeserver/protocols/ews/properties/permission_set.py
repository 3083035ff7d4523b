"""Reading and writing t:PermissionSet of folders. What the entries allow is defined by the tenant's permissions.

Source: web-service-reference/permissionset-permissionsettype, /permissionlevel, /calendarpermissionlevel
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, EwsError, Row
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each, list_type
from fakeserver.protocols.ews.soap.enumerations import Enumeration, of_words
from fakeserver.protocols.ews.soap.limits import check_number
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, boolean_of, children, content, required, tag, word
from fakeserver.protocols.ews.soap.writing import Xml, boolean, element, text
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.permissions.folder_permissions import (
    ANONYMOUS_TRUSTEE,
    DEFAULT_TRUSTEE,
    LEVELS,
    Availability,
    FolderPermission,
    Outsider,
    Trustee,
)

#: Element -> the right that it grants.
_RIGHTS: Final = {
    "CanCreateItems": "CreateItems",
    "CanCreateSubFolders": "CreateSubfolders",
    # Spelled by exchangelib, not as in the schema; Exchange Online accepts it.
    "CanCreateSubfolders": "CreateSubfolders",
    "IsFolderOwner": "FolderOwner",
    "IsFolderVisible": "FolderVisible",
    "IsFolderContact": "FolderContact",
}
#: The schema's names of levels, where Exchange's own differ.
_LEVEL_NAMES: Final = {
    "NonEditingAuthor": "NoneditingAuthor",
    "AvailabilityOnly": "FreeBusyTimeOnly",
    "LimitedDetails": "FreeBusyTimeAndSubjectAndLocation",
}
_LEVELS_BY_NAME: Final = {_LEVEL_NAMES.get(level, level): permission for level, permission in LEVELS.items()}
_CALENDAR_LEVELS: Final = (*_LEVELS_BY_NAME, "Custom")
_CALENDAR_LEVEL: Final = Enumeration("CalendarPermissionLevelType", _CALENDAR_LEVELS)
_LEVEL: Final = Enumeration(
    "PermissionLevelType", tuple(level for level in _CALENDAR_LEVELS if not level.startswith("FreeBusyTime"))
)
_ACTION: Final = of_words("PermissionActionType", "None Owned All")
#: t:ReadItems -> whether items can be read, and how much of them is visible otherwise.
_READ: Final[Mapping[str, tuple[bool, Availability]]] = {
    "None": (False, "none"),
    "TimeOnly": (False, "time"),
    "TimeAndSubjectAndLocation": (False, "details"),
    "FullDetails": (True, "details"),
}
CALENDAR_READ: Final = Enumeration("CalendarPermissionReadAccessType", tuple(_READ))
READ_ACCESS: Final = of_words("PermissionReadAccessType", "None FullDetails")
_DISTINGUISHED: Final = of_words("DistinguishedUserType", f"{DEFAULT_TRUSTEE} {ANONYMOUS_TRUSTEE}")

_UNKNOWN_ENTRIES: Final = Row(
    "ErrorCannotSetPermissionUnknownEntries",
    "Cannot set UnknownEntries on a PermissionSet or CalendarPermissionSet.",
    MANAGED_API,
)
_CONTRADICTION: Final = Row("ErrorInvalidPermissionSettings", "The permission settings were not valid.", MANAGED_API)
#: A name alone is nobody, here and among delegates.
NOT_NAMED: Final = Row(
    "ErrorMissingUserIdInformation",
    "Missing information for delegate user. You must either specify a valid SMTP address or SID.",
    MANAGED_API,
)
#: Default or Anonymous beside somebody.
_INVALID_USER: Final = Row("ErrorInvalidUserInfo", "A UserId was not valid.", MANAGED_API)

#: The entries of a permission set as they were read: whom each names, whether the directory knows them or not.
Entries = list[tuple[Trustee, FolderPermission]]

_USER_ID: Final = complex_type(
    elements=each("t:SID t:PrimarySmtpAddress t:DisplayName t:DistinguishedUser t:ExternalUserIdentity", TEXT)
)
# The children of an entry may be in any order, and t:Permission may have the calendar's level: exchangelib sends both.
_CALENDAR_ENTRY: Final = {
    "t:UserId": _USER_ID,
    **each(" ".join(f"t:{name}" for name in _RIGHTS), TEXT),
    **each("t:EditItems t:DeleteItems t:ReadItems t:CalendarPermissionLevel", TEXT),
}
_ENTRY: Final = {**_CALENDAR_ENTRY, "t:PermissionLevel": TEXT}
_UNKNOWN: Final = {"t:UnknownEntries": list_type({"t:UnknownEntry": TEXT})}
PERMISSION_SET_TYPE: Final = complex_type(
    elements={"t:Permissions": list_type({"t:Permission": complex_type(elements=_ENTRY)}), **_UNKNOWN}
)
CALENDAR_PERMISSION_SET_TYPE: Final = complex_type(
    elements={
        "t:CalendarPermissions": list_type({"t:CalendarPermission": complex_type(elements=_CALENDAR_ENTRY)}),
        **_UNKNOWN,
    }
)


def read_permission_set(permission_set: Element) -> Entries:
    """Read a t:PermissionSet.

    Raises:
        Violation: an entry lacks its user or its level, or has a value that the schema does not allow.
        EwsError: there are too many; an entry is unknown, or names nobody, or two at once; its level and its settings
            contradict each other.
    """
    found: Entries = []
    for listed in children(permission_set):
        check_number(listed)
        for entry in children(listed):
            if entry.tag == t("UnknownEntry"):
                raise EwsError(_UNKNOWN_ENTRIES)
            found.append((_trustee(required(entry, t("UserId"))), _permission(entry)))
    return found


def write_permission_set(
    entries: Mapping[Trustee, FolderPermission], *, calendar: bool, find: Callable[[str], User | None]
) -> Xml:
    """Write t:PermissionSet, with the entries for the organization (Default) and for everybody else (Anonymous) first.

    Args:
        calendar: whether the folder is a calendar, whose entries have other elements.
        find: returns the user with an object id.
    """
    prefix = "Calendar" if calendar else ""
    shown = (_entry(trustee, permission, prefix, find) for trustee, permission in _with_everybody(entries, calendar))
    return element("t:PermissionSet", element(f"t:{prefix}Permissions", *shown))


def user_id(user: User) -> Xml:
    """Write t:UserId of somebody in the directory."""
    return element(
        "t:UserId",
        text("t:SID", user.sid),
        text("t:PrimarySmtpAddress", user.address),
        text("t:DisplayName", user.display_name),
    )


def named_user(directory: Directory, address: str, sid: str) -> User | None:
    """Return the user whom a t:UserId names by an address or else by a SID; None where the directory has none."""
    found = directory.user_by_address(address) if address else None
    return found or next((user for user in directory.users.values() if sid and user.sid == sid), None)


def _with_everybody(
    entries: Mapping[Trustee, FolderPermission], calendar: bool
) -> Iterator[tuple[Trustee, FolderPermission]]:
    # Every folder has both entries; the mailbox's own calendar shows the organization when its owner is busy.
    usual = LEVELS["AvailabilityOnly"] if calendar else LEVELS["None"]
    yield DEFAULT_TRUSTEE, entries.get(DEFAULT_TRUSTEE, usual)
    yield ANONYMOUS_TRUSTEE, entries.get(ANONYMOUS_TRUSTEE, LEVELS["None"])
    for trustee, permission in entries.items():
        if trustee not in (DEFAULT_TRUSTEE, ANONYMOUS_TRUSTEE):
            yield trustee, permission


# --- reading -----------------------------------------------------------------------------------------------------


def _trustee(named: Element) -> Trustee:
    distinguished = word(named.find(t("DistinguishedUser")), _DISTINGUISHED)
    given = {tag(child): content(child) for child in children(named) if tag(child) != "DistinguishedUser"}
    if distinguished:
        if any(given.values()):
            raise EwsError(_INVALID_USER)
        return distinguished
    outsider = Outsider(
        given.get("PrimarySmtpAddress", ""),
        given.get("DisplayName", ""),
        given.get("SID", ""),
        given.get("ExternalUserIdentity", ""),
    )
    if not (outsider.address or outsider.sid or outsider.external_identity):
        raise EwsError(NOT_NAMED)
    return outsider


def _permission(entry: Element) -> FolderPermission:
    """Return what an entry allows: its level, or the single rights of a custom one."""
    calendar = entry.tag == t("CalendarPermission")
    named = entry.find(t("CalendarPermissionLevel"))
    if named is None:
        named = required(entry, t("CalendarPermissionLevel" if calendar else "PermissionLevel"))
    level = word(named, _CALENDAR_LEVEL if calendar else _LEVEL)
    granted = {right: boolean_of(node) for name, right in _RIGHTS.items() if (node := entry.find(t(name))) is not None}
    reaches = {verb: word(entry.find(t(f"{verb}Items")), _ACTION) for verb in ("Edit", "Delete")}
    read = word(entry.find(t("ReadItems")), CALENDAR_READ if calendar else READ_ACCESS)
    known = _LEVELS_BY_NAME.get(level)
    if known is not None:
        _check_settings(known, granted, reaches, read)
        return known
    rights = {right for right, given in granted.items() if given}
    for verb, reach in reaches.items():
        if reach in ("All", "Owned"):
            rights.add(f"{verb}OwnedItems")
        if reach == "All":
            rights.add(f"{verb}AllItems")
    can_read, availability = _READ[read or "None"]
    return FolderPermission(frozenset(rights | ({"ReadItems"} if can_read else set())), availability)


def _check_settings(
    level: FolderPermission, granted: Mapping[str, bool], reaches: Mapping[str, str], read: str
) -> None:
    """Refuse settings beside a level that are not the level's own; clients send them as the service writes them."""
    if (
        any(given is not (right in level.rights) for right, given in granted.items())
        or any(reach not in ("", _reach(level.rights, verb)) for verb, reach in reaches.items())
        or (read and _READ[read][0] is not ("ReadItems" in level.rights))
    ):
        raise EwsError(_CONTRADICTION)


# --- writing -----------------------------------------------------------------------------------------------------


def _entry(trustee: Trustee, permission: FolderPermission, prefix: str, find: Callable[[str], User | None]) -> Xml:
    rights, level = permission.rights, permission.level
    return element(
        f"t:{prefix}Permission",
        _who(trustee, find),
        boolean("t:CanCreateItems", "CreateItems" in rights),
        boolean("t:CanCreateSubFolders", "CreateSubfolders" in rights),
        boolean("t:IsFolderOwner", "FolderOwner" in rights),
        boolean("t:IsFolderVisible", "FolderVisible" in rights),
        boolean("t:IsFolderContact", "FolderContact" in rights),
        text("t:EditItems", _reach(rights, "Edit")),
        text("t:DeleteItems", _reach(rights, "Delete")),
        text("t:ReadItems", _read_items(permission, prefix)),
        text(f"t:{prefix}PermissionLevel", _LEVEL_NAMES.get(level, level)),
    )


def _who(trustee: Trustee, find: Callable[[str], User | None]) -> Xml:
    if isinstance(trustee, Outsider):
        named = (
            ("SID", trustee.sid),
            ("PrimarySmtpAddress", trustee.address),
            ("DisplayName", trustee.display_name),
            ("ExternalUserIdentity", trustee.external_identity),
        )
        return element("t:UserId", *(text(f"t:{name}", value) for name, value in named if value))
    user = find(trustee)
    if user is not None:
        return user_id(user)
    if trustee in (DEFAULT_TRUSTEE, ANONYMOUS_TRUSTEE):
        return element("t:UserId", text("t:DistinguishedUser", trustee))
    # Assumption: the entry of a deleted user has the id that it was stored for as its name.
    return element("t:UserId", text("t:DisplayName", trustee))


def _reach(rights: frozenset[str], verb: str) -> str:
    if f"{verb}AllItems" in rights:
        return "All"
    return "Owned" if f"{verb}OwnedItems" in rights else "None"


def _read_items(permission: FolderPermission, prefix: str) -> str:
    if "ReadItems" in permission.rights:
        return "FullDetails"
    shown = {"time": "TimeOnly", "details": "TimeAndSubjectAndLocation"}
    # Only a calendar's entries have values between all and nothing.
    return shown.get(permission.availability, "None") if prefix else "None"
