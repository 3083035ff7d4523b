"""The folders of a mailbox over EWS, by the names that the helpers have for them.

Imported only where exchangelib is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from exchangelib.errors import ErrorFolderExists
from exchangelib.folders import FolderCollection, Messages
from exchangelib.items import HARD_DELETE
from exchangelib.services import CreateFolder, DeleteFolder

from pytest_m365.live.ews_session import EwsSession
from pytest_m365.live.folder_names import canonical, not_found, same_name

#: id of EWS -> exchangelib's name for it
_OWN = {
    "inbox": "inbox",
    "junkemail": "junk",
    "sentitems": "sent",
    "drafts": "drafts",
    "deleteditems": "trash",
    "outbox": "outbox",
}
_MAIL = "IPF.Note"
#: how far FindFolder goes down
_DEEP = "Deep"


class EwsFolders:
    """What of a mailbox's folders holds mail; each is asked for when it is first needed."""

    def __init__(self, session: EwsSession) -> None:
        self._session = session
        self._own: dict[str, Any] = {}
        #: of all folders, by name; None: not asked for yet
        self._tree: dict[str, Any] | None = None

    def named(self, folder: str) -> str:
        """Return the one name of a folder.

        Raises:
            LookupError
        """
        wanted = canonical(folder)
        if wanted in _OWN:
            return wanted
        is_remembered = self._tree is not None
        found = same_name(wanted, self.all())
        if found is None and is_remembered:
            # Somebody may have made it meanwhile.
            self.forget()
            found = same_name(wanted, self.all())
        if found is None:
            raise not_found(wanted, self.all())
        return found

    def get(self, folder: str) -> Any:
        """Return exchangelib's folder.

        Raises:
            LookupError
        """
        name = self.named(folder)
        if name not in _OWN:
            return self.all()[name]
        if name not in self._own:
            with self._session.asking(f"opening {name}") as account:
                self._own[name] = getattr(account, _OWN[name])
        return self._own[name]

    def top(self) -> Any:
        """Return the folder that all that people see is in."""
        with self._session.asking("opening the mailbox") as account:
            return account.msg_folder_root

    def all(self) -> dict[str, Any]:
        """Return the folders of mail by name."""
        if self._tree is None:
            top = self.top()
            own = dict(self._distinguished())
            with self._session.asking("listing the folders") as account:
                # Not exchangelib's own tree, which asks for every folder that it has ever heard of.
                below = {each.id: each for each in FolderCollection(account, [top]).find_folders(depth=_DEEP)}
            self._tree = own | {
                _name(each, below, {folder.id: name for name, folder in own.items()}): each
                for each in below.values()
                if (each.folder_class or "").startswith(_MAIL) and each.id not in {mine.id for mine in own.values()}
            }
        return self._tree

    def make(self, path: str) -> None:
        """Make a folder of mail, whose parent is there; one that is there already is no error."""
        above, _, name = path.rpartition("/")
        parent = self.get(above) if above else self.top()
        with self._session.asking(f"making the folder {path}") as account, suppress(ErrorFolderExists):
            CreateFolder(account=account).get(parent_folder=parent, folders=[Messages(parent=parent, name=name)])
        self.forget()

    def remove(self, path: str) -> None:
        """Remove a folder with what is in it."""
        there = self.get(path)
        with self._session.asking(f"removing the folder {path}") as account:
            DeleteFolder(account=account).get(folders=[there], delete_type=HARD_DELETE)
        self.forget()

    def forget(self) -> None:
        """Ask anew the next time."""
        self._tree = None

    def _distinguished(self) -> Iterator[tuple[str, Any]]:
        for name in _OWN:
            with suppress(LookupError):
                yield name, self.get(name)


def _name(folder: Any, below: Mapping[str, Any], own: Mapping[str, str]) -> str:
    """Return what the helpers call a folder.

    Args:
        below: all folders by id.
        own: id -> name of those that every mailbox has.
    """
    names: list[str] = []
    while folder is not None:
        if folder.id in own:
            return canonical("/".join([own[folder.id], *names]))
        names.insert(0, folder.name)
        folder = below.get(folder.parent_folder_id.id)
    return "/".join(names)
