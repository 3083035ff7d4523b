"""One thing that is done at a time which may be put off, by the tenant's clock."""

from collections.abc import Callable

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.later import Later


class Alarm:
    """Rings once, at the time that was set last. Use it with the tenant's lock held.

    A state of the tenant that is kept in a file leaves alarms out: whoever has set them ends with the process.

    Args:
        ring: called with the lock held.
    """

    def __init__(self, clock: Clock, later: Later, ring: Callable[[], None]) -> None:
        self._clock = clock
        self._later = later
        self._ring = ring
        #: when to ring, and the time that was asked for, which may be an earlier one
        self._due = 0.0
        self._waits_until: float | None = None

    def set(self, seconds: float) -> None:
        """Ring in so many seconds, more than 0, and not before."""
        self._due = self._clock.time() + seconds
        if self._waits_until is None or self._waits_until > self._due:
            self._waits_until = self._due
            self._later.do(self._look, seconds)

    def cancel(self) -> None:
        """Do not ring."""
        self._waits_until = None

    def _look(self) -> None:
        """See whether the time has come; called by the tenant's clock."""
        now = self._clock.time()
        if self._waits_until is None or now < self._waits_until:
            # What has taken its place looks itself.
            return
        self._waits_until = None
        if now < self._due:
            self.set(self._due - now)
        else:
            self._ring()
