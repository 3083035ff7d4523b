"""One question and its answer, as the journal keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from fakeserver.tenant.refusals.explanation import Explanation


class Http(NamedTuple):
    """What an exchange over HTTP has besides; no header and no body, which may hold secrets."""

    method: str
    #: without the query
    url: str
    status: int
    #: from the request's last octet to the answer
    seconds: float
    #: those that hold no secret, by name
    parameters: tuple[tuple[str, str], ...] = ()
    #: octets
    request_size: int = 0


class GrantRequest(NamedTuple):
    """What an application asked Entra ID for."""

    #: ``grant_type``; for other endpoints than the token endpoint their name
    kind: str
    #: the ``scope`` parameter, or v1.0's ``resource``
    scope: str
    #: the permissions that it names; bare names are Exchange Online's
    asked: frozenset[str] = frozenset()
    #: those of the token that was given
    given: frozenset[str] = frozenset()
    #: seconds that the token lives; 0: none was given
    lifetime: int = 0
    #: tells what was shown (refresh token, password, secret) from others, and nothing more: equal, or not
    shown: int = 0


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
    #: grows from note to note, over all journals of the process: `at` is the tenant's clock, which tests move
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
    #: a connection of IMAP, POP3 or SMTP: greater than the numbers of all exchanges before it; 0 over HTTP
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


def was_ordered(fault: str) -> str:
    """Return what is said behind an exchange to which a fault happened; nothing without one."""
    return f"  (ordered by the test: {fault})" if fault else ""
