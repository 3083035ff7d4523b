"""Blocked senders: addresses and domains, without case."""

from fakeserver.tenant.exchange.blocked_senders import BlockedSenders


def test_addresses_and_domains_are_compared_without_case() -> None:
    blocked = BlockedSenders()
    assert "a@example.com" not in blocked
    blocked.add("A@Example.com")
    blocked.add("spam.example")
    assert "a@example.COM" in blocked
    assert "x@spam.example" in blocked
    assert "x@example.com" not in blocked
    blocked.discard("a@EXAMPLE.com")
    blocked.discard("nobody@example.com")
    assert list(blocked) == ["spam.example"]
    assert repr(blocked) == "<BlockedSenders ['spam.example']>"
