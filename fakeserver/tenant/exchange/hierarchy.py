"""The tree of a mailbox's folders: finding, making, naming, moving, copying, deleting them.

Items are moved along by `contents.py`, which builds on this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeserver.tenant.exchange.changes import ChangeKind, ChangeLog
from fakeserver.tenant.exchange.distinguished import FOLDER_ROWS
from fakeserver.tenant.exchange.folders import Folder
from fakeserver.tenant.exchange.ids import IdMaker, decode_id
from fakeserver.tenant.refusals import (
    FolderCycle,
    FolderExists,
    FolderNameInvalid,
    FolderNotFound,
    FolderProtected,
    FolderTooDeep,
    IdMalformed,
    ParentFolderNotFound,
)

if TYPE_CHECKING:
    import threading

    from fakeserver.tenant.clock import Clock

#: Numbers of the first folders, as in recordings of real mailboxes (the inbox there is 0x010c).
_FIRST_NUMBER = 0x0101
#: A display name is cut off by no one; Exchange refuses longer ones.
_LONGEST_NAME = 255
#: How deep folders lie inside each other at most ("Exchange Online limits", folder hierarchy depth).
_DEEPEST = 300


class Hierarchy:
    """Folders of one mailbox. They are made when the first one is asked for."""

    def __init__(self, ids: IdMaker, clock: Clock, lock: threading.RLock) -> None:
        self.ids: IdMaker = ids
        self.clock = clock
        self.lock = lock
        self.changes = ChangeLog()
        self._folders: dict[int, Folder] = {}
        self._distinguished: dict[str, Folder] = {}
        self._last_number = _FIRST_NUMBER - 1
        self._last_change_number = 0
        self._last_uid_validity = 0

    # --- finding -----------------------------------------------------------------------------------------------

    def folder(self, distinguished_id: str = "inbox") -> Folder:
        """Return a distinguished folder, e.g. "inbox", "sentitems", "msgfolderroot".

        Raises:
            FolderNotFound: the mailbox has none of this id.
        """
        if not self._folders:
            self._make_distinguished()
        try:
            return self._distinguished[distinguished_id.lower()]
        except KeyError:
            raise FolderNotFound(distinguished_id) from None

    def folder_by_id(self, folder_id: str) -> Folder:
        """Return the folder with an EWS id.

        Raises:
            IdMalformed: the id cannot be read, or isn't a folder's.
            FolderNotFound: there is none, or not any more, or it is another mailbox's.
        """
        store_id = decode_id(folder_id)
        if store_id.kind != "folder":
            raise IdMalformed(folder_id)
        if not self._folders:
            self._make_distinguished()
        folder = self._folders.get(store_id.folder_number)
        if folder is None or store_id.entry_id != self.ids.folder_entry_id(folder.number):
            raise FolderNotFound(folder_id)
        return folder

    def folder_by_path(self, path: str) -> Folder | None:
        """Return the folder at a path below msgfolderroot, as IMAP names it; names compare without case."""
        folder: Folder | None = self.folder("msgfolderroot")
        for name in path.split("/"):
            if folder is None:
                return None
            folder = folder.child(name)
        return folder

    def folders_deep(self, folder: Folder) -> list[Folder]:
        """Return all folders below one, parents before children."""
        return list(folder.descendants())

    # --- changing ----------------------------------------------------------------------------------------------

    def create_folder(self, parent: Folder, display_name: str, folder_class: str = "IPF.Note") -> Folder:
        """Make a folder.

        Raises:
            ParentFolderNotFound: the parent was deleted.
            FolderExists: the parent has a folder of this name, in whatever case.
            FolderNameInvalid: the name is empty or longer than 255 characters.
            FolderTooDeep: 300 folders lie above it.
        """
        self._check_free(parent, display_name)
        if parent.depth >= _DEEPEST:
            raise FolderTooDeep(display_name)
        folder = self._add_folder(parent, display_name, folder_class)
        self._log_folder(ChangeKind.FOLDER_CREATED, folder)
        return folder

    def rename_folder(self, folder: Folder, display_name: str) -> None:
        """Give a folder another name; another spelling of its own name is allowed.

        Raises:
            FolderProtected: it is a folder that every mailbox has.
            FolderExists, FolderNameInvalid: as in ``create_folder``.
        """
        if folder.built_in or folder.parent is None:
            raise FolderProtected(folder.display_name)
        self._check_free(folder.parent, display_name, besides=folder)
        folder.detach()
        folder.attach(folder.parent, display_name)
        self.touch_folder(folder)

    def move_folder(self, folder: Folder, parent: Folder) -> None:
        """Put a folder with all it contains below another; its id stays, its change key doesn't.

        Raises:
            FolderProtected: it is a folder that every mailbox has.
            FolderCycle: the new parent is the folder itself or lies below it.
            ParentFolderNotFound, FolderExists, FolderTooDeep: as in ``create_folder``.
        """
        self._check_movable(folder, parent)
        self._check_free(parent, folder.display_name, besides=folder)
        self._reparent(folder, parent, folder.display_name)

    def touch_folder(self, folder: Folder) -> None:
        """Note that the folder's own properties changed: a new change key, and an entry in the log."""
        folder.change_number = self._next_change_number()
        folder.modified_at = self.clock.now()
        self._log_folder(ChangeKind.FOLDER_CHANGED, folder)

    # --- for contents.py -----------------------------------------------------------------------------------------

    def _check_movable(self, folder: Folder, parent: Folder) -> None:
        if folder.built_in:
            raise FolderProtected(folder.display_name)
        if parent.is_below(folder):
            raise FolderCycle(folder.display_name)
        deepest = max((below.depth for below in folder.descendants()), default=folder.depth)
        if parent.depth + 1 + deepest - folder.depth > _DEEPEST:
            raise FolderTooDeep(folder.display_name)

    def _check_free(self, parent: Folder, display_name: str, besides: Folder | None = None) -> None:
        if not parent.exists:
            raise ParentFolderNotFound(parent.display_name)
        if not display_name.strip() or len(display_name) > _LONGEST_NAME:
            raise FolderNameInvalid(display_name)
        taken = parent.child(display_name)
        if taken is not None and taken is not besides:
            raise FolderExists(display_name)

    def _free_name(self, parent: Folder, display_name: str) -> str:
        """Return the name, with a number behind it where it is taken, as Exchange does in Deleted Items."""
        name, number = display_name, 0
        while parent.child(name) is not None:
            number += 1
            name = f"{display_name}{number}"
        return name

    def _reparent(self, folder: Folder, parent: Folder, display_name: str) -> None:
        former = folder.parent
        folder.detach()
        folder.attach(parent, display_name)
        folder.change_number = self._next_change_number()
        folder.modified_at = self.clock.now()
        self.changes.append(ChangeKind.FOLDER_MOVED, folder, folder.modified_at, other_folder=former)

    def _drop_folder(self, folder: Folder) -> None:
        folder.detach()
        folder.exists = False
        self._folders.pop(folder.number, None)
        self._log_folder(ChangeKind.FOLDER_DELETED, folder)

    def _add_folder(
        self,
        parent: Folder | None,
        display_name: str,
        folder_class: str,
        distinguished_id: str | None = None,
        hidden: bool = False,
        *,
        built_in: bool = False,
    ) -> Folder:
        self._last_uid_validity += 1
        folder = Folder(
            self,
            self._next_number(),
            parent,
            display_name,
            folder_class,
            # A small number per folder, as in the real service; a folder made again under the same name gets another.
            uid_validity=self._last_uid_validity,
            at=self.clock.now(),
            change_number=self._next_change_number(),
            distinguished_id=distinguished_id,
            hidden=hidden,
            built_in=built_in,
        )
        self._folders[folder.number] = folder
        if distinguished_id:
            self._distinguished[distinguished_id] = folder
        return folder

    def _make_distinguished(self) -> None:
        by_name: dict[str, Folder] = {}
        for row in FOLDER_ROWS:
            folder = self._add_folder(
                by_name.get(row.parent),
                row.display_name,
                row.folder_class,
                row.distinguished_id,
                row.hidden,
                built_in=True,
            )
            by_name[row.display_name] = folder

    def _log_folder(self, kind: ChangeKind, folder: Folder) -> None:
        self.changes.append(kind, folder, self.clock.now())

    def _next_number(self) -> int:
        self._last_number += 1
        return self._last_number

    def _next_change_number(self) -> int:
        self._last_change_number += 1
        return self._last_change_number
