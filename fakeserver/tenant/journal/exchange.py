"""One question and its answer, as the journal keeps it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fakeserver.tenant.journal.facts import GrantRequest, Http, was_ordered
from fakeserver.tenant.refusals.explanation import Explanation


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer."""

    at: datetime
    protocol: str
    asked: str
    answered: str
    #: why not; several where one request asks for many things
    refusals: tuple[Explanation, ...] = ()
    #: the visitor's name; empty where nobody was let in
    by: str = ""
    #: grows from note to note, over all journals of the process (`fakeserver.sequence`); tests move the clock of `at`
    number: int = 0
    #: the command, operation or endpoint: "FETCH", "FindItem", "token"; empty where it is unknown or nothing was asked
    operation: str = ""
    #: the application's id; empty where none is known
    client_id: str = ""
    #: the fault that the test has ordered for it, as the test wrote it: "faults.drop('imap', after='FETCH')"; or empty
    ordered: str = ""
    #: the address that was named, let in or not; empty where none was
    user: str = ""
    #: seconds since the epoch by the clock that the program reads, whatever the tenant's clock says
    program_time: float = 0.0
    http: Http | None = None
    grant: GrantRequest | None = None
    #: the connection that it was on: greater than the numbers of all exchanges noted before that was made; 0: on none
    connection: int = 0
    #: whether the fault has left the client without the answer, or without its connection behind it
    is_lost: bool = False

    @property
    def refusal(self) -> Explanation | None:
        """The first reason why not; None where nothing was refused."""
        return self.refusals[0] if self.refusals else None

    @property
    def is_asked(self) -> bool:
        """Whether a client asked for it; servers speak unasked as well, and remarks are no answers."""
        return bool(self.answered or self.ordered) and self.asked != "nothing"

    @property
    def line(self) -> str:
        """It in one line, without the reasons."""
        answered = f" -> {self.answered}" if self.answered else ""
        return f"{self.at:%H:%M:%S.%f} {self.protocol}: {self.asked}{answered}{was_ordered(self.ordered)}"

    def __str__(self) -> str:
        return "\n    ".join([self.line, *(part for why in self.refusals for part in str(why).split("\n"))])


class RefusedExchange(Exchange):
    """A question that was refused, so that ``refusal`` is there."""

    __slots__ = ()

    @property
    def refusal(self) -> Explanation:
        """The first reason why not."""
        return self.refusals[0]


def exchange_of(
    at: float, protocol: str, asked: str, answered: str, refusals: tuple[Explanation, ...], *more: Any
) -> Exchange:
    """Return a note as an exchange; ``more`` are the fields behind, in their order."""
    kind = RefusedExchange if refusals else Exchange
    return kind(datetime.fromtimestamp(at, UTC), protocol, asked, answered, refusals, *more)
