"""The tenant's own time, so that a token expires without anybody waiting."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Time as the tenant sees it: the system's, moved or frozen by a test.

    Thread-safe for reading; move it from one thread at a time.
    """

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._offset = 0.0
        self._frozen: float | None = None
        self._watchers: list[Callable[[], None]] = []

    def time(self) -> float:
        """Return seconds since the epoch."""
        # Read once: a test may unfreeze the clock between two reads.
        frozen = self._frozen
        return self._source() + self._offset if frozen is None else frozen

    def unmoved(self) -> float:
        """Return the source's seconds since the epoch, as if no test had moved this clock."""
        return self._source()

    def seconds_until(self, at: float) -> float | None:
        """Return how long to wait for a time; None while the clock is frozen: then only its watchers learn of it."""
        return None if self._frozen is not None else at - self.time()

    def now(self) -> datetime:
        """Return the time as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, by: float | timedelta) -> None:
        """Move time on by seconds or a timedelta; negative moves it back. A frozen clock stays frozen."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        if self._frozen is not None:
            self._frozen += seconds
        else:
            self._offset += seconds
        self._moved()

    def freeze(self, at: datetime | None = None) -> None:
        """Stop time at a moment (aware datetime), or where it is now.

        Raises:
            ValueError: the moment names no time zone.
        """
        self._frozen = self.time() if at is None else in_utc(at, "at").timestamp()
        self._moved()

    def unfreeze(self) -> None:
        """Let time run again, from where it stands."""
        if self._frozen is not None:
            self._offset = self._frozen - self._source()
            self._frozen = None
            self._moved()

    def watch(self, moved: Callable[[], None]) -> Callable[[], None]:
        """Call ``moved`` after each jump of time, in the thread that made it; returns a function that ends it.

        An idle connection learns from it that its token has expired.
        """
        self._watchers.append(moved)

        def stop() -> None:
            if moved in self._watchers:
                self._watchers.remove(moved)

        return stop

    def _moved(self) -> None:
        for watcher in list(self._watchers):
            watcher()


def in_utc(at: datetime, name: str) -> datetime:
    """Return a moment in UTC.

    Args:
        name: that of the argument, as it is called in a test.

    Raises:
        ValueError: the moment names no time zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"{name}={at} names no time zone; give datetime(..., tzinfo=UTC)")
    return at.astimezone(UTC)


def utc_text(seconds: float) -> str:
    """Return a time, seconds since the epoch, as explanations show it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
