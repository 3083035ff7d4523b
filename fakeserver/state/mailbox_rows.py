"""A mailbox as rows: what it holds itself, its folders, its items, and its log of changes.

The log says which items and folders have changed, so that each time only those are written.
"""

from collections.abc import Iterable
from typing import Any

from fakeserver.state.forms import Writer
from fakeserver.state.item_forms import change_form, folder_form, item_form
from fakeserver.state.known import name_of
from fakeserver.state.looks import Look
from fakeserver.state.naming import Naming
from fakeserver.state.parts import held_by
from fakeserver.state.rows import Key, Rows
from fakeserver.steps import BATCH, Pace, batched
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox


class MailboxRows:
    """Puts what has changed in a mailbox into the rows of its tenant. Use it with the tenant's lock held."""

    def __init__(self, mailbox: Mailbox, rows: Rows, writer: Writer, naming: Naming) -> None:
        self._mailbox = mailbox
        self._guid = mailbox.guid
        self._rows = rows
        self._writer = writer
        self._naming = naming
        self._log = mailbox.changes
        self._registry: Any = vars(mailbox)["_registry"]
        self._tree: Any = vars(mailbox.folders)["_tree"]
        #: how far the log was read, and how often something had been taken back then
        self._position, self._restores = 0, self._log.restores
        #: the numbers of items whose rows are not what they are
        self._changed: dict[int, None] = dict.fromkeys(vars(self._registry)["_items"])
        #: what the file has: numbers of items and folders, positions of the log
        self._items: set[int] = set()
        self._folders: set[int] = set()
        self._changes: set[int] = set()
        self._has_news = True
        self._look: Look | None = None

    def is_read(self, items: Iterable[int], folders: Iterable[int], changes: Iterable[int]) -> None:
        """Learn that the mailbox was made of these rows of the file, and has not changed since."""
        self._items, self._folders, self._changes = set(items), set(folders), set(changes)
        self._position, self._has_news = self._log.position, False
        self._changed.clear()

    def take(self, pace: Pace) -> bool:
        """Take what is new in the log, and the items that it tells of, for one step at most.

        Returns:
            Whether that was all.
        """
        if self._log.restores != self._restores:
            self._begin_again()
        for some in batched(self._log.since(self._position)):
            for change in some:
                self._rows.put(Key("change", self._guid, change.position), change_form(change, self._naming))
                self._changes.add(change.position)
                self._position = change.position
                if change.number:
                    self._changed[change.number] = None
            self._has_news = True
            if pace.is_over():
                return False
        while self._changed:
            for number in list(self._changed)[:BATCH]:
                self._take_item(number)
                del self._changed[number]
            if pace.is_over():
                return False
        return True

    def finish(self) -> None:
        """Take the folders, where anything is new, and what the mailbox holds itself."""
        if self._has_news:
            self._take_folders()
            self._has_news = False
        if self._look is not None and self._look.is_same():
            return
        # The tenant's, not its own.
        elsewhere = {id(self._mailbox.clock)}
        self._look = Look.of_part(self._mailbox, elsewhere)
        form = held_by(self._mailbox, self._writer, elsewhere)
        self._put(Key("mailbox", self._guid), [name_of(type(self._mailbox)), self._mailbox.is_room, form])

    def drop(self) -> None:
        """Delete all the rows, since the mailbox is gone."""
        self._rows.drop(Key("mailbox", self._guid))
        for room, numbers in (("item", self._items), ("folder", self._folders), ("change", self._changes)):
            for number in numbers:
                self._rows.drop(Key(room, self._guid, number))

    def _begin_again(self) -> None:
        """Take in that the mailbox has gone back to what it was: each row may say something that is not so."""
        self._restores = self._log.restores
        present = {change.position for change in self._log.since(0)}
        for position in self._changes - present:
            self._rows.drop(Key("change", self._guid, position))
        self._changes &= present
        self._position = max(self._changes, default=0)
        self._changed = dict.fromkeys(self._items | vars(self._registry)["_items"].keys())
        self._has_news = True

    def _take_item(self, number: int) -> None:
        key, item = Key("item", self._guid, number), self._registry.by_number(number)
        if item is not None:
            self._put(key, item_form(item, self._writer))
            self._items.add(number)
        elif number in self._items:
            self._rows.drop(key)
            self._items.discard(number)

    def _take_folders(self) -> None:
        there: dict[int, Folder] = vars(self._tree)["_folders"]
        for folder in there.values():
            self._take_folder(folder)
        gone = self._naming.gone_folders.get(self._guid, {})
        # Their parents may be gone as well, and are met on the way.
        for number in iter(lambda: next((one for one in gone if one not in there), None), None):
            self._take_folder(gone.pop(number))

    def _take_folder(self, folder: Folder) -> None:
        self._put(Key("folder", self._guid, folder.number), folder_form(folder, self._writer, self._naming))
        self._folders.add(folder.number)

    def _put(self, key: Key, form: Any) -> None:
        self._rows.put(key, form, self._writer.used)
        self._writer.used.clear()
