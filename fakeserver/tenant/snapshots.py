"""Who serves a tenant, and the newest of its snapshots."""

from collections.abc import Callable, Iterable
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from fakeserver.tenant.administration.people import People
from fakeserver.tenant.clock import Clock

if TYPE_CHECKING:
    from fakeserver.tenant.snapshot import Snapshot


class Host(NamedTuple):
    """Who serves a tenant."""

    #: takes its id; returns what puts back what is known of it elsewhere: who is signed in in a browser
    remember: Callable[[str], Callable[[], None]]
    #: says goodbye to its clients and makes a change, so that none of them sees half of it
    apart: Callable[[Callable[[], None]], None]


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

    def take(self, rooms: Iterable[object]) -> "Snapshot":
        """Return what the tenant is now; ``rooms`` are the objects that it is made of."""
        from fakeserver.tenant.snapshot import Snapshot

        with self._lock:
            beside = None if self.host is None else self.host.remember(self._tenant_id)
            self._newest = Snapshot(self._tenant_id, self._people.users, rooms, beside, self._clock.now())
            return self._newest

    def restore(self, snapshot: "Snapshot | None") -> None:
        """Go back to a snapshot, the newest by default.

        Raises:
            ValueError: no snapshot was taken, or this one is another tenant's.
            TypeError: it is no snapshot.
        """
        from fakeserver.tenant.snapshot import Snapshot

        chosen = self._newest if snapshot is None else snapshot
        if chosen is None:
            raise ValueError("no snapshot was taken; call tenant.snapshot() before")
        if not isinstance(chosen, Snapshot):
            raise TypeError(f"restore takes what snapshot() has returned, not {chosen!r}")
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
