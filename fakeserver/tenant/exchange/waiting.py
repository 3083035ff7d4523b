"""Waiting for messages, until they are there or the time is over, and what is there instead.

Who waits is woken by what happens, and nobody polls. Predicates are called without the lock, so that they may ask the
fake something themselves.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import isnan
from threading import TIMEOUT_MAX, Condition, RLock, Timer
from typing import Generic, Protocol, TypeVar

from fakeserver.tenant.exchange.wanted import Mark, Message, Wanted

#: Seconds that a wait takes at most, unless it is told otherwise.
_TIMEOUT = 5.0
#: Messages that a failed wait names at most.
_MAX_NAMED = 10


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
        if since is not None and not isinstance(since, Mark):
            raise TypeError(f"since={since!r} is no mark of {place.marked}; take one by its mark()")
        self._since = None if since is None else since.checked(place.marked)
        self._position: int | None = None
        #: what fits, by number
        self._fitting: dict[int, M] = {}

    def messages(self, count: int, seconds: float) -> list[M]:
        """Return the first so many messages once they are there; fewer when the time is over.

        Args:
            seconds: of real time, whatever the tenant's clock and the process's say.
        """
        found = self._look(count)
        if len(found) >= count or seconds <= 0:
            return found
        with self._woken(seconds) as (news, is_over):
            while len(found) < count and not is_over():
                with self._place.lock:
                    while self._place.position == self._position and not is_over():
                        news.wait()
                found = self._look(count)
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
        if count is not None and type(count) is not int:
            raise TypeError(f"count takes an int, not {count!r}")
        if count is not None and (count < 1 or none_within is not None):
            raise ValueError(f"count={count}: wait for at least 1 message, or for none by none_within= alone")
        if timeout is not None and none_within is not None:
            raise ValueError(f"timeout={timeout!r}: none_within={none_within!r} says how long to wait; give it alone")
        seconds = _TIMEOUT if timeout is None else _seconds("timeout", timeout)
        if none_within is not None:
            for one in self.messages(1, _seconds("none_within", none_within)):
                raise AssertionError(f"no message{self._wanted} was to come to {self._place.name}; there is {one!r}")
            return None
        found = self.messages(count or 1, seconds)
        if len(found) < (count or 1):
            raise self._in_vain(count or 1, len(found), seconds, elsewhere())
        return found[0] if count is None else found

    # --- inside ------------------------------------------------------------------------------------------------

    def _in_vain(self, count: int, found: int, seconds: float, elsewhere: str) -> TimeoutError:
        """Return the error that says what is there instead, and what nearly was what is wanted."""
        with self._place.lock:
            present = {number: each for number, each in self._place.since(None).items() if each is not None}
        subjects = [repr(each.subject) for each in present.values()]
        there = "it is empty" if not subjects else f"it holds {len(subjects)}: " + ", ".join(subjects[-_MAX_NAMED:])
        what = f"No message{self._wanted}" if count == 1 else f"Only {found} of {count} messages{self._wanted}"
        nearly = "".join(f" {sentence}" for sentence in self._nearly(present))
        return TimeoutError(f"{what} came to {self._place.name} in {seconds:g} s; {there}.{nearly}{elsewhere}")

    def _look(self, count: int) -> list[M]:
        """Take notice of what has changed; return the first so many that fit, from now on nobody else's."""
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

    def _nearly(self, present: Mapping[int, M]) -> Iterator[str]:
        """Yield sentences about messages that would have been right but for one thing."""
        # Only a wait in vain needs it, and a server's start does not.
        from difflib import get_close_matches

        old, others, subjects = 0, list[str](), list[str]()
        for number, message in present.items():
            unmet = self._wanted.unmet(message)
            if not unmet and not self._is_new(number):
                old += 1
            elif len(unmet) == 1 and unmet != ["subject"] and self._wanted.demands > 1:
                others.append(f"{message.subject!r} {_instead(message, unmet[0])}")
            elif unmet == ["subject"]:
                subjects.append(message.subject)
        if old:
            yield self._said_of_old(old)
        wanted = self._wanted.subject
        if wanted is not None:
            folded = {each.casefold().strip(): each for each in subjects}
            close = get_close_matches(wanted.casefold().strip(), folded, 3)
            close += [each for each in folded if wanted.casefold() in each and each not in close]
            others += [f"{folded[each]!r} is nearly the subject" for each in close]
        if others:
            yield f"Nearly: {'; '.join(others[-_MAX_NAMED:])}."

    def _said_of_old(self, old: int) -> str:
        which = "1 such message" if old == 1 else f"{old} such messages"
        if self._since is not None:
            return f"{which} had come before the mark."
        return f"{which} had been returned by an earlier wait_for, which returns each once; messages() lists all."


def _seconds(name: str, given: object) -> float:
    """Return a time that was given.

    Raises:
        TypeError: it is none.
        ValueError: it is negative.
    """
    if not isinstance(given, int | float) or isnan(given):
        raise TypeError(f"{name} takes seconds, not {given!r}")
    if given < 0:
        raise ValueError(f"{name}={given!r}: a wait takes 0 seconds or more")
    return given


def _instead(message: Message, name: str) -> str:
    """Say what a message has instead of the one thing that it lacks."""
    match name:
        case "sender":
            return f"is from {message.sender or 'nobody'}"
        case "recipient":
            return f"is to {', '.join(message.recipients) or 'nobody'}"
    return "does not meet the predicate"
