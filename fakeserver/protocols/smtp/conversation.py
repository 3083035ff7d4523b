"""The state of one client's connection, and its replies."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from fakeserver.edge.exchange import NO_ANSWER
from fakeserver.protocols.smtp import replies
from fakeserver.protocols.smtp.authentication import Authentication
from fakeserver.protocols.smtp.errors import THROTTLED, reply_to
from fakeserver.protocols.smtp.framing import Framing
from fakeserver.protocols.smtp.grammar import Bdat
from fakeserver.protocols.smtp.replies import Host, Reply
from fakeserver.protocols.smtp.submission import Transaction
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.places import CONNECT
from fakeserver.tenant.refusals import Refusal

if TYPE_CHECKING:
    from fakeserver.edge.faults.effect import Effect

#: Unknown commands until the connection is closed (``Set-ReceiveConnector -MaxProtocolErrors``, 5 by default).
ERROR_BUDGET = 5


class Conversation:
    """The state that commands read and change.

    Attributes:
        closed: the connection ends once everything is sent.
        wants_tls: a TLS handshake follows, once everything is sent.
        may_start_tls: TLS is offered, and not up yet; without it nothing is sent.
        client_name: what the client has called itself by HELO or EHLO; empty until then.
        transaction: what the transaction has collected; None outside of one.
        chunk: what BDAT has announced last.
        exchange: the command now being answered, for the journal.
    """

    def __init__(
        self, cloud: Cloud, *, peer: str, session_id: str, has_tls: bool, host: Host, now: Callable[[], datetime]
    ) -> None:
        self.framing = Framing(replies.LINE_LIMIT, replies.SIZE_LIMIT)
        self.closed = False
        self.wants_tls = False
        self.may_start_tls = has_tls
        self.client_name = ""
        self.authentication = Authentication(cloud, peer)
        self.exchange = self.authentication.exchange
        self.transaction: Transaction | None = None
        self.chunk: Bdat | None = None
        self.peer = peer
        self.host = host
        self.session_id = session_id
        self.now = now
        self._errors_left = ERROR_BUDGET

    def say(self, reply: Reply) -> bytes:
        """Return a reply's octets."""
        return self.host.sign(reply, self.now, self.session_id).encode("ascii") + b"\r\n"

    def note(self, reply: Reply, refusal: Refusal | None = None) -> bytes:
        """Note the command and its reply; return the reply's octets."""
        self.exchange.answered(str(reply), refusal)
        return self.say(reply)

    def kept_by_fault(self, operation: str = "") -> bytes | None:
        """Return the answer where a fault of the test keeps the command from being performed; None where none does."""
        visit = self.authentication.visit
        effect = self.exchange.meets_fault(visit, operation=operation)
        return None if effect is None or effect.is_performed else self._kept(effect)

    def _kept(self, effect: "Effect") -> bytes:
        """Note the command, which is not performed; return the answer."""
        if effect.refusal is None:
            self.exchange.answered(effect.said or NO_ANSWER)
            return effect.lines()
        if effect.code:
            reply = THROTTLED[effect.code]
        elif self.exchange.operation == CONNECT:
            # RFC 5321 section 4.3.2: no greeting says anything else of trouble that passes.
            reply = replies.NOT_AVAILABLE
        else:
            reply = reply_to(effect.refusal)
        self.closed = self.closed or effect.closes or reply.code == 421
        return self.note(reply, effect.refusal)

    def answer_auth(self, answer: "Reply | Refusal | Effect") -> bytes:
        """Return the octets of the reply to a step of the SASL exchange."""
        if isinstance(answer, Refusal):
            return self.note(reply_to(answer), answer)
        if not isinstance(answer, Reply):
            return self._kept(answer)
        # The challenges of AUTH LOGIN are not noted in the journal.
        return self.say(answer) if answer.code == 334 else self.note(answer)

    def unknown_command(self, verb: str) -> bytes:
        """Return the reply to an unknown command; too many of them close the connection."""
        self.exchange.asked = "an unknown command"
        self._errors_left -= 1
        if self._errors_left < 0:
            self.closed = True
            return self.note(replies.TOO_MANY_ERRORS)
        shown = f"Length: {len(verb)}" if verb.isascii() and verb.isprintable() else "unknown"
        return self.note(replies.UNKNOWN_COMMAND.filled({"verb": shown}))

    def unauthenticated(self) -> Reply:
        """Return 530; where AUTH was refused before, the real one repeats the reason."""
        refusal = self.authentication.refusal
        if refusal is None:
            return replies.UNAUTHENTICATED
        return replies.UNAUTHENTICATED.with_text(f"{replies.UNAUTHENTICATED.text} Error: {reply_to(refusal)}")
