"""Who gets an answer."""

from fakeserver.tenant.exchange.responding.recipients import answered_recipients, together
from fakeserver.tenant.exchange.responding.verbs import Verb
from fakeserver.tenant.exchange.values import EmailAddress
from tests.world import World

A, B, C = (EmailAddress(name, f"{name}@example.com") for name in "abc")


def test_a_message_from_nobody_is_answered_to_nobody() -> None:
    item = World.of("alice").mailbox("alice").deliver(b"Subject: x\r\n\r\n.")
    for verb in Verb:
        assert not any(answered_recipients(item, verb, lambda address: False).values())


def test_an_address_stands_once_and_where_the_client_puts_it() -> None:
    own = {"to_recipients": [A, B], "cc_recipients": [C]}
    assert together(own, {}) == own
    upper = EmailAddress("", "A@EXAMPLE.COM")
    assert together(own, {"to_recipients": [upper]}) == own
    assert together(own, {"bcc_recipients": [C, C]}) == {"to_recipients": [A, B], "bcc_recipients": [C]}
    assert together({}, {"cc_recipients": [B]}) == {"cc_recipients": [B]}
