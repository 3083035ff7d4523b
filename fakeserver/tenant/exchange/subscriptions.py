"""The names that IMAP's SUBSCRIBE has chosen (RFC 3501 section 6.3.6): a list of names, not of folders."""


class Subscriptions:
    """A mailbox's subscriptions, by paths in any case. A chosen name stays when its folder is gone."""

    def __init__(self) -> None:
        #: as they were chosen, by path without case
        self._chosen: dict[str, str] = {}
        #: by path without case
        self._left: set[str] = set()

    @property
    def chosen(self) -> list[str]:
        """The names that were subscribed to, whether they have a folder or not."""
        return list(self._chosen.values())

    def includes(self, path: str, *, built_in: bool = False) -> bool:
        """Say whether a path is subscribed.

        Assumption: the folders that every mailbox has are, until somebody leaves them; others when they are chosen.
        """
        key = path.casefold()
        return key in self._chosen or (built_in and key not in self._left)

    def add(self, path: str) -> None:
        """Subscribe to a name."""
        self._chosen.setdefault(path.casefold(), path)
        self._left.discard(path.casefold())

    def remove(self, path: str) -> None:
        """Unsubscribe from a name."""
        self._left.add(path.casefold())
        self._chosen.pop(path.casefold(), None)
