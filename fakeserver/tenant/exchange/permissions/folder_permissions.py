"""Permissions on single folders: what Outlook shares, what delegates have. EWS honours them; IMAP and POP3 do not.

A permission is copied to a subfolder when that is made and not afterwards, as in Exchange: a new permission on the
Inbox opens nothing below it.

Source: learn.microsoft.com/powershell/module/exchange/add-mailboxfolderpermission (rights and roles),
learn.microsoft.com/exchange/client-developer/web-service-reference/permissionlevel
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from fakeserver.suggestion import suggestion

FolderRight = Literal[
    "ReadItems",
    "CreateItems",
    "EditOwnedItems",
    "EditAllItems",
    "DeleteOwnedItems",
    "DeleteAllItems",
    "CreateSubfolders",
    "FolderOwner",
    "FolderContact",
    "FolderVisible",
]
FOLDER_RIGHTS: frozenset[str] = frozenset(get_args(FolderRight))

#: What a calendar shows to those who may not read its items: nothing, the times, or subjects and places as well.
Availability = Literal["none", "time", "details"]

#: In the place of a trustee: everybody in the organization who has no entry of their own, and everybody outside of it.
DEFAULT_TRUSTEE = "Default"
ANONYMOUS_TRUSTEE = "Anonymous"


@dataclass(frozen=True, slots=True)
class Outsider:
    """A trustee whom the directory does not know: the entry is kept, and opens nothing."""

    address: str = ""
    display_name: str = ""
    sid: str = ""
    external_identity: str = ""


#: A user's or service principal's object id, one of the two words above, or somebody from outside.
Trustee = str | Outsider


@dataclass(frozen=True, slots=True)
class FolderPermission:
    """What an entry allows in its folder."""

    rights: frozenset[str] = frozenset()
    availability: Availability = "none"

    @property
    def level(self) -> str:
        """The name of the level that allows just this, as Exchange has it; ``Custom`` where there is none."""
        return next((name for name, permission in LEVELS.items() if permission == self), "Custom")

    @classmethod
    def of(cls, level: "str | Iterable[str] | FolderPermission") -> "FolderPermission":
        """Return a permission as it is, or of a level's name, or of single rights by name.

        Raises:
            ValueError: there is no such level or right; the text suggests the right one.
        """
        if isinstance(level, FolderPermission):
            return level
        if isinstance(level, str):
            if level not in LEVELS:
                raise ValueError(f"no permission level {level!r}{suggestion(level, LEVELS)}")
            return LEVELS[level]
        rights = frozenset(level)
        for right in rights - FOLDER_RIGHTS:
            raise ValueError(f"no folder right {right!r}{suggestion(right, FOLDER_RIGHTS)}")
        return cls(rights, "details" if "ReadItems" in rights else "none")


_READ = frozenset({"ReadItems", "FolderVisible"})
_OWN = frozenset({"EditOwnedItems", "DeleteOwnedItems"})
_ALL = frozenset({"EditAllItems", "DeleteAllItems"})


def _reader(*rights: str) -> FolderPermission:
    return FolderPermission(_READ | set(rights), "details")


#: Level -> what it allows, as Exchange names both.
LEVELS: Mapping[str, FolderPermission] = {
    "None": FolderPermission(),
    # Of the calendar alone. No items can be read, so nothing opens.
    "AvailabilityOnly": FolderPermission(availability="time"),
    "LimitedDetails": FolderPermission(availability="details"),
    "Contributor": FolderPermission(frozenset({"CreateItems", "FolderVisible"})),
    "Reviewer": _reader(),
    "NonEditingAuthor": _reader("CreateItems", "DeleteOwnedItems"),
    "Author": _reader("CreateItems", *_OWN),
    "PublishingAuthor": _reader("CreateItems", "CreateSubfolders", *_OWN),
    "Editor": _reader("CreateItems", *_OWN, *_ALL),
    "PublishingEditor": _reader("CreateItems", "CreateSubfolders", *_OWN, *_ALL),
    "Owner": FolderPermission(FOLDER_RIGHTS, "details"),
}


class FolderPermissions:
    """The folder permissions of one tenant. Mailboxes are named by their user's object id, folders by their number."""

    def __init__(self, touch: Callable[[], None]) -> None:
        """``touch`` is called at every change."""
        self._touch = touch
        self._mailboxes: dict[str, dict[int, dict[Trustee, FolderPermission]]] = {}

    def set(self, mailbox: str, folder: int, trustee: Trustee, level: str | Iterable[str] | FolderPermission) -> None:
        """Give a trustee a level, single rights, or a permission, in the place of what they had.

        Raises:
            ValueError: there is no such level or right.
        """
        self._mailboxes.setdefault(mailbox, {}).setdefault(folder, {})[trustee] = FolderPermission.of(level)
        self._touch()

    def replace(self, mailbox: str, folder: int, entries: Mapping[Trustee, FolderPermission]) -> None:
        """Let these entries be all that a folder has."""
        self._mailboxes.setdefault(mailbox, {})[folder] = dict(entries)
        self._touch()

    def remove(self, mailbox: str, folder: int, trustee: Trustee) -> None:
        """Take a trustee's entry away; nothing happens without one."""
        self._mailboxes.get(mailbox, {}).get(folder, {}).pop(trustee, None)
        self._touch()

    def entries(self, mailbox: str, folder: int) -> dict[Trustee, FolderPermission]:
        """Return who may do what in a folder, in the order in which they were let in."""
        return dict(self._mailboxes.get(mailbox, {}).get(folder, {}))

    def permission(self, mailbox: str, folder: int, trustee: str) -> FolderPermission:
        """Return what a trustee may do in a folder: by their own entry, else by everybody's."""
        entries = self._mailboxes.get(mailbox, {}).get(folder, {})
        return entries.get(trustee) or entries.get(DEFAULT_TRUSTEE) or LEVELS["None"]

    def rights(self, mailbox: str, folder: int, trustee: str) -> frozenset[str]:
        """Return the rights of that permission."""
        return self.permission(mailbox, folder, trustee).rights

    def opens(self, mailbox: str, trustee: str) -> bool:
        """Say whether a trustee may do anything in any folder."""
        return any(self.rights(mailbox, folder, trustee) for folder in self._mailboxes.get(mailbox, ()))

    def inherit(self, mailbox: str, parent: int, child: int) -> None:
        """Copy the parent's entries to a new subfolder; to be called by what creates folders."""
        entries = self._mailboxes.get(mailbox, {}).get(parent)
        if entries:
            self._mailboxes[mailbox][child] = dict(entries)
            self._touch()
