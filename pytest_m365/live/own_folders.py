"""What a guarded client asks about folders: which are the test's, and whom it tells of those that it makes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NoReturn, Protocol

from pytest_m365.live.guard import NotAllowed


class OwnFolders(Protocol):
    """The folders of a test."""

    def owns_folder(self, path: str) -> bool:
        """Say whether the test has made a folder, or one above it."""

    def note_folder(self, path: str) -> Sequence[str]:
        """Note a folder that is about to be made; return it, and those above it, as far as they are not there.

        Raises:
            NotAllowed
        """

    def note_renamed(self, path: str, new: str) -> Sequence[str]:
        """Note the name that a folder of the test is about to get; return what was noted.

        Raises:
            NotAllowed
        """

    def were_not_made(self, paths: Collection[str]) -> None:
        """Take notice that the service has refused what was noted: whatever has that name is not the test's."""


class NoFolders:
    """Of a mailbox other than the test's first: what it made there nobody would remove."""

    def owns_folder(self, path: str) -> bool:
        """None is its own."""
        return False

    def note_folder(self, path: str) -> NoReturn:
        """Refuse it."""
        raise NotAllowed(f"no test makes the folder {path} in another mailbox than that of m365_mailbox")

    def note_renamed(self, path: str, new: str) -> NoReturn:
        """Refuse it."""
        self.note_folder(new)

    def were_not_made(self, paths: Collection[str]) -> None:
        """None was noted."""
