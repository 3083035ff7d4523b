"""What the helpers need of a protocol in order to use a mailbox: small, so that one more protocol is one more file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pytest_m365.live.tags import Tag


@dataclass(frozen=True)
class Found:
    """A message that a way has found: where it is, and its header as far as it is asked about."""

    #: as the helpers name it: an id of EWS such as "inbox", or a path
    folder: str
    #: the protocol's own name for it; good as long as it isn't moved, and the mailbox neither
    id: str
    #: grows with each message of its folder
    number: int
    subject: str
    #: the address in From; empty where there is none
    sender: str
    #: the addresses in To and Cc
    recipients: tuple[str, ...]
    message_id: str
    #: the tests that it belongs to, by its addresses, Message-IDs and field
    tags: frozenset[Tag]
    #: the spam confidence level that the service gave it, if it says one
    spam_level: str = ""
    #: it only answers a test's message, or is from its address, and may be a person's
    is_answer: bool = False


@dataclass(frozen=True)
class Position:
    """How far a folder had filled when it was looked at: what comes later has a larger number."""

    #: changes where numbers of before mean nothing any more
    validity: str
    number: int


class PositionLost(Exception):
    """A position of a folder means nothing any more: the mailbox was moved to another server meanwhile."""


class Way(Protocol):
    """A protocol as the way to one mailbox. Each call may raise the errors of `pytest_m365.live.errors`.

    Folders are named as `pytest_m365.live.folder_names.canonical` spells them; case doesn't matter. What is found
    belongs to tests or to others: `Found.tags` says it. Reports on messages have the tags of what they are about.
    """

    @property
    def name(self) -> str:
        """``imap``, ``ews`` or ``graph``."""

    def named(self, folder: str) -> str:
        """Return the one name of a folder, as `folders` has it.

        Raises:
            LookupError: there is no such folder; says which there are.
        """

    def position(self, folder: str) -> Position:
        """Return how far a folder is filled.

        Raises:
            LookupError: there is no such folder.
        """

    def after(self, folder: str, position: Position | None, *, made_since: datetime | None = None) -> Sequence[Found]:
        """Return the messages of a folder that came after a position, all of them without one, oldest first.

        Sets no flag.

        Args:
            made_since: what is known to be in the mailbox for longer may be left out; aware.

        Raises:
            PositionLost: the position means nothing any more, as the mailbox was moved.
        """

    def marked(self, folder: str) -> Sequence[Found]:
        """Return the messages of a folder that have a tag, of whichever run, oldest first; for sweeping."""

    def mime(self, found: Found) -> bytes:
        """Return a message as it lies there: RFC 5322 octets with CRLF line ends. Sets no flag.

        Raises:
            LookupError: it isn't there any more.
        """

    def is_read(self, found: Found) -> bool:
        """Say whether somebody has read a message, by now.

        Raises:
            LookupError: it isn't there any more.
        """

    def put(self, folder: str, mime: bytes, *, is_read: bool, received_at: datetime | None) -> None:
        """Store a message, and not as a draft.

        Args:
            mime: RFC 5322 octets with CRLF line ends.
            received_at: aware; now by default.
        """

    def remove(self, found: Collection[Found]) -> None:
        """Remove these messages for good, and no other: each is looked at once more, and must have its tags still.

        One that is gone is no error. Where the mailbox was moved since, they are found again by their marks.
        """

    def folders(self) -> Sequence[str]:
        """Return the paths of all folders of mail, "/" between names; distinguished ones by their ids."""

    def add_folder(self, path: str) -> None:
        """Make one folder, whose parent is there; one that is there already is no error."""

    def remove_folder(self, path: str) -> None:
        """Remove a folder in which nothing is; one that is gone is no error.

        Raises:
            FolderNotEmpty: something is in it. What comes between the look and the removal is lost with it.
        """

    def close(self) -> None:
        """End the connection; the next call makes a new one."""
