"""The tenant's own time, so that a token expires without anybody waiting."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Unpack

from fakeserver.durations import Units, in_utc, seconds_of
from fakeserver.program_time import program_time


class Clock:
    """Time as the tenant sees it: that of this process's programs, moved or frozen by a test beside it.

    Thread-safe for reading; move it from one thread at a time.
    """

    def __init__(self, source: Callable[[], float] = program_time) -> None:
        self._source = source
        self._offset = 0.0
        self._frozen: float | None = None
        self._watchers: list[Callable[[], None]] = []

    def time(self) -> float:
        """Return seconds since the epoch."""
        # Read once: a test may unfreeze the clock between two reads.
        frozen = self._frozen
        return self._source() + self._offset if frozen is None else frozen

    def moment(self) -> tuple[float, float]:
        """Return `time` and `unmoved`, of one moment."""
        unmoved = self._source()
        frozen = self._frozen
        return unmoved + self._offset if frozen is None else frozen, unmoved

    def unmoved(self) -> float:
        """Return the source's seconds since the epoch, as if no test had moved this clock."""
        return self._source()

    @property
    def is_frozen(self) -> bool:
        """Whether time stands still."""
        return self._frozen is not None

    @property
    def ahead(self) -> float:
        """By how many seconds this clock, moved alone, is ahead of its source: of the time that programs here read."""
        frozen = self._frozen
        return self._offset if frozen is None else frozen - self._source()

    def seconds_until(self, at: float) -> float | None:
        """Return how long to wait for a time; None while the clock is frozen: then only its watchers learn of it."""
        return None if self._frozen is not None else at - self.time()

    def now(self) -> datetime:
        """Return the time as an aware datetime in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, by: float | timedelta | None = None, **units: Unpack[Units]) -> None:
        """Move the tenant's time on, and no program's of this process; negative moves it back.

        A frozen clock stays frozen.

        Args:
            by: seconds or a timedelta.
            units: ``hours=1``, ``days=90, minutes=5``; instead of ``by``.

        Raises:
            TypeError: no duration, both ways at once, or an unknown unit.
            ValueError: the time would be in no year that dates have.
        """
        seconds = seconds_of("advance", by, units, since=self.time())
        if self._frozen is not None:
            self._frozen += seconds
        else:
            self._offset += seconds
        self._moved()

    def freeze(self, at: datetime | None = None) -> None:
        """Stop the tenant's time at a moment (aware datetime), or where it is now.

        Raises:
            TypeError: the moment is no datetime.
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

    def mark(self) -> Callable[[], None]:
        """Return what takes back all moves from now on: time runs, or stands, as it would have without them."""
        offset, frozen = self._offset, self._frozen

        def restore() -> None:
            self._offset, self._frozen = offset, frozen
            self._moved()

        return restore

    def source_moved(self, by: float) -> None:
        """Learn that the source has jumped by so many seconds: a frozen clock goes along, and watchers are called."""
        if self._frozen is not None:
            self._frozen += by
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


def utc_text(seconds: float) -> str:
    """Return a time, seconds since the epoch, as explanations show it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
