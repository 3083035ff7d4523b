"""Mail that comes from outside: what tests put into inboxes."""

import threading
from typing import Any

from fakeserver.tenant.administration.people import People
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.transport.delivery import Transport


class Incoming:
    """Delivers to mailboxes, to the members of groups, and into public folders."""

    def __init__(
        self,
        people: People,
        directory: Directory,
        mailboxes: Mailboxes,
        transport: Transport,
        lock: threading.RLock,
    ) -> None:
        self._people = people
        self._directory = directory
        self._mailboxes = mailboxes
        self._transport = transport
        self._lock = lock

    def deliver(self, to: str | User | DistributionGroup, message: Any, **parts: Any) -> Item:
        """Put a message into somebody's inbox, as if it had come from outside; see `Mailbox.deliver`.

        To a distribution group: into its members' inboxes, by its rules. The first one's item is returned. To a
        mail-enabled public folder: into it, whatever its permissions say.

        Raises:
            MailboxNotFound: nobody has this address.
            ValueError: the group takes nothing from the sender, or reaches nobody here.
        """
        public = self._directory.mail_folder(to) if isinstance(to, str) else None
        if public is not None:
            store = self._mailboxes.of(public.folder)
            return store.deliver(message, **{"folder": public.folder.path, "to": public.address} | parts)
        whom = self._people.mailbox_or_group(to)
        if isinstance(whom, Mailbox):
            return whom.deliver(message, **parts)
        with self._lock:
            return self._transport.receive(whom.address, message, **parts)[0]
