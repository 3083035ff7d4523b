"""The names that IMAP's SUBSCRIBE has chosen (RFC 3501 section 6.3.6): a list of names, not of folders."""


class Subscriptions:
    """A mailbox's subscriptions, by paths in any case. A chosen name stays when its folder is gone.

    Assumption: a folder that nobody has unsubscribed from is subscribed.
    """

    def __init__(self) -> None:
        #: as they were chosen, by path without case
        self._chosen: dict[str, str] = {}
        self._left: set[str] = set()

    @property
    def chosen(self) -> list[str]:
        """The names that were subscribed to, whether they have a folder or not."""
        return list(self._chosen.values())

    def __contains__(self, path: str) -> bool:
        """Say whether a folder at this path is subscribed."""
        return path.casefold() not in self._left

    def has_chosen(self, path: str) -> bool:
        """Say whether a name is among the chosen ones."""
        return path.casefold() in self._chosen

    def add(self, path: str) -> None:
        """Subscribe to a name."""
        self._chosen.setdefault(path.casefold(), path)
        self._left.discard(path.casefold())

    def remove(self, path: str) -> None:
        """Unsubscribe from a name."""
        self._left.add(path.casefold())
        self._chosen.pop(path.casefold(), None)
