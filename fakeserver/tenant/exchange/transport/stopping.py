"""What stops a message before it comes to any recipient, or before it leaves the tenant."""

from collections.abc import Callable
from typing import Protocol

from fakeserver.tenant.exchange.inbox_rules.matching import LOOP_FIELD
from fakeserver.tenant.exchange.mime.message import top_header, top_headers
from fakeserver.tenant.exchange.mime.parts import header_end
from fakeserver.tenant.exchange.transport import outcomes
from fakeserver.tenant.exchange.transport.envelope import RECIPIENT_LIMIT, Envelope, Recipient
from fakeserver.tenant.exchange.transport.outcomes import Outcome

#: How many servers a message may have come through (``Set-ReceiveConnector -MaxHopCount``, 60 by default).
_HOP_LIMIT = 60


def stopped(envelope: Envelope, mime: bytes) -> Callable[[Recipient], Outcome] | None:
    """Return what becomes of each recipient, if the message goes to none of them; None if it is delivered."""
    if len(envelope.recipients) > RECIPIENT_LIMIT:
        return outcomes.too_many_recipients
    return outcomes.hop_count_exceeded if _hops(mime) > _HOP_LIMIT else None


class ForwardingSwitches(Protocol):
    """Whether rules send messages on to other organizations: the tenant's switch of this name."""

    external_forwarding: bool


def is_forbidden_forward(mime: bytes, switches: ForwardingSwitches) -> bool:
    """Say whether a message may not leave the tenant because a mailbox's rules have sent it on."""
    return not switches.external_forwarding and bool(top_header(mime, LOOP_FIELD.encode("ascii")))


def _hops(mime: bytes) -> int:
    """Return how many servers a message has come through; up to the limit, a number that is not smaller will do."""
    at_most = mime.count(b":", 0, header_end(mime))
    return at_most if at_most <= _HOP_LIMIT else sum(1 for _ in top_headers(mime, b"Received"))
