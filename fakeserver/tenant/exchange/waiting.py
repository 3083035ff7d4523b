"""Waiting for messages, until they are there or the time is over, and what is there instead.

Who waits is woken by what happens, and nobody polls. Predicates are called without the lock, so that they may ask the
fake something themselves.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import TIMEOUT_MAX, Condition, RLock, Timer
from typing import Generic, Protocol, TypeVar

from fakeserver.tenant.exchange.demand import TIMEOUT, Demand, in_vain, unwanted
from fakeserver.tenant.exchange.wanted import Mark, Message, Wanted, number_of

M = TypeVar("M", bound=Message)
M_co = TypeVar("M_co", bound=Message, covariant=True)


class Place(Protocol[M_co]):
    """Where messages come to: a folder, or what has left the tenant."""

    #: as errors name it
    name: str
    #: as its marks name it
    marked: str
    lock: RLock
    #: numbers of the messages that were returned to somebody
    returned: set[int]

    @property
    def position(self) -> int:
        """How far its log goes."""

    def since(self, position: int | None) -> Mapping[int, M_co | None]:
        """Return what has changed after a position, by number; None for what left. Without a position: all."""

    def watch(self, notify: Callable[[object], None]) -> Callable[[], None]:
        """Call back after each change, with the lock held; returns what ends it."""


class Wait(Generic[M]):
    """One wait at one place. The caller's thread sleeps until something happens there."""

    def __init__(self, place: Place[M], wanted: Wanted[M], since: Mark | None) -> None:
        """Look for what has come since a mark; without one, for what no wait has returned before."""
        self._place = place
        self._wanted = wanted
        self._since = number_of(since, place.marked)
        self._position: int | None = None
        #: what fits, by number
        self._fitting: dict[int, M] = {}

    def messages(self, count: int, seconds: float) -> list[M]:
        """Return the first so many messages once they are there; fewer when the time is over.

        Args:
            seconds: of real time, whatever the tenant's clock and the process's say.
        """
        found = self.look(count)
        if len(found) >= count or seconds <= 0:
            return found
        with self._woken(seconds) as (news, is_over):
            while len(found) < count and not is_over():
                with self._place.lock:
                    while self._place.position == self._position and not is_over():
                        news.wait()
                found = self.look(count)
        return found

    def answer(
        self,
        count: int | None,
        timeout: float | None,
        none_within: float | None,
        elsewhere: Callable[[], str] = str,
    ) -> M | list[M] | None:
        """Return what ``wait_for`` does: a message, so many as a list, or nothing where none was to come.

        Args:
            elsewhere: says what is at other places, once it is in vain.

        Raises:
            ValueError: ``count`` is less than 1, or a time negative; ``none_within`` goes with one of the others.
            TypeError: ``count`` is no int, or a time is no number.
            TimeoutError: the messages did not come.
            AssertionError: one came within ``none_within`` seconds.
        """
        demand = Demand.of(count, timeout, none_within, default=TIMEOUT)
        found = self.answered(demand, self.messages(demand.count or 1, demand.seconds), elsewhere)
        if demand.count == 0:
            return None
        return found if demand.is_list else found[0]

    def answered(self, demand: Demand, found: list[M], elsewhere: Callable[[], str] = str) -> list[M]:
        """Return what came, once the wait is over, where it is what was demanded.

        Raises:
            TimeoutError, AssertionError: as `answer`.
        """
        if demand.count == 0:
            for one in found:
                raise unwanted(one, self._wanted, self._place.name)
        if len(found) < demand.count:
            raise self._in_vain(demand, len(found), elsewhere())
        return found

    def look(self, count: int) -> list[M]:
        """Return the first so many that fit, from now on nobody else's; fewer where no more are there yet."""
        with self._place.lock:
            changed = self._place.since(self._position)
            self._position = self._place.position
        for number, message in changed.items():
            self._fitting.pop(number, None)
            if message is not None and self._is_new(number) and not self._wanted.unmet(message):
                self._fitting[number] = message
        with self._place.lock:
            free = [number for number in sorted(self._fitting) if self._is_new(number)][:count]
            if len(free) == count:
                self._place.returned.update(free)
            return [self._fitting[number] for number in free]

    def watch(self, news: Callable[[object], None]) -> Callable[[], None]:
        """Call back after each change at the place, with its lock held; returns what ends it."""
        with self._place.lock:
            return self._place.watch(news)

    # --- inside ------------------------------------------------------------------------------------------------

    def _in_vain(self, demand: Demand, found: int, elsewhere: str) -> TimeoutError:
        """Return the error that says what is there instead, and what nearly was what is wanted."""
        with self._place.lock:
            present = {number: each for number, each in self._place.since(None).items() if each is not None}
        return in_vain(
            self._wanted,
            demand,
            found,
            present,
            place=self._place.name,
            is_new=self._is_new,
            is_marked=self._since is not None,
            elsewhere=elsewhere,
        )

    def _is_new(self, number: int) -> bool:
        return number not in self._place.returned if self._since is None else number > self._since

    @contextmanager
    def _woken(self, seconds: float) -> Iterator[tuple[Condition, Callable[[], bool]]]:
        """Give what is notified of changes and of the end of the time, and what says whether that has come."""
        news = Condition(self._place.lock)
        ended: list[bool] = []

        def expire() -> None:
            with news:
                ended.append(True)
                news.notify_all()

        # A timer, and no deadline: the test may have stopped every clock that can be read.
        timer = Timer(min(seconds, TIMEOUT_MAX), expire)
        timer.daemon = True
        timer.start()
        stop = self._place.watch(lambda change: news.notify_all())
        try:
            yield news, lambda: bool(ended)
        finally:
            stop()
            timer.cancel()
