"""All mailboxes of a tenant, by address. Users are unknown here: the door decides who may open what."""

from collections.abc import Callable, Iterable
from random import Random
from threading import RLock

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import MailboxNotFound


class Mailboxes:
    """Mailboxes by address. Addresses compare without case, local parts too, as Exchange does.

    Aliases are the directory's: it says which primary address one stands for.
    """

    def __init__(
        self, clock: Clock, lock: RLock, random: Random, primary_address: Callable[[str], str] = str.lower
    ) -> None:
        """Take what says, in lower case, which primary address an address stands for."""
        self._clock = clock
        self._lock = lock
        self._random = random
        self._primary_address = primary_address
        self._by_address: dict[str, Mailbox] = {}
        self._by_guid: dict[str, Mailbox] = {}

    @property
    def all(self) -> list[Mailbox]:
        """All mailboxes, the oldest first."""
        return list(self._by_guid.values())

    def add(self, address: str, display_name: str = "") -> Mailbox:
        """Make a mailbox; its folders are made when it is first used.

        Raises:
            ValueError: a mailbox has the address already.
        """
        if self.by_address(address) is not None:
            raise ValueError(f"another mailbox has the address {address}")
        mailbox = Mailbox(address, display_name or address, clock=self._clock, lock=self._lock, random=self._random)
        self._by_address[address.lower()] = self._by_guid[mailbox.guid] = mailbox
        return mailbox

    def by_address(self, address: str) -> Mailbox | None:
        """Return the mailbox with this address, primary or alias."""
        return self._by_address.get(self._primary_address(address))

    def by_guid(self, guid: str) -> Mailbox | None:
        """Return the mailbox with this ExchangeGuid, as ids of items and folders name it."""
        return self._by_guid.get(guid)

    def of(self, stored: Item | Folder) -> Mailbox:
        """Return the mailbox that an item or a folder is in.

        Raises:
            MailboxNotFound: it was removed meanwhile.
        """
        found = self.by_guid(stored.mailbox.ids.mailbox_guid)
        if found is None:
            raise MailboxNotFound(stored.mailbox.address)
        return found

    def recipient(self, address: str) -> Mailbox | None:
        """Return the mailbox that mail to this address reaches; "alice+tag@..." reaches alice's."""
        found = self.by_address(address)
        if found is None:
            local, _at, domain = address.rpartition("@")
            found = self.by_address(f"{local.partition('+')[0]}@{domain}")
        return found

    def transfer(self, items: Iterable[Item], folder: Folder, *, keep: bool) -> list[Item]:
        """Move items into a folder, or copy them, be it their own mailbox's or another's; return them in order.

        They come whole: with flags, times, properties and attachments. All of them do, or none.

        Args:
            keep: the originals stay, so that what arrives are copies.

        Raises:
            MailboxNotFound: one of the mailboxes was removed meanwhile.
            ItemNotFound: one was deleted meanwhile.
            ParentFolderNotFound: the folder was deleted.
            MessageTooLarge: one is larger than the other mailbox takes.
        """
        given = list(items)
        target = self.of(folder)
        sources = [self.of(item) for item in given]
        for item, source in zip(given, sources, strict=True):
            source.items.check_present(item)
            if source is not target:
                target.items.check_size(item.size)
        arrived = []
        for item, source in zip(given, sources, strict=True):
            if source is target:
                arrived += target.items.copy([item], folder) if keep else target.items.move([item], folder)
                continue
            arrived.append(target.items.receive(item, folder))
            if not keep:
                source.items.delete([item])
        return arrived

    def remove(self, mailbox: Mailbox) -> None:
        """Take a mailbox out, with all that is in it."""
        del self._by_guid[mailbox.guid]
        del self._by_address[mailbox.address.lower()]
