"""Waiting for messages: what is wanted, until it is there or the time is over, and what is there instead.

Who waits is woken by what happens, and nobody polls. Predicates are called without the lock, so that they may ask the
fake something themselves.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import isnan
from threading import TIMEOUT_MAX, Condition, RLock, Timer
from typing import Generic, Protocol, TypedDict, TypeVar

from fakeserver.suggestion import check_names
from fakeserver.tenant.exchange.arrival import parse_address

#: What ``wait_for`` takes besides `Which`; a folder only at a mailbox.
_OF_THE_CALL = ("subject", "folder", "timeout", "count", "none_within")
#: Messages that a failed wait names at most.
_MAX_NAMED = 10


class Message(Protocol):
    """A message as far as it is asked about."""

    @property
    def subject(self) -> str:
        """The subject; empty where there is none."""

    @property
    def sender(self) -> str:
        """The sender's address; empty where there is none."""

    @property
    def recipients(self) -> "list[str] | tuple[str, ...]":
        """The recipients' addresses."""


M = TypeVar("M", bound=Message)
Any_M = TypeVar("Any_M")
M_co = TypeVar("M_co", bound=Message, covariant=True)


@dataclass(frozen=True)
class Mark:
    """A moment at one place: what ``wait_for(since=mark)`` returns has come there after it."""

    place: str
    #: that of the last message that had come
    number: int

    def checked(self, place: str) -> int:
        """Return the number.

        Raises:
            ValueError: the mark was taken somewhere else.
        """
        if self.place != place:
            raise ValueError(f"since= is a mark of {self.place}; take one of {place} by its mark()")
        return self.number


class Which(TypedDict, Generic[Any_M], total=False):
    """What a wait takes by name, besides the subject."""

    #: the address in From, also with a name, or what stands before its @
    sender: str | None
    #: the same of one of the addresses in To and Cc
    recipient: str | None
    #: takes a message and says whether it fits; asked in the caller's thread
    predicate: Callable[[Any_M], bool] | None
    #: a mark taken before: what has come after it is new, returned before or not
    since: Mark | None


@dataclass(frozen=True)
class Wanted(Generic[M]):
    """What somebody waits for; all that is given must fit."""

    #: the whole subject
    subject: str | None = None
    #: an address, also with a name, or what stands before its @
    sender: str | None = None
    recipient: str | None = None
    predicate: Callable[[M], bool] | None = None

    @classmethod
    def of(cls, owner: str, subject: str | None, which: "Which[M]") -> "tuple[Wanted[M], Mark | None]":
        """Return what a call of ``wait_for`` wants, and since when.

        Raises:
            TypeError: a keyword is unknown, or is of another type.
        """
        __tracebackhide__ = True
        check_names(f"{owner}.wait_for", which, [*Which.__annotations__, *_OF_THE_CALL])
        return cls(subject, which.get("sender"), which.get("recipient"), which.get("predicate")), which.get("since")

    def __post_init__(self) -> None:
        """Refuse what no message could be compared with.

        Raises:
            TypeError
        """
        __tracebackhide__ = True
        for name in ("subject", "sender", "recipient"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} takes a text, not {value!r}")
        if self.predicate is not None and not callable(self.predicate):
            raise TypeError(f"predicate takes a function, not {self.predicate!r}")

    @property
    def demands(self) -> int:
        """How many of these are given."""
        return sum(each is not None for each in (self.subject, self.sender, self.recipient, self.predicate))

    def unmet(self, message: M) -> list[str]:
        """Return what of it a message does not meet, by name; a predicate is asked only where all else is met."""
        __tracebackhide__ = True
        unmet = []
        if self.subject is not None and message.subject != self.subject:
            unmet.append("subject")
        if self.sender is not None and not _is_same(self.sender, message.sender):
            unmet.append("sender")
        if self.recipient is not None and not any(_is_same(self.recipient, to) for to in message.recipients):
            unmet.append("recipient")
        if not unmet and self.predicate is not None and not self.predicate(message):
            unmet.append("predicate")
        return unmet

    def __str__(self) -> str:
        words = [f"with the subject {self.subject!r}"] if self.subject is not None else []
        words += [f"from {self.sender}"] if self.sender is not None else []
        words += [f"to {self.recipient}"] if self.recipient is not None else []
        words += [f"that meets {_named(self.predicate)}"] if self.predicate is not None else []
        return "".join(f" {each}" for each in words)


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
        __tracebackhide__ = True
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
        __tracebackhide__ = True
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
        self, count: int | None, timeout: float, none_within: float | None, elsewhere: Callable[[], str] = str
    ) -> M | list[M] | None:
        """Return what ``wait_for`` does: a message, so many as a list, or nothing where none was to come.

        Args:
            elsewhere: says what is at other places, once it is in vain.

        Raises:
            ValueError: ``count`` is less than 1, or goes together with ``none_within``.
            TypeError: ``count`` is no int, or a time is no number.
            TimeoutError: the messages did not come.
            AssertionError: one came within ``none_within`` seconds.
        """
        __tracebackhide__ = True
        if count is not None and type(count) is not int:
            raise TypeError(f"count takes an int, not {count!r}")
        if count is not None and (count < 1 or none_within is not None):
            raise ValueError(f"count={count}: wait for at least 1 message, or for none by none_within= alone")
        for name, seconds in (("timeout", timeout), ("none_within", none_within or 0.0)):
            if not isinstance(seconds, int | float) or isnan(seconds):
                raise TypeError(f"{name} takes seconds, not {seconds!r}")
        if none_within is not None:
            for one in self.messages(1, none_within):
                raise AssertionError(f"no message{self._wanted} was to come to {self._place.name}; there is {one!r}")
            return None
        found = self.messages(count or 1, timeout)
        if len(found) < (count or 1):
            raise self._in_vain(count or 1, len(found), timeout, elsewhere())
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
        __tracebackhide__ = True
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


def _is_same(wanted: str, address: str) -> bool:
    """Say whether an address is the wanted one, without case; a name alone stands before the @."""
    name = parse_address(wanted).address.lower()
    return address.lower() == name if "@" in name else address.lower().partition("@")[0] == name


def _instead(message: Message, name: str) -> str:
    """Say what a message has instead of the one thing that it lacks."""
    match name:
        case "sender":
            return f"is from {message.sender or 'nobody'}"
        case "recipient":
            return f"is to {', '.join(message.recipients) or 'nobody'}"
    return "does not meet the predicate"


def _named(predicate: object) -> str:
    name = getattr(predicate, "__name__", "")
    return "the predicate" if name in ("", "<lambda>") else name
