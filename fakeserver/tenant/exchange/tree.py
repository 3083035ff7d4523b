"""Which folders a mailbox has: their numbers, the distinguished ones, and where deleted things go."""

from collections.abc import Callable
from operator import attrgetter

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.built_in_searches import set_searches
from fakeserver.tenant.exchange.distinguished import ARCHIVE_ROWS, FOLDER_ROWS, PUBLIC_ROWS
from fakeserver.tenant.exchange.entities import Folder, Store
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import FolderNotFound, RecoverableItemsFull

#: What changes in a folder, but for what it contains. UIDs go on from where they are: none is given out twice.
_FACTS = (
    "parent", "display_name", "folder_class", "modified_at", "change_number", "hidden", "exists", "unread_count",
    "associated_count", "search",
)  # fmt: skip
#: What it contains, in dictionaries.
_CONTENTS = ("properties", "items", "child_names")


class FolderTree:
    """The folders of one mailbox. The distinguished ones are made when the first folder is asked for."""

    def __init__(self, mailbox: Store, clock: Clock) -> None:
        self._mailbox = mailbox
        self._clock = clock
        self._folders: dict[int, Folder] = {}
        self._distinguished: dict[str, Folder] = {}
        self._last_uid_validity = 0

    def distinguished(self, distinguished_id: str) -> Folder:
        """Return a distinguished folder.

        Raises:
            FolderNotFound: the mailbox has none of this id.
        """
        if not self._folders:
            self._make_distinguished()
        try:
            return self._distinguished[distinguished_id.lower()]
        except KeyError:
            raise FolderNotFound(distinguished_id) from None

    @property
    def top(self) -> Folder:
        """The folder below which people see folders, where paths begin."""
        return self.distinguished("publicfoldersroot" if self._mailbox.is_public else "msgfolderroot")

    def by_number(self, number: int) -> Folder | None:
        """Return the folder with this number, unless there is none or it was deleted."""
        if not self._folders:
            self._make_distinguished()
        return self._folders.get(number)

    def trash(self, folder: Folder, mode: DeleteMode) -> Folder | None:
        """Return where things deleted from a folder go; None where they vanish.

        Raises:
            RecoverableItemsFull: there is no room. Assumption: what is to vanish goes there as well.
        """
        if folder.is_below(self.distinguished("recoverableitemsroot")):
            return None
        # Assumption: of public folders, which have no Deleted Items, everything goes to the recoverable ones.
        deleted_items = None if self._mailbox.is_public else self.distinguished("deleteditems")
        if mode is DeleteMode.MOVE_TO_DELETED and deleted_items is not None and not folder.is_below(deleted_items):
            return deleted_items
        if self._mailbox.recoverable_items_full:
            raise RecoverableItemsFull
        return None if mode is DeleteMode.HARD else self.distinguished("recoverableitemsdeletions")

    def add(
        self,
        parent: Folder | None,
        display_name: str,
        folder_class: str,
        distinguished_id: str | None = None,
        hidden: bool = False,
        *,
        built_in: bool = False,
    ) -> Folder:
        """Make a folder, without logging it."""
        self._last_uid_validity += 1
        now = self._clock.now()
        folder = Folder(
            self._mailbox,
            self._mailbox.ids.new_number(),
            parent,
            display_name,
            folder_class,
            # A small number per folder, as in the real service; a folder made again under the same name gets another.
            uid_validity=self._last_uid_validity,
            created_at=now,
            modified_at=now,
            change_number=self._mailbox.ids.new_change_number(),
            distinguished_id=distinguished_id,
            hidden=hidden,
            built_in=built_in,
        )
        self._folders[folder.number] = folder
        if parent is not None:
            parent.child_names[display_name.casefold()] = folder
        if distinguished_id:
            self._distinguished[distinguished_id] = folder
        return folder

    def place(self, folder: Folder, parent: Folder, display_name: str) -> None:
        """Put a folder below a parent, under a name that is free there."""
        _detach(folder)
        folder.parent = parent
        folder.display_name = display_name
        parent.child_names[display_name.casefold()] = folder

    def drop(self, folder: Folder) -> None:
        """Take a folder out of the mailbox."""
        _detach(folder)
        folder.exists = False
        self._folders.pop(folder.number, None)

    def renumber(self) -> None:
        """Give every folder another UIDVALIDITY. Assumption: UIDs stay; none is given out twice in either case."""
        self.distinguished("root")
        for folder in self._folders.values():
            self._last_uid_validity += 1
            folder.uid_validity = self._last_uid_validity

    def remember(self) -> Callable[[], None]:
        """Return what puts all folders back to what they are now, and takes out those that come later."""
        if not self._folders:
            # The folders that every mailbox has are to be the same ones afterwards.
            self._make_distinguished()
        numbered, named = dict(self._folders), dict(self._distinguished)
        folders = list(numbered.values())
        facts = {name: list(map(attrgetter(name), folders)) for name in _FACTS}
        contents = {name: [dict(held) for held in map(attrgetter(name), folders)] for name in _CONTENTS}

        def restore() -> None:
            for folder in self._folders.values():
                folder.exists = False
            self._folders, self._distinguished = dict(numbered), dict(named)
            for name, values in facts.items():
                for folder, value in zip(folders, values, strict=True):
                    setattr(folder, name, value)
            for name, dictionaries in contents.items():
                for folder, held in zip(folders, dictionaries, strict=True):
                    setattr(folder, name, dict(held))

        return restore

    def _make_distinguished(self) -> None:
        by_name: dict[str, Folder] = {}
        mailbox = self._mailbox
        for row in ARCHIVE_ROWS if mailbox.is_archive else PUBLIC_ROWS if mailbox.is_public else FOLDER_ROWS:
            folder = self.add(
                by_name.get(row.parent),
                row.display_name,
                row.folder_class,
                row.distinguished_id,
                row.hidden,
                built_in=True,
            )
            by_name[row.display_name] = folder
        set_searches(by_name)


def _detach(folder: Folder) -> None:
    if folder.parent is not None:
        folder.parent.child_names.pop(folder.display_name.casefold(), None)
