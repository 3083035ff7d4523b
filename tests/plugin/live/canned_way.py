"""A way to a mailbox that exists in the test alone, for what the fake's servers do not do."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from pytest_m365.live.errors import FolderNotEmpty
from pytest_m365.live.folder_names import STANDARD, canonical, not_found
from pytest_m365.live.headers import read_header
from pytest_m365.live.way import Found, Position, PositionLost


@dataclass
class CannedWay:
    """Folders of messages, and errors that the next calls meet."""

    name: str = "canned"
    contents: dict[str, dict[int, bytes]] = field(default_factory=lambda: {name: {} for name in STANDARD})
    validity: int = 1
    #: what the next calls raise, one after the other; None: the call goes well
    troubles: list[Exception | None] = field(default_factory=list)
    #: a put raises its trouble after it was done
    is_put_done_before: bool = False
    calls: list[str] = field(default_factory=list)
    closed: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def move(self) -> None:
        """Move the mailbox to another server: numbers of before mean nothing any more."""
        self.validity += 1
        self._numbers = count(1)
        for name, held in self.contents.items():
            self.contents[name] = {next(self._numbers): mime for mime in held.values()}

    def named(self, folder: str) -> str:
        """Return the one name of a folder."""
        for name in self.contents:
            if name.casefold() == canonical(folder).casefold():
                return name
        raise not_found(canonical(folder), self.contents)

    def position(self, folder: str) -> Position:
        """Return how far a folder is filled."""
        self._call("position")
        return Position(str(self.validity), max(self.contents[self.named(folder)], default=0))

    def after(self, folder: str, position: Position | None, *, made_since: datetime | None = None) -> Sequence[Found]:
        """Return the messages that came after a position."""
        self._call("after")
        if position is not None and position.validity != str(self.validity):
            raise PositionLost(folder)
        first = position.number if position is not None else 0
        name = self.named(folder)
        return [self._found(name, number) for number in self.contents[name] if number > first]

    def marked(self, folder: str) -> Sequence[Found]:
        """Return the messages that have a tag."""
        self._call("marked")
        name = self.named(folder)
        return [each for number in self.contents[name] if (each := self._found(name, number)).tags]

    def mime(self, found: Found) -> bytes:
        """Return a message."""
        self._call("mime")
        return self.contents[found.folder][found.number]

    def is_read(self, found: Found) -> bool:
        """Nobody reads."""
        self._call("is_read")
        return False

    def put(self, folder: str, mime: bytes, *, is_read: bool, received_at: datetime | None) -> None:
        """Store a message."""
        if self.is_put_done_before:
            self.contents[self.named(folder)][next(self._numbers)] = mime
        self._call("put")
        if not self.is_put_done_before:
            self.contents[self.named(folder)][next(self._numbers)] = mime

    def remove(self, found: Collection[Found]) -> None:
        """Remove messages."""
        self._call("remove")
        for each in found:
            self.contents[each.folder].pop(each.number, None)

    def folders(self) -> Sequence[str]:
        """Return the folders."""
        self._call("folders")
        return list(self.contents)

    def add_folder(self, path: str) -> None:
        """Make a folder."""
        self._call("add_folder")
        self.contents.setdefault(path, {})

    def remove_folder(self, path: str) -> None:
        """Remove a folder."""
        self._call("remove_folder")
        if self.contents.get(path):
            raise FolderNotEmpty("canned", f"removing {path}", "something is in it")
        self.contents.pop(path, None)

    def close(self) -> None:
        """Count it."""
        self.closed += 1

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if name == "put" or not self.is_put_done_before:
            trouble = self.troubles.pop(0) if self.troubles else None
            if trouble is not None:
                raise trouble

    def _found(self, folder: str, number: int) -> Found:
        header = read_header(self.contents[folder][number])
        return Found(
            folder,
            f"{self.validity}:{number}",
            number,
            header.subject,
            header.sender,
            header.recipients,
            header.message_id,
            header.tags,
            header.spam_level,
        )
