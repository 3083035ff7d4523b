"""The addresses whose mail somebody wants in Junk Email.

Source: Set-MailboxJunkEmailConfiguration, BlockedSendersAndDomains.
"""

from collections.abc import Iterator


class BlockedSenders:
    """One mailbox's list of blocked senders: addresses and domains, compared without case."""

    def __init__(self) -> None:
        self._blocked: dict[str, str] = {}

    def add(self, sender: str) -> None:
        """Block an address, or a whole domain."""
        self._blocked[sender.lower()] = sender

    def discard(self, sender: str) -> None:
        """Block an address no longer; nothing happens where it is not blocked."""
        self._blocked.pop(sender.lower(), None)

    def __contains__(self, sender: str) -> bool:
        """Say whether mail of an address goes to Junk Email."""
        address = sender.lower()
        return bool(self._blocked) and (address in self._blocked or address.rpartition("@")[2] in self._blocked)

    def __len__(self) -> int:
        return len(self._blocked)

    def __iter__(self) -> Iterator[str]:
        return iter(self._blocked.values())

    def __repr__(self) -> str:
        return f"<BlockedSenders {list(self)}>"
