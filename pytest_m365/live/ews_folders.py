"""The folders of a mailbox over EWS, by the names that the helpers have for them."""

from __future__ import annotations

from typing import Any

from pytest_m365.live.ews_session import EwsSession
from pytest_m365.live.folder_names import canonical, distinguished_at, not_found

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
        for _ in range(2):
            for name in self.all():
                if name.casefold() == wanted.casefold():
                    return name
            # Somebody may have made it meanwhile.
            self.forget()
        raise not_found(wanted, self.all())

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
            with self._session.asking("listing the folders"):
                self._tree = {
                    _name(each, top): each for each in top.walk() if (each.folder_class or "").startswith(_MAIL)
                }
        return self._tree

    def forget(self) -> None:
        """Ask anew the next time."""
        self._tree = None
        self._session.account.root.clear_cache()


def _name(folder: Any, top: Any) -> str:
    """Return what the helpers call a folder."""
    names: list[str] = []
    while folder is not None and folder != top:
        known = folder.is_distinguished and folder.DISTINGUISHED_FOLDER_ID
        if known in _OWN:
            return canonical("/".join([known, *names]))
        names.insert(0, folder.name)
        folder = folder.parent
    path = "/".join(names)
    # exchangelib may know one of these only by its name.
    return distinguished_at(path) or path
