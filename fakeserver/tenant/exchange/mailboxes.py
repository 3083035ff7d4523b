"""All mailboxes of a tenant, by address. Users are unknown here: the door decides who may open what."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from random import Random
from threading import RLock

from fakeserver.steps import BATCH, Steps, in_batches, taken_back
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.id_maker import ArchiveIdMaker, PublicIdMaker
from fakeserver.tenant.exchange.mail_folders import MailFolder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.read_state import ReadState
from fakeserver.tenant.refusals import ItemNotFound, MailboxNotFound, ParentFolderNotFound


class ArchiveMailbox(Mailbox):
    """What a user has beside their mailbox for what is old (In-Place Archive)."""

    is_archive = True
    id_maker = ArchiveIdMaker


class PublicFolderMailbox(Mailbox):
    """The store of the organization's public folders: since Exchange 2013 a mailbox as others are, but for its folders.

    Assumption: there is one, which has the hierarchy and all content.
    """

    is_public = True
    id_maker = PublicIdMaker


class Mailboxes:
    """Mailboxes by address. Addresses compare without case, local parts too, as Exchange does.

    Aliases are the directory's: it says which primary address one stands for.
    """

    def __init__(
        self, clock: Clock, lock: RLock, random: Random, primary_address: Callable[[str], str] = str.lower
    ) -> None:
        """Take what says, in lower case, which primary address an address stands for."""
        self._clock = clock
        self.lock = lock
        self._random = random
        self._primary_address = primary_address
        self._by_address: dict[str, Mailbox] = {}
        self._by_guid: dict[str, Mailbox] = {}
        #: by the ExchangeGuid of the mailbox that each belongs to
        self._archives: dict[str, Mailbox] = {}
        #: the store of public folders; None: none were deployed
        self.public_folders: Mailbox | None = None
        #: finds a mail-enabled public folder by its address
        self.find_folder: Callable[[str], MailFolder | None] = lambda address: None
        #: what `Items.acknowledge` of new mailboxes does
        self.acknowledge: Callable[[Item, bool], object] = lambda item, read: None
        #: what `Items.sort` of new mailboxes does
        self.sort: Callable[[Item], bool] = lambda item: True
        #: those of every mailbox that is made from now on; see `Items.assistants`
        self.assistants: list[Callable[[Item], None]] = []
        self._watchers: tuple[Callable[[], None], ...] = ()

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call ``changed`` once a mailbox was added or removed, with the lock held; returns what ends it."""
        self._watchers += (changed,)

        def stop() -> None:
            self._watchers = tuple(each for each in self._watchers if each is not changed)

        return stop

    @property
    def all(self) -> list[Mailbox]:
        """All mailboxes but archives, the oldest first."""
        return [mailbox for mailbox in self._by_guid.values() if not mailbox.is_archive]

    @property
    def is_empty(self) -> bool:
        """Whether there is none, as in a tenant that is gone."""
        return not self._by_guid

    def made(self, kind: type[Mailbox], address: str, display_name: str, *, is_room: bool = False) -> Mailbox:
        """Return a mailbox of a kind, with what works in it; nobody finds it here yet."""
        clock, lock, random = self._clock, self.lock, self._random
        mailbox = kind(address, display_name, clock=clock, lock=lock, random=random, is_room=is_room)
        if kind is Mailbox:
            mailbox.items.acknowledge = self.acknowledge
            mailbox.items.sort = self.sort
            mailbox.items.assistants += self.assistants
        elif kind is PublicFolderMailbox:
            mailbox.read_state = ReadState()
        return mailbox

    def add(self, address: str, display_name: str = "", *, is_room: bool = False) -> Mailbox:
        """Make a mailbox, a person's or a room's; its folders are made when it is first used.

        Raises:
            ValueError: a mailbox has the address already.
        """
        if self.by_address(address) is not None:
            raise ValueError(f"another mailbox has the address {address}")
        mailbox = self.made(Mailbox, address, display_name or address, is_room=is_room)
        self._by_address[address.lower()] = self._by_guid[mailbox.guid] = mailbox
        self._tell()
        return mailbox

    def add_public_folders(self, address: str, display_name: str) -> Mailbox:
        """Make the store of public folders, where there is none yet. No rules and no assistants work there.

        Raises:
            ValueError: a mailbox has the address already, or there is such a store.
        """
        if self.public_folders is not None or self.by_address(address) is not None:
            raise ValueError(f"public folders are there already, or another mailbox has the address {address}")
        store = self.made(PublicFolderMailbox, address, display_name)
        self._by_address[address.lower()] = self._by_guid[store.guid] = self.public_folders = store
        self._tell()
        return store

    def by_address(self, address: str) -> Mailbox | None:
        """Return the mailbox with this address, primary or alias."""
        return self._by_address.get(self._primary_address(address))

    def by_guid(self, guid: str) -> Mailbox | None:
        """Return the mailbox with this ExchangeGuid, as ids of items and folders name it."""
        return self._by_guid.get(guid)

    def archive_of(self, mailbox: Mailbox) -> Mailbox:
        """Return the archive mailbox that belongs to a mailbox; it is made when it is first asked for.

        Whether anybody may open it is said by its owner's switch ``archive``.
        """
        archive = self._archives.get(mailbox.guid)
        if archive is None:
            name = f"In-Place Archive - {mailbox.display_name}"
            archive = self.made(ArchiveMailbox, mailbox.address, name)
            self._archives[mailbox.guid] = self._by_guid[archive.guid] = archive
        return archive

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
        given, target = list(items), self.of(folder)
        from_others = [item for item in given if item.mailbox is not target]
        if not from_others:
            return target.items.copy(given, folder) if keep else target.items.move(given, folder)
        self._check_present(given, folder)
        _check_sizes(from_others, target)
        return [arrived for source, run in self._runs(given) for arrived in _put(source, run, target, folder, keep)]

    def transfer_in_steps(self, items: Iterable[Item], folder: Folder, *, keep: bool) -> Steps[list[Item]]:
        """Do the same in steps. All is checked before the first one is moved or copied; later, others may interfere.

        Of copies, all arrive or none: when an original or the folder goes away, or nobody waits any more, those that
        were made are taken back (RFC 3501 section 6.4.7). What moves is in one of the two folders at any time: what
        others take away first is left out, and when the folder goes away the rest stays where it is (RFC 6851
        section 3.3).
        """
        given, target = list(items), self.of(folder)
        if len(given) <= BATCH:
            return self.transfer(given, folder, keep=keep)
        self._check_present(given, folder)
        origins = [(item, item.folder) for item in given]
        from_others = [item for item in given if item.mailbox is not target]
        yield from in_batches(from_others, lambda some: _check_sizes(some, target))
        arrived: list[Item] = []

        def put(some: Sequence[tuple[Item, Folder]]) -> None:
            there = [item for item, origin in some if origin.items.get(item.uid) is item]
            if keep and len(there) < len(some):
                raise ItemNotFound(next(item.item_id for item, _ in some if item not in there))
            arrived.extend(self.transfer(there, folder, keep=keep))

        try:
            yield from in_batches(origins, put)
        except BaseException as trouble:
            if keep:
                yield from taken_back(trouble, in_batches(arrived, self._take_back))
            raise
        return arrived

    def readdress(self, mailbox: Mailbox, address: str) -> None:
        """Give a mailbox another primary address, which is free."""
        del self._by_address[mailbox.address.lower()]
        self._by_address[address.lower()] = mailbox
        mailbox.address = address
        if mailbox.guid in self._archives:
            self._archives[mailbox.guid].address = address

    def remove(self, mailbox: Mailbox) -> None:
        """Take a mailbox out, with all that is in it."""
        del self._by_guid[mailbox.guid]
        del self._by_address[mailbox.address.lower()]
        mailbox.notifications.end()
        if mailbox is self.public_folders:
            self.public_folders = None
        archive = self._archives.pop(mailbox.guid, None)
        if archive is not None:
            del self._by_guid[archive.guid]
            archive.notifications.end()
        self._tell()

    # --- inside ----------------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        for changed in self._watchers:
            changed()

    def _runs(self, items: Iterable[Item]) -> list[tuple[Mailbox, list[Item]]]:
        """Return items in their order, those of one mailbox that follow each other together, with the mailbox."""
        runs = [list(run) for _, run in groupby(items, attrgetter("mailbox"))]
        return [(self.of(run[0]), run) for run in runs]

    def _check_present(self, items: list[Item], folder: Folder) -> None:
        if not folder.exists:
            raise ParentFolderNotFound(folder.display_name)
        for source, run in self._runs(items):
            source.items.check_present(run)

    def _take_back(self, copies: Sequence[Item]) -> None:
        """Delete copies, wherever others may have put them; a mailbox that was removed has taken its own along."""
        target = self.by_guid(copies[0].mailbox.ids.mailbox_guid)
        if target is not None:
            target.items.delete(target.items.present(copies))


def _put(source: Mailbox, items: list[Item], target: Mailbox, folder: Folder, keep: bool) -> Iterator[Item]:
    """Put items of one mailbox into a folder, and yield what arrives."""
    if source is target:
        yield from target.items.copy(items, folder) if keep else target.items.move(items, folder)
        return
    for item in items:
        yield target.items.receive(item, folder)
        if not keep:
            source.items.delete([item])


def _check_sizes(items: Iterable[Item], target: Mailbox) -> None:
    for item in items:
        target.items.check_size(item.size)
