"""What a fault does to one exchange: whether it is performed, what is answered, and how that is delivered."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from fakeserver.tenant.directory.consent import Consent
from fakeserver.tenant.faults.fault import Fault
from fakeserver.tenant.refusals import Refusal
from fakeserver.wire import AT_ONCE, Delivery, HandshakeFault, HttpResponse


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a fault happens."""

    #: as the journal names it
    protocol: str
    operation: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to one exchange."""

    #: answered in the protocol's own words; nothing is performed then
    refusal: Refusal | None = None
    #: whether what was asked is performed
    performs: bool = True
    #: sent in the place of the answer's octets; for HTTP, of the body's
    octets: bytes | None = field(default=None, repr=False)
    #: line protocols: the answer's lines, in the test's own words; ``{tag}`` is the tag of IMAP's command
    said: str = ""
    #: HTTP: the whole answer; nothing is performed then, and the refusal is for the journal
    response: HttpResponse | None = field(default=None, repr=False)
    #: of the answer to the refusal, where it is not the usual one: SMTP's reply code, or the number behind AADSTS
    code: int = 0
    #: line protocols: the connection is closed behind the refusal
    closes: bool = False
    #: HTTP: in the place of the answer's own
    fields: tuple[tuple[str, str], ...] = ()
    #: Entra ID: seconds by which the clock that tokens are issued by is ahead
    skew: float = 0.0
    #: Entra ID: what applications were allowed once, and still are in the tokens that are issued; None: what they are
    consent: Consent | None = None
    #: IMAP: sent unasked behind the answer, and to who idles
    unasked: bytes = b""
    #: the open mailbox is moved to another database
    moves: bool = False
    #: of a TLS handshake
    handshake: HandshakeFault | None = None
    delivery: Delivery = AT_ONCE

    @property
    def is_performed(self) -> bool:
        """Whether what was asked is done."""
        return self.performs and self.refusal is None and self.response is None

    @property
    def is_lost(self) -> bool:
        """Whether the client is left without the answer: it is cut off, kept back, or no answer at all."""
        delivery = self.delivery
        is_cut = delivery.cut_after is not None or delivery.cut_at is not None
        return is_cut or delivery.never or self.octets is not None

    def lines(self, tag: bytes | None = None) -> bytes:
        """Return the octets of what is said; none where nothing is.

        Args:
            tag: of the command, where the protocol has tags.
        """
        octets = b"".join(line + b"\r\n" for line in self.said.encode().splitlines())
        return octets if tag is None else octets.replace(b"{tag}", tag)

    def on(self, answer: bytes, before: int = 0) -> tuple[bytes, Delivery]:
        """Return what a line protocol sends for an answer, and how.

        Args:
            before: octets that are sent with it, and come before it.
        """
        octets = (answer if self.octets is None else self.octets) + self.unasked
        delivery = self.delivery.of_length(len(octets), before)
        if self.delivery.cut_at is None and before and (delivery.never or delivery.cut_after is not None):
            delivery = replace(delivery, cut_after=before + (delivery.cut_after or 0))
        return octets, delivery

    def on_response(self, answer: HttpResponse) -> HttpResponse:
        """Return what is sent for an answer over HTTP."""
        if self.octets is not None:
            if answer.stream is not None:
                answer.stream.close()
            answer = replace(answer, body=self.octets, stream=None)
        answer.headers += self.fields
        answer.delivery = self.delivery
        return answer


def effect_of(fault: Fault, protocol: str, operation: str) -> Effect:
    """Return what a fault does to an exchange, by the file of its kind."""
    return effect_of_part((fault.kind, fault.settings), Moment(protocol, operation, fault))


def effect_of_part(part: tuple[str, Mapping[str, Any]] | None, moment: Moment) -> Effect:
    """Return what a kind does with these settings; None: nothing."""
    if part is None:
        return Effect()
    kind, settings = part
    effect: Effect = import_module(f"fakeserver.edge.faults.{kind}").carry_out(moment, **settings)
    return effect
