"""A way that waits where the service asks for patience, and connects anew where the connection has ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, repeat
from threading import Lock, RLock, local
from typing import TypeVar

from fakeserver.tenant.exchange.mime.message import top_header
from pytest_m365.live.errors import Busy, Disconnected, LiveError, NotConnected
from pytest_m365.live.rhythm import INTERVALS, Rhythm, pause
from pytest_m365.live.way import Found, Position, PositionLost, Way

#: seconds after which a connection is made anew: what it knows of a mailbox may be stale
LIFETIME = 300.0
#: Seconds before the two further tries after "User is authenticated but not connected": it may be a permission that is
#: missing, and more sign-ins make it worse where there were too many.
_NOT_CONNECTED = (10.0, 60.0)
#: seconds before the further tries after a connection that ended
_RECONNECTED = (0.0, 1.0)

T = TypeVar("T")


class PatientWay:
    """Another way, with patience: the time that a call may take is ``rhythm.timeout``, or what `within` leaves."""

    def __init__(self, way: Way, rhythm: Rhythm) -> None:
        self._way = way
        self._rhythm = rhythm
        self._lock = RLock()
        #: ``ends_at`` of what a thread is within
        self._limits = local()
        self._connected_at: float | None = None
        #: taken for a moment only, unlike the other
        self._counting = Lock()
        self._retries: Counter[str] = Counter()

    @property
    def name(self) -> str:
        """The way's name."""
        return self._way.name

    @property
    def retries(self) -> Mapping[str, int]:
        """What was tried again until now, by why; without waiting for a call that another thread makes."""
        with self._counting:
            return dict(self._retries)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Let all calls inside, of this thread, wait for the service no longer than so many seconds."""
        before: float | None = getattr(self._limits, "ends_at", None)
        ends_at = self._rhythm.clock() + seconds
        self._limits.ends_at = ends_at if before is None else min(before, ends_at)
        try:
            yield
        finally:
            self._limits.ends_at = before

    # --- the way itself ------------------------------------------------------------------------------------------

    def named(self, folder: str) -> str:
        """Return the one name of a folder."""
        return self._patiently(lambda: self._way.named(folder))

    def position(self, folder: str) -> Position:
        """Return how far a folder is filled."""
        return self._patiently(lambda: self._way.position(folder))

    def after(self, folder: str, position: Position | None, *, made_since: datetime | None = None) -> Sequence[Found]:
        """Return the messages that came after a position."""
        return self._patiently(lambda: self._way.after(folder, position, made_since=made_since))

    def marked(self, folder: str) -> Sequence[Found]:
        """Return the messages that have a tag."""
        return self._patiently(lambda: self._way.marked(folder))

    def mime(self, found: Found) -> bytes:
        """Return a message."""
        return self._patiently(lambda: self._way.mime(found))

    def is_read(self, found: Found) -> bool:
        """Say whether somebody has read a message."""
        return self._patiently(lambda: self._way.is_read(found))

    def put(self, folder: str, mime: bytes, *, is_read: bool, received_at: datetime | None) -> None:
        """Store a message, once: where the answer got lost, it is looked whether it is there."""
        before = self.position(folder)
        message_id = top_header(mime, b"Message-ID").strip()
        attempts = 0

        def put_once() -> None:
            nonlocal attempts
            attempts += 1
            if attempts > 1 and self._is_there(folder, before, message_id):
                return
            self._way.put(folder, mime, is_read=is_read, received_at=received_at)

        self._patiently(put_once)

    def remove(self, found: Collection[Found]) -> None:
        """Remove messages."""
        self._patiently(lambda: self._way.remove(found))

    def folders(self) -> Sequence[str]:
        """Return the folders."""
        return self._patiently(self._way.folders)

    def add_folder(self, path: str) -> None:
        """Make a folder."""
        self._patiently(lambda: self._way.add_folder(path))

    def remove_folder(self, path: str) -> None:
        """Remove a folder."""
        self._patiently(lambda: self._way.remove_folder(path))

    def close(self) -> None:
        """End the connection; the next call makes a new one."""
        with self._lock:
            self._hang_up()

    # --- inside ------------------------------------------------------------------------------------------------

    def _patiently(self, call: Callable[[], T]) -> T:
        with self._lock:
            clock = self._rhythm.clock
            limit: float | None = getattr(self._limits, "ends_at", None)
            ends_at = clock() + self._rhythm.timeout if limit is None else limit
            # Where the service does not say how long.
            busy = chain(INTERVALS, repeat(INTERVALS[-1]))
            unconnected, lost = iter(_NOT_CONNECTED), iter(_RECONNECTED)
            while True:
                self._connect()
                try:
                    return call()
                except Busy as error:
                    self._wait(error, "throttled", pause(next(busy), error.seconds), ends_at)
                except NotConnected as error:
                    self._hang_up()
                    self._wait(error, "not connected", next(unconnected, None), ends_at)
                except Disconnected as error:
                    self._hang_up()
                    self._wait(error, "reconnected", next(lost, None), ends_at)

    def _is_there(self, folder: str, before: Position, message_id: str) -> bool:
        try:
            found = self._way.after(folder, before)
        except PositionLost:
            found = self._way.marked(folder)
        return bool(message_id) and any(each.message_id == message_id for each in found)

    def _wait(self, error: LiveError, why: str, seconds: float | None, ends_at: float) -> None:
        """Wait before the next try; raise where there is none, or it would come too late."""
        if seconds is None:
            raise error
        left = ends_at - self._rhythm.clock()
        if seconds > left:
            error.add_note(f"not tried again: that would be in {seconds:g} s, and {max(left, 0):.0f} s are left")
            raise error
        with self._counting:
            self._retries[why] += 1
        if seconds:
            self._rhythm.sleep(seconds)

    def _connect(self) -> None:
        now = self._rhythm.clock()
        if self._connected_at is not None and now - self._connected_at >= LIFETIME:
            self._hang_up()
        if self._connected_at is None:
            self._connected_at = now

    def _hang_up(self) -> None:
        self._connected_at = None
        self._way.close()
