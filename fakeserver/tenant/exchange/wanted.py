"""Which messages somebody waits for, and since when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypedDict, TypeVar

from fakeserver.suggestion import check_names
from fakeserver.tenant.exchange.arrival import parse_address

#: What ``wait_for`` takes besides `Which`; a folder only at a mailbox.
_OF_THE_CALL = ("subject", "folder", "timeout", "count", "none_within")


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


def number_of(since: object, place: str) -> int | None:
    """Return the number of a mark that a wait was given; None without one.

    Raises:
        TypeError: it is no mark.
        ValueError: it was taken somewhere else.
    """
    if since is None:
        return None
    if not isinstance(since, Mark):
        raise TypeError(f"since={since!r} is no mark of {place}; take one by its mark()")
    return since.checked(place)


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
        check_names(f"{owner}.wait_for", which, [*Which.__annotations__, *_OF_THE_CALL])
        return cls(subject, which.get("sender"), which.get("recipient"), which.get("predicate")), which.get("since")

    def __post_init__(self) -> None:
        """Refuse what no message could be compared with.

        Raises:
            TypeError
        """
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


def _is_same(wanted: str, address: str) -> bool:
    """Say whether an address is the wanted one, without case; a name alone stands before the @."""
    name = parse_address(wanted).address.lower()
    return address.lower() == name if "@" in name else address.lower().partition("@")[0] == name


def _named(predicate: object) -> str:
    name = getattr(predicate, "__name__", "")
    return "the predicate" if name in ("", "<lambda>") else name
