"""The faults of a tenant, as requests and messages meet them. They are imported once a test orders one."""

import random as randomness
from threading import RLock
from typing import TYPE_CHECKING

from fakeserver.tenant.administration.applications import Applications
from fakeserver.tenant.administration.people import People
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.transport.mishaps import Mishap, Step
from fakeserver.tenant.journal.notes import Notes

if TYPE_CHECKING:
    from fakeserver.tenant.faults.faults import Faults


class Trouble:
    """What a test has ordered to go wrong. Thread-safe."""

    def __init__(
        self,
        people: People,
        applications: Applications,
        notes: Notes,
        *,
        clock: Clock,
        random: randomness.Random,
        lock: RLock,
    ) -> None:
        self._people = people
        self._applications = applications
        self._notes = notes
        self._clock = clock
        self._random = random
        self._lock = lock
        self._faults: Faults | None = None

    @property
    def faults(self) -> "Faults":
        """What takes orders."""
        from fakeserver.tenant.faults.faults import Faults

        with self._lock:
            if self._faults is None:
                known = self._applications
                self._faults = Faults(self._clock, self._random, self._people.user, known.find, known.consent)
            return self._faults

    @property
    def in_force(self) -> "Faults | None":
        """The same, while a request may meet a fault; None: all goes well."""
        faults = self._faults
        return faults if faults is not None and faults.in_force else None

    def mishap(self, step: Step, address: str) -> Mishap | None:
        """Return what goes wrong with a step on a message's way, and note it; None: it goes well."""
        faults = self.in_force
        if faults is None:
            return None
        from fakeserver.tenant.faults.mishaps import mishap

        return mishap(faults, self._notes, step, address)

    def clear(self) -> None:
        """Cancel every fault."""
        if self._faults is not None:
            self._faults.clear()
