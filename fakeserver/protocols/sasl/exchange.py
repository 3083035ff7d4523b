"""One SASL exchange, without I/O: it takes the client's responses and returns the outcome.

    exchange = SaslExchange(Protocol.POP3, mechanism, explains_failures=False)
    outcome = exchange.start(initial_response)
    while isinstance(outcome, Challenge):  # send it, and read the next line
        outcome = exchange.respond(line)

A credential is shown to the door by the protocol; what the door refuses comes back by ``refuse``.
"""

from dataclasses import dataclass
from typing import Literal

from fakeserver.protocols.sasl.challenge import failure_challenge
from fakeserver.protocols.sasl.encoding import decode_base64
from fakeserver.protocols.sasl.mechanism import Mechanism
from fakeserver.tenant.access.credentials import Credential
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import CredentialMalformed, Refusal

#: What a client sends to cancel (RFC 3501 section 6.2.2, RFC 5034 section 4, RFC 4954 section 4).
CANCEL = b"*"


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the server asks; the exchange goes on with the client's next line."""

    #: base64
    octets: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """The exchange is over, and nobody is signed in."""

    #: by the client, by a response that cannot be read, or by the door
    cause: Literal["cancelled", "malformed", "refused"]
    refusal: Refusal


Outcome = Challenge | Credential | Failed


class SaslExchange:
    """One attempt to sign in."""

    def __init__(self, protocol: Protocol, mechanism: Mechanism, *, explains_failures: bool) -> None:
        """``explains_failures``: send the failure challenge where the mechanism has one."""
        self._protocol = protocol
        self._mechanism = mechanism
        self._explains_failures = explains_failures and mechanism.explains_failure
        self._responses: list[bytes] = []
        self._explained: Failed | None = None

    def start(self, initial_response: bytes = b"") -> Outcome:
        """Begin; ``initial_response`` is base64, and empty where there is none (``=`` is the empty response)."""
        return self.respond(initial_response) if initial_response else Challenge(self._mechanism.challenges[0])

    def respond(self, response: bytes) -> Outcome:
        """Take the response to a challenge, base64 without the line's end."""
        if self._explained is not None:
            # The client's answer to the failure challenge has no effect.
            return self._explained
        if response == CANCEL:
            # A client that cancelled gets no failure challenge.
            return Failed("cancelled", CredentialMalformed("the client gave up"))
        self._responses.append(response)
        if len(self._responses) < len(self._mechanism.challenges):
            return Challenge(self._mechanism.challenges[len(self._responses)])
        try:
            return self._mechanism.read(*[decode_base64(response) for response in self._responses])
        except CredentialMalformed as refusal:
            return self._fail(Failed("malformed", refusal))

    def refuse(self, refusal: Refusal) -> Challenge | Failed:
        """Take the door's refusal of the credential that the exchange led to."""
        return self._fail(Failed("refused", refusal))

    def _fail(self, failed: Failed) -> Challenge | Failed:
        if not self._explains_failures:
            return failed
        self._explained = failed
        return Challenge(failure_challenge(self._protocol, failed.refusal))
