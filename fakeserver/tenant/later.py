"""What is done later, by the tenant's clock: late mail arrives, settings take effect."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Unpack

from fakeserver.durations import Units, seconds_of
from fakeserver.tenant.clock import Clock


class Later:
    """Actions that wait for their time, in its order. Nothing runs here while none waits. Thread-safe.

    Args:
        lock: held while an action is done.
    """

    def __init__(self, clock: Clock, lock: AbstractContextManager[object]) -> None:
        self._clock = clock
        self._lock = lock
        self._waiting: list[tuple[float, Callable[[], object]]] = []
        self._stop_watching: Callable[[], None] | None = None
        self._timer: threading.Timer | None = None

    def do(self, action: Callable[[], object], by: float | timedelta | None = None, **units: Unpack[Units]) -> None:
        """Do something after a while: ``tenant.later.do(lambda: user.set(imap=True), minutes=30)``.

        So bites what an admin sets in a real tenant: a switch, a permission, consent, an application's registration.

        Args:
            action: called under the tenant's lock, in the thread that moves the clock or in one of its own.
            by: seconds or a timedelta.
            units: ``minutes=30``; instead of ``by``.

        Raises:
            TypeError: no duration, both ways at once, or an unknown unit.
            ValueError: it is not in the future, or in no year that dates have.
        """
        now = self._clock.time()
        seconds = seconds_of("later.do", by, units, since=now)
        if seconds <= 0:
            raise ValueError(
                f"later.do takes more than 0 seconds, not {seconds!r}: what is to be at once needs no call"
            )
        with self._lock:
            self._waiting.append((now + seconds, action))
            self._waiting.sort(key=lambda entry: entry[0])
            self._wait()

    def clear(self) -> None:
        """Forget what waits."""
        with self._lock:
            self._waiting.clear()
            self._rest()

    def remember(self) -> Callable[[], None]:
        """Return what lets the same wait again, and nothing else; the caller of both holds the lock.

        What has its time behind it by then is done at once.
        """
        waiting = list(self._waiting)

        def restore() -> None:
            self._waiting[:] = waiting
            if waiting:
                self._wait()
            else:
                self._rest()

        return restore

    def _wait(self) -> None:
        if self._stop_watching is None:
            self._stop_watching = self._clock.watch(self._look)
        self._set_timer()

    def _look(self) -> None:
        with self._lock:
            try:
                while self._waiting and self._waiting[0][0] <= self._clock.time():
                    self._waiting.pop(0)[1]()
            finally:
                # One that raises an exception does not keep the others.
                if self._waiting:
                    self._set_timer()
                else:
                    self._rest()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        at = self._waiting[0][0]
        delay = 0.0 if at <= self._clock.time() else self._clock.seconds_until(at)
        if delay is not None:
            self._timer = threading.Timer(min(max(delay, 0.0), threading.TIMEOUT_MAX), self._look)
            self._timer.daemon = True
            self._timer.start()

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._stop_watching is not None:
            self._stop_watching()
            self._stop_watching = None
