"""The turn at this process's own mailbox: whoever uses it here, and when others have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import RLock

from pytest_m365.live.idle import Idleness
from pytest_m365.live.turn import MailboxTurn

#: Seconds that the turn is kept after a test, in case that the next one wants it: each time that it is given back costs
#: a sign-in.
IDLE = 3.0


class OwnTurn:
    """Taken by the first who uses the mailbox, and kept between tests, for a moment, where no other process waits."""

    def __init__(self, turn: Callable[[], MailboxTurn], *, is_shared: bool, idle: float = IDLE) -> None:
        """Take what to wait for.

        Args:
            turn: returns the turn, not taken yet.
            is_shared: other processes of the run use the same mailbox, so that it is never kept between tests.
            idle: seconds that it is kept at most while nobody here uses it.
        """
        self._make = turn
        self._is_shared = is_shared
        self._turn: MailboxTurn | None = None
        #: how many use it now
        self._users = 0
        self._closing: list[Callable[[], object]] = []
        #: Between the thread that runs tests and the one that gives back; not held while another process is waited for.
        self._lock = RLock()
        self._idleness = Idleness(idle, self._give_back_unless_used)

    def at_end(self, close: Callable[[], object]) -> None:
        """Have connections to the mailbox closed whenever the turn is given back; perhaps from another thread."""
        self._closing.append(close)

    @contextmanager
    def use(self) -> Iterator[None]:
        """Have the mailbox for this process while the block lasts.

        Raises:
            Occupied: another process keeps it.
        """
        with self._lock:
            self._idleness.break_off()
            self._users += 1
        try:
            self.take()
            yield
        finally:
            with self._lock:
                self._users -= 1
            self.give_way()

    def give_way(self) -> None:
        """Let another process have it, if one waits and nobody here uses it; in a moment, if none does."""
        with self._lock:
            if self._turn is None or self._users:
                return
            if self._is_shared or self._turn.is_wanted():
                self.give_back()
            else:
                # A worker that has no test to run looks no more for who waits, nor does a long test.
                self._idleness.begin()

    def take(self) -> None:
        """Take it where it was given back meanwhile; to be called by who uses it.

        Raises:
            Occupied
        """
        if self._turn is None:
            turn = self._make()
            turn.take()
            self._turn = turn

    def give_back(self) -> None:
        """Give it back, whoever uses it, when what is open to the mailbox is closed."""
        with self._lock:
            self._idleness.break_off()
            turn, self._turn = self._turn, None
            with ExitStack() as stack:
                if turn is not None:
                    stack.callback(turn.give_back)
                for close in self._closing:
                    stack.callback(close)

    # --- inside ------------------------------------------------------------------------------------------------

    def _give_back_unless_used(self) -> None:
        with self._lock:
            if not self._users:
                self.give_back()
