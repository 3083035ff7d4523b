"""Permissions on single folders: what Outlook shares, what delegates have. EWS honours them; IMAP and POP3 do not.

A permission is copied to a subfolder when that is made and not afterwards, as in Exchange: a new permission on the
Inbox opens nothing below it.

Source: learn.microsoft.com/powershell/module/exchange/add-mailboxfolderpermission (rights and roles),
learn.microsoft.com/exchange/client-developer/web-service-reference/permissionlevel
"""

from collections.abc import Callable, Iterable, Mapping
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

_READ = frozenset({"ReadItems", "FolderVisible"})
_OWN = frozenset({"EditOwnedItems", "DeleteOwnedItems"})
_ALL = frozenset({"EditAllItems", "DeleteAllItems"})

#: Level -> what it allows, as Exchange names both.
LEVELS: Mapping[str, frozenset[str]] = {
    "None": frozenset(),
    # Of the calendar: others see when it is busy, and with what. No items can be read, so nothing opens here.
    "AvailabilityOnly": frozenset(),
    "LimitedDetails": frozenset(),
    "Contributor": frozenset({"CreateItems", "FolderVisible"}),
    "Reviewer": _READ,
    "NonEditingAuthor": _READ | {"CreateItems", "DeleteOwnedItems"},
    "Author": _READ | {"CreateItems"} | _OWN,
    "PublishingAuthor": _READ | {"CreateItems", "CreateSubfolders"} | _OWN,
    "Editor": _READ | {"CreateItems"} | _OWN | _ALL,
    "PublishingEditor": _READ | {"CreateItems", "CreateSubfolders"} | _OWN | _ALL,
    "Owner": FOLDER_RIGHTS,
}

#: In the place of a trustee: everybody in the organization who has no entry of their own.
DEFAULT_TRUSTEE = "Default"


def rights_of(level: str | Iterable[str]) -> frozenset[str]:
    """Return what a level allows, or single rights by name.

    Raises:
        ValueError: there is no such level or right; the text suggests the right one.
    """
    if isinstance(level, str):
        if level not in LEVELS:
            raise ValueError(f"no permission level {level!r}{suggestion(level, LEVELS)}")
        return LEVELS[level]
    rights = frozenset(level)
    for right in rights - FOLDER_RIGHTS:
        raise ValueError(f"no folder right {right!r}{suggestion(right, FOLDER_RIGHTS)}")
    return rights


def level_of(rights: frozenset[str]) -> str:
    """Return the name of a level by its rights; ``Custom`` for every other set of them."""
    return next((name for name, allowed in LEVELS.items() if allowed == rights), "Custom")


class FolderPermissions:
    """The folder permissions of one tenant. Mailboxes are named by their user's object id, folders by their number."""

    def __init__(self, touch: Callable[[], None]) -> None:
        """``touch`` is called at every change."""
        self._touch = touch
        self._mailboxes: dict[str, dict[int, dict[str, frozenset[str]]]] = {}

    def set(self, mailbox: str, folder: int, trustee: str, level: str | Iterable[str]) -> None:
        """Give a trustee a level, or single rights, in the place of what they had.

        Raises:
            ValueError: there is no such level or right.
        """
        self._mailboxes.setdefault(mailbox, {}).setdefault(folder, {})[trustee] = rights_of(level)
        self._touch()

    def remove(self, mailbox: str, folder: int, trustee: str) -> None:
        """Take a trustee's entry away; nothing happens without one."""
        self._mailboxes.get(mailbox, {}).get(folder, {}).pop(trustee, None)
        self._touch()

    def entries(self, mailbox: str, folder: int) -> dict[str, frozenset[str]]:
        """Return who has which rights on a folder."""
        return dict(self._mailboxes.get(mailbox, {}).get(folder, {}))

    def rights(self, mailbox: str, folder: int, trustee: str) -> frozenset[str]:
        """Return what a trustee may do in a folder: by their own entry, else by everybody's."""
        entries = self._mailboxes.get(mailbox, {}).get(folder, {})
        return entries.get(trustee, entries.get(DEFAULT_TRUSTEE, frozenset()))

    def opens(self, mailbox: str, trustee: str) -> bool:
        """Say whether a trustee may do anything in any folder."""
        return any(self.rights(mailbox, folder, trustee) for folder in self._mailboxes.get(mailbox, ()))

    def inherit(self, mailbox: str, parent: int, child: int) -> None:
        """Copy the parent's entries to a new subfolder; whoever makes folders calls it."""
        entries = self._mailboxes.get(mailbox, {}).get(parent)
        if entries:
            self._mailboxes[mailbox][child] = dict(entries)
            self._touch()
