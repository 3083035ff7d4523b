"""Who serves a tenant, and the states that it can go back to: the newest snapshot, and its beginning."""

from collections.abc import Callable, Mapping
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from fakeserver.tenant.administration.organization import Organization
from fakeserver.tenant.administration.people import People
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.journal.notes import Notes
from fakeserver.tenant.trouble import Trouble

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
        kept: those that somebody elsewhere knows by an id, oldest first. They hold the tenant's parts, and go with it.
    """

    def __init__(
        self,
        organization: Organization,
        people: People,
        notes: Notes,
        trouble: Trouble,
        clock: Clock,
        lock: RLock,
        rooms: Mapping[str, object],
    ) -> None:
        """Take what resets change besides, and the objects that the tenant is made of, by name."""
        self.host: Host | None = None
        self.kept: dict[str, Snapshot] = {}
        self._tenant_id = organization.tenant_id
        self._people = people
        self._notes = notes
        self._trouble = trouble
        self._clock = clock
        self._lock = lock
        self._rooms = rooms
        self._newest: Snapshot | None = None
        self._beginning: tuple[Snapshot, Callable[[], None]] | None = None

    def take(self) -> "Snapshot":
        """Return what the tenant is now."""
        self._newest = self._taken()
        return self._newest

    def _taken(self) -> "Snapshot":
        from fakeserver.tenant.snapshot import Snapshot

        with self._lock:
            beside = None if self.host is None else self.host.remember(self._tenant_id)
            rooms = [each for each in self._rooms.values() if each not in (self, self._trouble)]
            return Snapshot(self._tenant_id, self._people.users, rooms, beside, self._clock.now())

    def begin(self) -> None:
        """Let `reset` lead back to what the tenant is now."""
        self._beginning = self._taken(), self._clock.mark()

    def reset(self) -> None:
        """Make the tenant what it was when `begin` was called, its time too; no faults, an empty journal.

        Clients are told goodbye, as by `restore`. Hold no lock.

        Raises:
            ValueError: `begin` was never called.
        """
        if self._beginning is None:
            raise ValueError("nothing was kept to go back to: call tenant.snapshots.begin() first")
        snapshot, set_clock = self._beginning
        self._trouble.clear()
        self.restore(snapshot)
        set_clock()
        self._notes.clear()

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
        """Let go of what was kept."""
        self._newest = self._beginning = None
