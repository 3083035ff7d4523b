"""All mailboxes of a tenant, by address. It knows nothing of users: who may open what is the door's affair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakeserver.tenant.exchange.mailbox import Mailbox

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable
    from random import Random

    from fakeserver.tenant.clock import Clock


class Mailboxes:
    """Mailboxes by address. Addresses compare without case, local parts too, as Exchange does."""

    def __init__(self, clock: Clock, lock: threading.RLock, random: Random) -> None:
        self.clock = clock
        self.lock = lock
        self.random = random
        self._by_address: dict[str, Mailbox] = {}

    @property
    def all(self) -> list[Mailbox]:
        """All mailboxes, the oldest first."""
        return list(dict.fromkeys(self._by_address.values()))

    def add(self, address: str, display_name: str = "", aliases: Iterable[str] = ()) -> Mailbox:
        """Make a mailbox; its folders are made when it is first used.

        Raises:
            ValueError: a mailbox has one of the addresses already.
        """
        addresses = [address, *aliases]
        # All or nothing: a mailbox that was refused may not stay under those of its addresses that were free.
        if taken := [each for each in addresses if self.by_address(each) is not None]:
            raise ValueError(f"another mailbox has the address {taken[0]}")
        mailbox = Mailbox(address, display_name or address, clock=self.clock, lock=self.lock, random=self.random)
        for each in addresses:
            self.add_alias(mailbox, each)
        return mailbox

    def add_alias(self, mailbox: Mailbox, address: str) -> None:
        """Let mail to one more address reach a mailbox.

        Raises:
            ValueError: another mailbox has it already.
        """
        if self._by_address.setdefault(address.lower(), mailbox) is not mailbox:
            raise ValueError(f"another mailbox has the address {address}")

    def by_address(self, address: str) -> Mailbox | None:
        """Return the mailbox with this address, primary or alias."""
        return self._by_address.get(address.lower())

    def by_guid(self, guid: str) -> Mailbox | None:
        """Return the mailbox with this ExchangeGuid, as ids of items and folders name it."""
        return next((mailbox for mailbox in self._by_address.values() if mailbox.guid == guid), None)

    def recipient(self, address: str) -> Mailbox | None:
        """Return the mailbox that mail to this address reaches; "alice+tag@..." reaches alice's."""
        found = self.by_address(address)
        if found is None:
            local, _at, domain = address.rpartition("@")
            found = self.by_address(f"{local.partition('+')[0]}@{domain}")
        return found

    def addresses(self, mailbox: Mailbox) -> list[str]:
        """Return a mailbox's addresses in lower case, the primary one first."""
        return [address for address, owner in self._by_address.items() if owner is mailbox]

    def remove(self, mailbox: Mailbox) -> None:
        """Take a mailbox out, with all that is in it."""
        for address in self.addresses(mailbox):
            del self._by_address[address]
