"""How many messages somebody waits for and how long, and what is said of a wait that was in vain."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Self, TypeVar

from fakeserver.tenant.exchange.wanted import Message, Wanted

#: Seconds that a wait on the fake takes at most, unless it is told otherwise.
TIMEOUT = 5.0
#: Messages that a failed wait names at most.
_MAX_NAMED = 10

M = TypeVar("M", bound=Message)


@dataclass(frozen=True)
class Demand:
    """How many messages are to come, and within which time."""

    #: 0: none is to come
    count: int
    #: of real time
    seconds: float
    #: the messages are returned as a list, be it of one
    is_list: bool = False

    @classmethod
    def of(cls, count: int | None, timeout: float | None, none_within: float | None, *, default: float) -> Self:
        """Return what a call of ``wait_for`` demands.

        Args:
            default: seconds, where the call names none.

        Raises:
            ValueError: ``count`` is less than 1, or a time negative; ``none_within`` goes with one of the others.
            TypeError: ``count`` is no int, or a time is no number.
        """
        if count is not None and type(count) is not int:
            raise TypeError(f"count takes an int, not {count!r}")
        if count is not None and (count < 1 or none_within is not None):
            raise ValueError(f"count={count}: wait for at least 1 message, or for none by none_within= alone")
        if timeout is not None and none_within is not None:
            raise ValueError(f"timeout={timeout!r}: none_within={none_within!r} says how long to wait; give it alone")
        seconds = default if timeout is None else _seconds("timeout", timeout)
        if none_within is not None:
            return cls(0, _seconds("none_within", none_within))
        return cls(count or 1, seconds, count is not None)


def unwanted(message: M, wanted: Wanted[M], place: str) -> AssertionError:
    """Return the error for a message that came where none was to come."""
    return AssertionError(
        f"no message{wanted} was to come to {place}; there is {message.subject!r} from {message.sender or 'nobody'}"
    )


def in_vain(
    wanted: Wanted[M],
    demand: Demand,
    found: int,
    present: Mapping[int, M],
    *,
    place: str,
    is_new: Callable[[int], bool],
    is_marked: bool,
    elsewhere: str,
) -> TimeoutError:
    """Return the error that says what is there instead, and what nearly was what is wanted.

    Args:
        found: how many came.
        present: what is at the place, by number.
        is_new: says of a number whether no wait has returned it, or it has come after the mark.
        is_marked: the wait is for what has come after a mark.
        elsewhere: what is at other places; a sentence with a blank before it, or nothing.
    """
    subjects = [repr(each.subject) for each in present.values()]
    there = "it is empty" if not subjects else f"it holds {len(subjects)}: " + ", ".join(subjects[-_MAX_NAMED:])
    count = demand.count
    what = f"No message{wanted}" if count == 1 else f"Only {found} of {count} messages{wanted}"
    nearly = "".join(f" {sentence}" for sentence in _nearly(wanted, present, is_new, is_marked=is_marked))
    return TimeoutError(f"{what} came to {place} in {demand.seconds:g} s; {there}.{nearly}{elsewhere}")


def _nearly(
    wanted: Wanted[M], present: Mapping[int, M], is_new: Callable[[int], bool], *, is_marked: bool
) -> Iterator[str]:
    """Yield sentences about messages that would have been right but for one thing."""
    # Only a wait in vain needs it, and a server's start does not.
    from difflib import get_close_matches

    old, others, subjects = 0, list[str](), list[str]()
    for number, message in present.items():
        unmet = wanted.unmet(message)
        if not unmet and not is_new(number):
            old += 1
        elif len(unmet) == 1 and unmet != ["subject"] and wanted.demands > 1:
            others.append(f"{message.subject!r} {_instead(message, unmet[0])}")
        elif unmet == ["subject"]:
            subjects.append(message.subject)
    if old:
        yield _said_of_old(old, is_marked=is_marked)
    if wanted.subject is not None:
        folded = {each.casefold().strip(): each for each in subjects}
        close = get_close_matches(wanted.subject.casefold().strip(), folded, 3)
        close += [each for each in folded if wanted.subject.casefold() in each and each not in close]
        others += [f"{folded[each]!r} is nearly the subject" for each in close]
    if others:
        yield f"Nearly: {'; '.join(others[-_MAX_NAMED:])}."


def _said_of_old(old: int, *, is_marked: bool) -> str:
    which = "1 such message" if old == 1 else f"{old} such messages"
    if is_marked:
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
