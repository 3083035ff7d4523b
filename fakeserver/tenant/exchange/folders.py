"""The folders of a mailbox: finding, making, naming, moving, copying, emptying, deleting them."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial

from fakeserver.steps import Steps, finish, in_batches, taken_back
from fakeserver.suggestion import did_you_mean
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.changes import ChangeKind, ChangeLog
from fakeserver.tenant.exchange.entities import Folder, Item, Store
from fakeserver.tenant.exchange.folder_languages import names_in
from fakeserver.tenant.exchange.folder_names import check_free, free_name
from fakeserver.tenant.exchange.folder_places import check_depth, check_exist, check_place
from fakeserver.tenant.exchange.ids import StoreId, decode_id
from fakeserver.tenant.exchange.items import Items, still_in
from fakeserver.tenant.exchange.tree import FolderTree
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import FolderNotFound, FolderProtected, IdMalformed

_Concerns = Callable[[Item], bool] | None
#: Search folders lie here by themselves, which is not below msgfolderroot.
_SEARCHES = "searchfolders"


class Folders:
    """The folders of one mailbox."""

    def __init__(self, mailbox: Store, tree: FolderTree, items: Items, changes: ChangeLog, clock: Clock) -> None:
        self._mailbox = mailbox
        self._tree = tree
        self._items = items
        self._changes = changes
        self._clock = clock
        #: how often they were made anew
        self.moves = 0

    # --- finding -----------------------------------------------------------------------------------------------

    def distinguished(self, distinguished_id: str = "inbox") -> Folder:
        """Return a distinguished folder, e.g. "inbox", "sentitems", "msgfolderroot".

        Raises:
            FolderNotFound: the mailbox has none of this id.
        """
        return self._tree.distinguished(distinguished_id)

    def by_id(self, folder_id: str | StoreId) -> Folder:
        """Return the folder with an EWS id.

        Raises:
            IdMalformed: the id cannot be read, or isn't a folder's.
            FolderNotFound: there is none, or not any more, or it is another mailbox's.
        """
        store_id = decode_id(folder_id)
        if store_id.kind != "folder":
            raise IdMalformed(store_id.text)
        folder = self._tree.by_number(store_id.folder_number)
        if folder is None or store_id.entry_id != self._mailbox.ids.folder_entry_id(folder.number):
            raise FolderNotFound(store_id.text)
        return folder

    def by_path(self, path: str) -> Folder | None:
        """Return the folder at a path below msgfolderroot or publicfoldersroot; names compare without case."""
        folder: Folder | None = self._tree.top
        for name in path.split("/"):
            if folder is None:
                return None
            folder = folder.child(name)
        return folder

    def named(self, name: str) -> Folder:
        """Return a folder by path or by distinguished id, as people who write tests name it.

        A path begins below msgfolderroot, or with "searchfolders/".

        Raises:
            FolderNotFound: there is no such folder; a note says which there are.
        """
        found = self.by_path(name)
        if found is not None:
            return found
        try:
            root, _, below = name.partition("/")
            search = self.distinguished(root).child(below) if below and root.lower() == _SEARCHES else None
            return search or self.distinguished(name)
        except FolderNotFound as refusal:
            # The caller is a test, whose report shows the note.
            paths = [folder.path for folder in self.below() if not folder.hidden]
            refusal.add_note(
                f"folders are named by distinguished id ('inbox', 'sentitems') or path: {', '.join(map(repr, paths))}"
                f"{did_you_mean(name, paths)}; mailbox.add_folder({name!r}) makes it"
            )
            raise

    def below(self, folder: Folder | None = None) -> list[Folder]:
        """Return all folders below one, or below msgfolderroot, parents before children."""
        return list((folder or self._tree.top).descendants())

    # --- changing ----------------------------------------------------------------------------------------------

    def create(
        self, parent: Folder, display_name: str, folder_class: str = "IPF.Note", *, above: Sequence[str] = ()
    ) -> Folder:
        """Make a folder.

        Args:
            above: names of folders to be made between the parent and it; where it is refused, none of them is.

        Raises:
            ParentFolderNotFound: the parent was deleted.
            FolderExists: the parent has a folder of this name, in whatever case.
            FolderNameInvalid: a name is empty, longer than 255 characters, or has a NUL in it, which ends MAPI's.
            FolderTooDeep: 300 folders lie above it.
        """
        check_free(parent, *above, display_name)
        check_depth(parent, display_name, between=len(above))
        return self._make(self._make_above(parent, above), display_name, folder_class)

    def made(self, path: str) -> Folder:
        """Return what ``named`` does; it, and those above it, are made where they are not there, as by ``create``."""
        found = self.by_path(path)
        if found is not None:
            return found
        # And not by `named`, which looks for a name that may be meant: a test makes many folders.
        with suppress(FolderNotFound):
            return self.distinguished(path)
        folder, missing = self._tree.top, path.split("/")
        while (child := folder.child(missing[0])) is not None:
            folder = child
            del missing[0]
        return self.create(folder, missing[-1], above=missing[:-1])

    def rename(self, folder: Folder, display_name: str) -> None:
        """Give a folder another name; another spelling of its own name is allowed.

        Raises:
            FolderProtected: it is a folder that every mailbox has.
            FolderExists, FolderNameInvalid: as in ``create``.
        """
        if folder.built_in or folder.parent is None:
            raise FolderProtected(folder.display_name)
        check_free(folder.parent, display_name, besides=folder)
        self._tree.place(folder, folder.parent, display_name)
        self.touch(folder)

    def rebuild(self) -> None:
        """Make them anew, as where the mailbox is moved: each gets another UIDVALIDITY, and whoever watches is told."""
        self.moves += 1
        self._tree.renumber()
        self.touch(self.distinguished())

    def localize(self, language: str) -> None:
        """Name the folders that every mailbox has in a language, e.g. "de-DE"; their ids stay.

        Assumption: where another folder has the name a number is put behind it.

        Raises:
            ValueError: there are no names in this language.
        """
        for distinguished_id, name in names_in(language).items():
            folder = self.distinguished(distinguished_id)
            if folder.parent is not None and folder.display_name != name:
                same = folder.parent.child(name) is folder
                self._tree.place(folder, folder.parent, name if same else free_name(folder.parent, name))
                self.touch(folder)

    def move(
        self, folder: Folder, parent: Folder, display_name: str | None = None, *, above: Sequence[str] = ()
    ) -> None:
        """Put a folder with all it contains below another; its id stays, its change key doesn't.

        Args:
            display_name: its name from then on; None: it keeps its own.
            above: as in ``create``.

        Raises:
            FolderProtected: it is a folder that every mailbox has.
            FolderCycle: the new parent is the folder itself or lies below it.
            ParentFolderNotFound, FolderExists, FolderNameInvalid, FolderTooDeep: as in ``create``.
        """
        if folder.built_in:
            raise FolderProtected(folder.display_name)
        check_place(folder, parent, len(above))
        name = folder.display_name if display_name is None else display_name
        check_free(parent, *above, name, besides=folder)
        self._reparent(folder, self._make_above(parent, above), name)

    def copy(self, folder: Folder, parent: Folder) -> Folder:
        """Put a copy of a folder, with all it contains, below another.

        Assumption: the folders that every mailbox has can be copied; only MoveFolder's page says that they cannot move.

        Raises:
            FolderCycle, ParentFolderNotFound, FolderExists, FolderTooDeep: as in ``move``.
        """
        return finish(self.copy_in_steps(folder, parent))

    def copy_in_steps(self, folder: Folder, parent: Folder, concerns: _Concerns = None) -> Steps[Folder]:
        """Do the same in steps: all the folders first, then the items in them.

        The copy is made or taken back: that is done when the folder, one below it, or the copy itself is deleted
        before the end, or when nobody waits any more. What others put into the folder meanwhile is not copied, nor
        items that they take out before their turn comes. A part of the copy that they delete gets no more.

        Args:
            concerns: says which items are copied; None: all.

        Raises:
            FolderNotFound: the folder, one below it, or the copy was deleted meanwhile.
        """
        check_place(folder, parent)
        check_free(parent, folder.display_name)
        copies = {folder: self._copy_alone(folder, parent)}
        for below in folder.descendants():
            assert below.parent is not None
            copies[below] = self._copy_alone(below, copies[below.parent])
        try:
            for origin, items in [(origin, list(origin.items.values())) for origin in copies]:
                yield from in_batches(items, partial(self._copy_items, origin, copies[origin], concerns))
            check_exist(*copies, copies[folder])
        except BaseException as trouble:
            yield from taken_back(trouble, self._delete_all(copies.values()))
            raise
        return copies[folder]

    def delete(self, folder: Folder, mode: DeleteMode = DeleteMode.HARD) -> None:
        """Delete a folder with all it contains; to Deleted Items it moves as it is, under a free name.

        Raises:
            FolderProtected: it is a folder that every mailbox has.
        """
        finish(self.delete_in_steps(folder, mode))

    def delete_in_steps(self, folder: Folder, mode: DeleteMode) -> Steps[None]:
        """Do the same in steps; what others put into the folder meanwhile goes with it."""
        if folder.built_in:
            raise FolderProtected(folder.display_name)
        trash = self._tree.trash(folder, mode)
        if trash is not None and mode is DeleteMode.MOVE_TO_DELETED and trash.distinguished_id == "deleteditems":
            self._reparent(folder, trash, free_name(trash, folder.display_name))
            return
        while folder.exists and (folder.items or folder.child_names):
            for child in folder.children:
                if child.parent is folder:
                    yield from self.delete_in_steps(child, mode)
            yield from self.empty_in_steps(folder, mode)
        if folder.exists:
            self._tree.drop(folder)
            self._log(ChangeKind.FOLDER_DELETED, folder)

    def empty(self, folder: Folder, mode: DeleteMode = DeleteMode.HARD, delete_subfolders: bool = False) -> None:
        """Delete all items of a folder, and on request its subfolders; distinguished ones are emptied but stay."""
        finish(self.empty_in_steps(folder, mode, delete_subfolders))

    def empty_in_steps(
        self,
        folder: Folder,
        mode: DeleteMode,
        delete_subfolders: bool = False,
        concerns: _Concerns = None,
    ) -> Steps[None]:
        """Do the same in steps; what others put into the folder meanwhile stays.

        Args:
            concerns: says which items of the folder itself are deleted; None: all.
        """
        items = list(folder.items.values())
        yield from in_batches(items, lambda some: self._items.delete(_those(folder, some, concerns), mode))
        if not delete_subfolders:
            return
        for child in folder.children:
            if child.parent is not folder:
                continue
            if child.built_in:
                yield from self.empty_in_steps(child, mode, delete_subfolders)
            else:
                yield from self.delete_in_steps(child, mode)

    def touch(self, folder: Folder) -> None:
        """Note that the folder's own properties changed: a new change key, and an entry in the log."""
        folder.change_number = self._mailbox.ids.new_change_number()
        folder.modified_at = self._clock.now()
        self._log(ChangeKind.FOLDER_CHANGED, folder)

    # --- inside ------------------------------------------------------------------------------------------------

    def _make_above(self, parent: Folder, names: Sequence[str]) -> Folder:
        """Make folders, each in the one before; return the last one."""
        for name in names:
            parent = self._make(parent, name)
        return parent

    def _make(self, parent: Folder, display_name: str, folder_class: str = "IPF.Note") -> Folder:
        folder = self._tree.add(parent, display_name, folder_class)
        self._log(ChangeKind.FOLDER_CREATED, folder)
        return folder

    def _copy_alone(self, folder: Folder, parent: Folder) -> Folder:
        """Copy a folder without what it contains."""
        copy = self._tree.add(parent, folder.display_name, folder.folder_class)
        copy.properties, copy.search = dict(folder.properties), folder.search
        self._changes.append(ChangeKind.FOLDER_COPIED, copy, copy.created_at, other_folder=folder)
        return copy

    def _copy_items(self, origin: Folder, copy: Folder, concerns: _Concerns, items: Sequence[Item]) -> None:
        check_exist(origin)
        if copy.exists:
            self._items.copy(_those(origin, items, concerns), copy)

    def _delete_all(self, folders: Iterable[Folder]) -> Steps[None]:
        """Delete folders with what they contain, wherever others may have put them."""
        for folder in folders:
            if folder.exists:
                yield from self.delete_in_steps(folder, DeleteMode.HARD)

    def _reparent(self, folder: Folder, parent: Folder, display_name: str) -> None:
        former = folder.parent
        self._tree.place(folder, parent, display_name)
        folder.change_number = self._mailbox.ids.new_change_number()
        folder.modified_at = self._clock.now()
        self._changes.append(ChangeKind.FOLDER_MOVED, folder, folder.modified_at, other_folder=former)

    def _log(self, kind: ChangeKind, folder: Folder) -> None:
        self._changes.append(kind, folder, self._clock.now())


def _those(folder: Folder, items: Sequence[Item], concerns: _Concerns) -> list[Item]:
    there = still_in(folder, items)
    return there if concerns is None else [item for item in there if concerns(item)]
