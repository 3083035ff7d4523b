"""What the commands of one conversation share: the client, its maildrop, and its responses."""

from collections.abc import Callable

from fakeserver.edge.exchange import NO_ANSWER, Exchange
from fakeserver.protocols.pop3.errors import BAD_ARGUMENTS, INVALID_STATE, UNKNOWN_COMMAND, Row, goodbye_for, row_for
from fakeserver.protocols.pop3.maildrop import Maildrop
from fakeserver.protocols.pop3.states import State
from fakeserver.steps import Steps
from fakeserver.tenant.access.credentials import Credential
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.places import CONNECT
from fakeserver.tenant.refusals import Refusal

#: The answers that count as bad commands.
_BAD = frozenset({UNKNOWN_COMMAND, BAD_ARGUMENTS, INVALID_STATE})


class Conversation:
    """One client's conversation, from greeting to QUIT."""

    def __init__(self, cloud: Cloud, peer: str, one_line_auth: bool | None, connection: int = 0) -> None:
        self.cloud = cloud
        self.peer = peer
        self._one_line_auth = one_line_auth
        self.state = State.AUTHORIZATION
        #: USER's argument, until PASS takes it
        self.user = ""
        self.visit: Visit | None = None
        self.maildrop: Maildrop | None = None
        #: the command now being answered
        self.exchange = Exchange(cloud, Protocol.POP3.value, connection=connection)
        #: takes the next line instead of the commands: a SASL response
        self.continuation: Callable[[bytes], None] | None = None
        #: the remaining steps of QUIT; the session takes them
        self.unfinished: Steps[None] | None = None
        self.bad_commands = 0
        self.closed = False
        self.out: list[bytes] = []

    @property
    def one_line_auth(self) -> bool:
        """Whether ``AUTH XOAUTH2 <response>`` may stand on one line."""
        return self.cloud.front_end.pop_one_line_auth if self._one_line_auth is None else self._one_line_auth

    def may_stay(self) -> bool:
        """Ask the door again; where the right has ended, close the connection without deleting anything."""
        ended = None if self.visit is None else self.exchange.recheck(self.visit)
        if ended is not None:
            self.refuse(goodbye_for(ended), ended)
        return ended is None

    def is_kept_by_fault(self, credential: Credential | None = None) -> bool:
        """Ask whether a fault of the test keeps the command from being performed; if so, answer it.

        Args:
            credential: of a sign-in, which is asked about once it is there.
        """
        effect = self.exchange.meets_fault(self.visit, credential=credential)
        if effect is None or effect.is_performed:
            return False
        if effect.refusal is None:
            self.out.append(effect.lines())
            self.exchange.answered(effect.said or NO_ANSWER)
        else:
            self.refuse(row_for(effect.refusal), effect.refusal)
            self.closed = self.closed or effect.closes or self.exchange.operation == CONNECT
        return True

    def ok(self, answer: bytes, short: str = "+OK") -> None:
        """Send an answer; ``short`` is what the journal keeps of it."""
        self.out.append(answer)
        self.exchange.answered(short)

    def refuse(self, row: Row, refusal: Refusal | None = None) -> None:
        """Refuse with a row's text."""
        if row in _BAD:
            self.bad_commands += 1
        self.out.append(b"-ERR %b\r\n" % row.text.encode("ascii"))
        self.exchange.answered("-ERR " + row.text, refusal)
        self.closed = self.closed or row.closes
