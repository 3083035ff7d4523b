"""What stops a message for all its recipients."""

import pytest

from fakeserver.tenant.exchange.transport import outcomes
from fakeserver.tenant.exchange.transport.envelope import RECIPIENT_LIMIT, Envelope, Recipient
from fakeserver.tenant.exchange.transport.stopping import is_forbidden_forward, stopped
from fakeserver.tenant.switches.policies import Policies

BOB = Recipient("bob@contoso.onmicrosoft.com")
RECEIVED = b"Received: from a by b; Mon, 30 Nov 2026 08:00:00 +0000\r\n"


@pytest.mark.parametrize(
    ("recipients", "hops", "outcome"),
    [
        (RECIPIENT_LIMIT, 60, None),
        (RECIPIENT_LIMIT + 1, 60, outcomes.too_many_recipients),
        (1, 61, outcomes.hop_count_exceeded),
    ],
)
def test_what_goes_on_and_what_does_not(recipients: int, hops: int, outcome: object) -> None:
    envelope = Envelope("alice@contoso.onmicrosoft.com", (BOB,) * recipients)
    assert stopped(envelope, RECEIVED * hops + b"Subject: Hi: there\r\n\r\n.") is outcome


def test_what_rules_have_sent_on_may_not_leave() -> None:
    policies = Policies()
    forwarded = b"X-MS-Exchange-Inbox-Rules-Loop: alice@contoso.onmicrosoft.com\r\nSubject: x\r\n\r\n"
    assert is_forbidden_forward(forwarded, policies)
    assert not is_forbidden_forward(b"Subject: x\r\n\r\n" + forwarded, policies)
    policies.external_forwarding = True
    assert not is_forbidden_forward(forwarded, policies)
