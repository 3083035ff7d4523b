"""A tenant at one moment, to which a test can go back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import RLock

from fakeserver.tenant.administration.people import People
from fakeserver.tenant.budgets import Budgets
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.contents import Contents
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.ids import IdMaker
from fakeserver.tenant.faults.faults import Faults
from fakeserver.tenant.journal import Journal
from fakeserver.tenant.memento import Memento
from fakeserver.tenant.tokens.keys import SigningKey

#: What goes on as it is: time, what was asked, what is counted, ordered faults, ids (none comes twice), what mailboxes
#: remember by themselves.
_KEPT = (Clock, Journal, Budgets, Faults, IdMaker, Contents, Item, Folder, SigningKey)


@dataclass(frozen=True)
class Host:
    """Who serves a tenant."""

    #: takes its id; returns what puts back what is known of it elsewhere: who is signed in in a browser
    remember: Callable[[str], Callable[[], None]]
    #: says goodbye to its clients and makes a change, so that none of them sees half of it
    apart: Callable[[Callable[[], None]], None]


class Snapshot:
    """What `Tenant.snapshot` returns and `Tenant.restore` takes, as often as one likes.

    It holds the objects that there were, with what they held; a message's octets are not copied.
    """

    def __init__(
        self, tenant_id: str, users: Iterable[User], rooms: Iterable[object], host: Host | None, at: datetime
    ) -> None:
        self.tenant_id = tenant_id
        self._users = list(users)
        self._at = at
        self._memento = Memento(*rooms, kept=_KEPT)
        self._beside = None if host is None else host.remember(tenant_id)

    def restore(self, people: People) -> None:
        """Put everything back; the caller holds the tenant's lock."""
        for user in people.users:
            # In the usual way, so that whoever holds a later account sees that it is gone.
            if user not in self._users:
                people.remove_user(user)
        self._memento.restore()
        if self._beside is not None:
            self._beside()

    def __repr__(self) -> str:
        return f"<Snapshot of {self.tenant_id} at {self._at:%H:%M:%S}, {len(self._users)} users>"


class Snapshots:
    """Takes snapshots of one tenant and goes back to them.

    Attributes:
        host: who serves the tenant; None: nobody.
    """

    def __init__(self, tenant_id: str, people: People, clock: Clock, lock: RLock) -> None:
        self.host: Host | None = None
        self._tenant_id = tenant_id
        self._people = people
        self._clock = clock
        self._lock = lock
        self._newest: Snapshot | None = None

    def take(self, rooms: Iterable[object]) -> Snapshot:
        """Return what the tenant is now; ``rooms`` are the objects that it is made of."""
        with self._lock:
            users, now = self._people.users, self._clock.now()
            self._newest = Snapshot(self._tenant_id, users, rooms, self.host, now)
            return self._newest

    def restore(self, snapshot: Snapshot | None) -> None:
        """Go back to a snapshot, the newest by default.

        Raises:
            ValueError: no snapshot was taken, or this one is another tenant's.
        """
        chosen = snapshot or self._newest
        if chosen is None:
            raise ValueError("no snapshot was taken; call tenant.snapshot() before")
        if chosen.tenant_id != self._tenant_id:
            raise ValueError(f"{chosen!r} is of another tenant than {self._tenant_id}")

        def change() -> None:
            with self._lock:
                chosen.restore(self._people)

        if self.host is None:
            change()
        else:
            self.host.apart(change)

    def forget(self) -> None:
        """Let go of the newest snapshot."""
        self._newest = None
