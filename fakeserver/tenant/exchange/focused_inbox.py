"""Focused Inbox: of which senders somebody has said that their mail is always focused, or never.

Source: learn.microsoft.com/graph/api/resources/manage-focused-inbox. Assumption: without an override all mail is
focused, since nothing is learned here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final

from fakeserver.tenant.exchange.values import EmailAddress

#: Senders that a mailbox can have overrides for (learn.microsoft.com/graph/api/inferenceclassification-post-overrides).
MOST: Final = 1000


class Classification(StrEnum):
    """On which tab of the inbox a message is shown."""

    FOCUSED = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Override:
    """Where the mail of one sender is shown."""

    override_id: str
    sender: EmailAddress
    classification: Classification


class FocusedInbox:
    """One mailbox's overrides, in the order in which they came; addresses compare without case."""

    def __init__(self) -> None:
        self._overrides: dict[str, Override] = {}

    def set(self, override: Override) -> None:
        """Take an override, in the place of the one that its sender has."""
        self._overrides[override.sender.address.lower()] = override

    def discard(self, address: str) -> None:
        """Forget what was said of a sender; nothing happens where nobody has said anything."""
        self._overrides.pop(address.lower(), None)

    def of(self, address: str) -> Override | None:
        """Return a sender's override; None: there is none."""
        return self._overrides.get(address.lower()) if self._overrides else None

    def __len__(self) -> int:
        return len(self._overrides)

    def __iter__(self) -> Iterator[Override]:
        return iter(self._overrides.values())

    def __repr__(self) -> str:
        return f"<FocusedInbox {[f'{each.sender.address}: {each.classification}' for each in self]}>"
