"""Who has read what in public folders: each reader has a state of their own.

An item's own flag says how it is for those who have neither read it nor marked it as unread. Folders, items and readers
are named by their numbers and ids here.

Source: learn.microsoft.com/powershell/module/exchange/set-publicfolder (PerUserReadStateEnabled, on by default).
"""

from dataclasses import dataclass, field

from fakeserver.steps import Steps, T


@dataclass
class _Seen:
    """What a reader sees in another way than the items' own flags say, in one folder."""

    items: set[int] = field(default_factory=set)
    #: how many more of the folder's items are unread for them
    more_unread: int = 0


class ReadState:
    """Of all public folders. Who reads is said for the time of a step; else it is about nobody in particular."""

    def __init__(self) -> None:
        self._readers: dict[int, dict[str, _Seen]] = {}
        self._reader = ""

    @property
    def is_personal(self) -> bool:
        """Whether somebody reads now."""
        return bool(self._reader)

    def has_read(self, folder: int, item: int, flag: bool) -> bool:
        """Say whether the reader has read an item; without one, whether anybody has.

        Args:
            flag: what the item's own flag says.
        """
        readers = self._readers.get(folder)
        if readers is None:
            return flag
        if not self._reader:
            return flag or any(item in seen.items for seen in readers.values())
        seen = readers.get(self._reader)
        return flag != (seen is not None and item in seen.items)

    def more_unread(self, folder: int) -> int:
        """Return how many more items of a folder are unread for the reader than by their own flags."""
        seen = self._readers.get(folder, {}).get(self._reader)
        return 0 if seen is None else seen.more_unread

    def mark(self, folder: int, item: int, flag: bool, is_read: bool) -> None:
        """Let an item be read or unread for the reader."""
        seen = self._readers.setdefault(folder, {}).setdefault(self._reader, _Seen())
        if (flag != (item in seen.items)) == is_read:
            return
        seen.items ^= {item}
        seen.more_unread += -1 if is_read else 1

    def forget(self, folder: int, item: int, flag: bool) -> None:
        """Forget an item that leaves its folder."""
        for seen in self._readers.get(folder, {}).values():
            if item in seen.items:
                seen.items.discard(item)
                seen.more_unread += -1 if flag else 1

    def read_by(self, reader: str, steps: Steps[T]) -> Steps[T]:
        """Take steps in each of which somebody reads; in between others may."""
        try:
            while True:
                former, self._reader = self._reader, reader
                try:
                    next(steps)
                except StopIteration as done:
                    result: T = done.value
                    return result
                finally:
                    self._reader = former
                yield
        finally:
            steps.close()
