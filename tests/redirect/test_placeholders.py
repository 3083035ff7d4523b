"""Addresses that stand for names."""

import ipaddress

from fakeserver.redirect.placeholders import address_of, name_at


def test_each_name_has_an_address_of_its_own_on_this_machine() -> None:
    addresses = [address_of(f"{number}.example.com") for number in range(600)]
    assert len(set(addresses)) == 600
    assert all(ipaddress.ip_address(address).is_loopback for address in addresses)
    assert "127.0.0.1" not in addresses


def test_an_address_tells_its_name_for_ever() -> None:
    address = address_of("mail.example.com")
    assert address_of("mail.example.com") == address
    assert name_at(address) == name_at(f"::ffff:{address}") == "mail.example.com"
    assert name_at("127.0.0.1") is name_at("mail.example.com") is None
