"""The folders of a mailbox over Microsoft Graph, by the names that the helpers have for them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pytest_m365.live.errors import AccessRefused
from pytest_m365.live.folder_names import canonical, not_found, same_name
from pytest_m365.live.graph_session import GraphSession, key

#: folders that every mailbox has, by the names that are theirs in Microsoft Graph as well
OWN = ("inbox", "junkemail", "sentitems", "drafts", "deleteditems", "outbox")
_SHOWN = "id,displayName,childFolderCount,totalItemCount"
#: folders in one page
_AT_ONCE = "100"
#: a folder is there already
_EXISTS = "ErrorFolderExists"


class GraphFolders:
    """A mailbox's folders of mail; Microsoft Graph has no others."""

    def __init__(self, session: GraphSession) -> None:
        self._session = session
        #: of all folders: name -> id; None: not asked for yet
        self._ids: dict[str, str] | None = None

    def named(self, folder: str) -> str:
        """Return the one name of a folder.

        Raises:
            LookupError
        """
        wanted = canonical(folder)
        if wanted in OWN:
            return wanted
        is_remembered = self._ids is not None
        found = same_name(wanted, self.all())
        if found is None and is_remembered:
            # Somebody may have made it meanwhile.
            self.forget()
            found = same_name(wanted, self.all())
        if found is None:
            raise not_found(wanted, self.all())
        return found

    def path(self, folder: str) -> str:
        """Return where a folder is, below the mailbox.

        Raises:
            LookupError
        """
        name = self.named(folder)
        return f"mailFolders/{name if name in OWN else key(self.all()[name])}"

    def all(self) -> Mapping[str, str]:
        """Return the folders by name."""
        if self._ids is None:
            own = {}
            for name in OWN:
                # Some are made when they are first needed.
                with suppress(LookupError):
                    own[name] = self._session.get(f"mailFolders/{name}", f"opening {name}", select="id")["id"]
            self._ids = dict(own)
            self._add("mailFolders", "", {each: name for name, each in own.items()})
        return self._ids

    def shown(self, folder: str) -> Any:
        """Return how many items and folders a folder has now, as Microsoft Graph names these numbers.

        Raises:
            LookupError
        """
        return self._session.get(self.path(folder), f"looking into the folder {folder}", select=_SHOWN)

    def make(self, path: str) -> None:
        """Make a folder, whose parent is there; one that is there already is no error."""
        above, _, name = path.rpartition("/")
        where = f"{self.path(above)}/childFolders" if above else "mailFolders"
        try:
            self._session.ask("POST", where, f"making the folder {path}", body={"displayName": name})
        except AccessRefused as error:
            if _EXISTS not in error.answer:
                raise
        self.forget()

    def remove(self, path: str) -> None:
        """Remove a folder with what is in it, for good."""
        self._session.ask("POST", f"{self.path(path)}/permanentDelete", f"removing the folder {path}")
        self.forget()

    def forget(self) -> None:
        """Ask anew the next time."""
        self._ids = None

    def _add(self, where: str, above: str, own: Mapping[str, str]) -> None:
        """Take in the folders of a list, and those below them.

        Args:
            above: what their paths begin with.
            own: id -> name of those that every mailbox has.
        """
        assert self._ids is not None
        for each in self._session.pages(where, "listing the folders", top=_AT_ONCE, select=_SHOWN):
            name = own.get(each["id"]) or canonical(f"{above}{each['displayName']}")
            self._ids.setdefault(name, each["id"])
            if each["childFolderCount"]:
                # What lies below the inbox begins with "Inbox/".
                below = f"{canonical(f'{name}/-')[:-1]}"
                # Another process may have removed it meanwhile.
                with suppress(LookupError):
                    self._add(f"mailFolders/{key(each['id'])}/childFolders", below, own)
