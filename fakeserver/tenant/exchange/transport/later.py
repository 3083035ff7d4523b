"""What the transport does later, by the tenant's clock."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from fakeserver.tenant.clock import Clock


class Later:
    """Actions that wait for their time, in its order. Nothing runs here while none waits.

    Args:
        lock: held while an action is done.
    """

    def __init__(self, clock: Clock, lock: AbstractContextManager[object]) -> None:
        self._clock = clock
        self._lock = lock
        self._waiting: list[tuple[float, Callable[[], object]]] = []
        self._stop_watching: Callable[[], None] | None = None
        self._timer: threading.Timer | None = None

    def do(self, seconds: float, action: Callable[[], object]) -> None:
        """Do something so many seconds from now; the caller holds the lock."""
        self._waiting.append((self._clock.time() + seconds, action))
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
            while self._waiting and self._waiting[0][0] <= self._clock.time():
                self._waiting.pop(0)[1]()
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
