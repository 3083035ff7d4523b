"""Moving, copying and deleting, of items and of folders with all they contain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeserver.tenant.exchange.attaching import Attaching
from fakeserver.tenant.exchange.changes import ChangeKind
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import FolderProtected, ItemNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fakeserver.tenant.exchange.folders import Folder
    from fakeserver.tenant.exchange.items import Item


class Transfer(Attaching):
    """Contents that can change their place."""

    # --- items -------------------------------------------------------------------------------------------------

    def move(self, items: Iterable[Item], folder: Folder) -> list[Item]:
        """Put items into a folder; return them in order, each with a new id and a new UID.

        The ``Item`` objects given are the ones returned: an item is the same thing in another place.

        Raises:
            ItemNotFound: one was deleted meanwhile; those before it have moved.
            ParentFolderNotFound: the folder was deleted.
        """
        moved = []
        for item in items:
            self._check_present(item)
            moved.append(self._move(item, folder))
        return moved

    def copy(self, items: Iterable[Item], folder: Folder) -> list[Item]:
        """Put copies of items into a folder; return the copies in order.

        Raises:
            ItemNotFound, ParentFolderNotFound: as in ``move``.
        """
        copies = []
        for item in items:
            self._check_present(item)
            copies.append(self._copy(item, folder))
        return copies

    def delete(self, items: Iterable[Item], mode: DeleteMode = DeleteMode.HARD) -> None:
        """Delete items: out of every view, to the recoverable ones, or to Deleted Items.

        What lies in Deleted Items already goes on to the recoverable ones when it is deleted to there once more.

        Raises:
            ItemNotFound: one was deleted meanwhile; those before it are gone.
        """
        for item in items:
            self._check_present(item)
            target = self._trash(item.folder, mode)
            if target is None:
                self._discard(item)
            else:
                self._move(item, target)

    # --- folders -----------------------------------------------------------------------------------------------

    def copy_folder(self, folder: Folder, parent: Folder) -> Folder:
        """Put a copy of a folder, with all it contains, below another.

        Raises:
            FolderProtected: it is a folder that every mailbox has.
            FolderCycle: the new parent is the folder itself or lies below it.
            ParentFolderNotFound, FolderExists, FolderTooDeep: as in ``create_folder``.
        """
        self._check_movable(folder, parent)
        self._check_free(parent, folder.display_name)
        copy = self._add_folder(parent, folder.display_name, folder.folder_class)
        copy.properties = dict(folder.properties)
        self.changes.append(ChangeKind.FOLDER_COPIED, copy, copy.created_at, other_folder=folder)
        for item in list(folder.items.values()):
            self._copy(item, copy)
        for child in folder.children:
            self.copy_folder(child, copy)
        return copy

    def delete_folder(self, folder: Folder, mode: DeleteMode = DeleteMode.HARD) -> None:
        """Delete a folder with all it contains; to Deleted Items it moves as it is, under a free name.

        Raises:
            FolderProtected: it is a folder that every mailbox has.
        """
        if folder.built_in:
            raise FolderProtected(folder.display_name)
        trash = self._trash(folder, mode)
        if trash is not None and mode is DeleteMode.MOVE_TO_DELETED and trash.distinguished_id == "deleteditems":
            self._reparent(folder, trash, self._free_name(trash, folder.display_name))
            return
        for child in folder.children:
            self.delete_folder(child, mode)
        self.empty_folder(folder, mode)
        self._drop_folder(folder)

    def empty_folder(self, folder: Folder, mode: DeleteMode = DeleteMode.HARD, delete_subfolders: bool = False) -> None:
        """Delete all items of a folder, and on request its subfolders; distinguished ones are emptied but stay."""
        self.delete(list(folder.items.values()), mode)
        if delete_subfolders:
            for child in folder.children:
                if child.built_in:
                    self.empty_folder(child, mode, delete_subfolders)
                else:
                    self.delete_folder(child, mode)

    # --- inside ------------------------------------------------------------------------------------------------

    def _check_present(self, item: Item) -> None:
        if self._items.get(item.number) is not item:
            raise ItemNotFound(item.item_id)

    def _move(self, item: Item, folder: Folder) -> Item:
        former, old_number, old_uid = item.folder, item.number, item.uid
        number = self._new_item(folder, item.item_class).number
        now = self.clock.now()
        self._remove(item)
        self.changes.append(
            ChangeKind.MOVED_AWAY, former, now, old_number, old_uid, other_folder=folder, other_number=number
        )
        item.folder, item.number, item.modified_at = folder, number, now
        item.deleted = False
        self._insert(item, ChangeKind.MOVED, other_folder=former, other_number=old_number)
        return item

    def _copy(self, item: Item, folder: Folder) -> Item:
        copy = self._new_item(folder, item.item_class)
        item.copy_into(copy)
        copy.modified_at = self.clock.now()
        self._insert(copy, ChangeKind.COPIED, other_folder=item.folder, other_number=item.number)
        return copy

    def _discard(self, item: Item) -> None:
        self._remove(item)
        self.changes.append(ChangeKind.DELETED, item.folder, self.clock.now(), item.number, item.uid)

    def _trash(self, folder: Folder, mode: DeleteMode) -> Folder | None:
        """Return where things deleted from a folder go; None where they vanish."""
        if mode is DeleteMode.HARD or folder.is_below(self.folder("recoverableitemsroot")):
            return None
        deleted_items = self.folder("deleteditems")
        if mode is DeleteMode.SOFT or folder.is_below(deleted_items):
            return self.folder("recoverableitemsdeletions")
        return deleted_items
