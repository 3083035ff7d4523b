"""AUTH: XOAUTH2, and LOGIN, which is refused while basic authentication is off.

Source: Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth"; logs of smtp.office365.com.
"""

from typing import TYPE_CHECKING

from fakeserver.edge.exchange import Exchange
from fakeserver.protocols.sasl import LOGIN, XOAUTH2, Challenge, SaslExchange, by_name
from fakeserver.protocols.sasl.exchange import Outcome
from fakeserver.protocols.smtp.replies import AUTHENTICATED, MECHANISM_UNKNOWN, Reply
from fakeserver.sequence import next_number
from fakeserver.tenant.access.credentials import BearerToken, Credential, Password
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import Refusal

if TYPE_CHECKING:
    from fakeserver.edge.faults.effect import Effect

OFFERED = by_name(LOGIN, XOAUTH2)


class Authentication:
    """Who is signed in on one connection, and the SASL exchange that did it.

    Attributes:
        visit: the mailbox that is open, or None.
        refusal: why the last attempt failed, or why an open mailbox was closed again.
        exchange: the command now being answered.
    """

    def __init__(self, cloud: Cloud, peer: str) -> None:
        self.visit: Visit | None = None
        self.refusal: Refusal | None = None
        self.exchange = Exchange(cloud, Protocol.SMTP.value, connection=next_number())
        self._cloud = cloud
        self._peer = peer
        self._sasl: SaslExchange | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the next line is a response to a challenge."""
        return self._sasl is not None

    def start(self, mechanism: str, response: bytes) -> "Reply | Refusal | Effect":
        """Take the AUTH command; ``response`` is the initial one, base64, or empty."""
        offered = OFFERED.get(mechanism)
        if offered is None:
            return MECHANISM_UNKNOWN
        explains_failures = self._cloud.front_end.sasl_failure_challenge
        exchange = SaslExchange(Protocol.SMTP, offered, explains_failures=explains_failures)
        return self._answer(exchange, exchange.start(response))

    def proceed(self, response: bytes) -> "Reply | Refusal | Effect":
        """Take a response, base64; ``*`` cancels, which Exchange Online answers like a bad credential."""
        assert self._sasl is not None
        return self._answer(self._sasl, self._sasl.respond(response))

    def recheck(self) -> Refusal | None:
        """Ask the door again, before each message; return why the visit has just ended, if it has.

        Assumption: where the token has expired or a switch was set since, the visit ends and MAIL is answered as after
        a refused AUTH; no recording shows it.
        """
        if self.visit is None:
            return None
        with self.visit.tenant.lock:
            ended = self.exchange.recheck(self.visit)
        if ended is not None:
            self.visit, self.refusal = None, ended
        return ended

    def release(self) -> None:
        """Let go of the mailbox and of the tenant."""
        self.exchange.disconnected()
        self.visit = self.refusal = self._sasl = self.exchange.tenant = None

    def _answer(self, exchange: SaslExchange, outcome: Outcome) -> "Reply | Refusal | Effect":
        self._sasl = None
        if isinstance(outcome, BearerToken | Password):
            opened = self._open(outcome)
            if opened is None:
                self.refusal = None
                return AUTHENTICATED
            if not isinstance(opened, Refusal):
                return opened
            outcome = exchange.refuse(opened)
        if isinstance(outcome, Challenge):
            self._sasl = exchange
            # RFC 4954 section 4: where the challenge is empty, the space stays.
            return Reply(334, "", outcome.octets.decode("ascii"))
        self.refusal = outcome.refusal
        return outcome.refusal

    def _open(self, credential: Credential) -> "Effect | Refusal | None":
        """Ask the door; return its refusal, or the effect of a fault that keeps the mailbox from being opened."""
        visitor = self.exchange.introduce(Protocol.SMTP, credential, peer=self._peer)
        effect = self.exchange.meets_fault(credential=credential)
        if effect is not None and not effect.is_performed:
            return effect
        if isinstance(visitor, Refusal):
            return visitor
        try:
            with visitor.tenant.lock:
                visit = self._cloud.door.open(visitor)
            self.exchange.connected(visit)
        except Refusal as refusal:
            return refusal
        self.visit = visit
        return None
