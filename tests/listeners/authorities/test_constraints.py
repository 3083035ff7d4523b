"""For what a kept authority may sign."""

import pytest
from cryptography.x509 import DNSName, IPAddress

from fakeserver import service_names
from fakeserver.listeners.authorities.authority import ANOTHER_HOST
from fakeserver.listeners.authorities.constraints import SERVICE_NAMES, covers, permitting
from fakeserver.trust import LOOPBACK


def permitted(*names: str) -> list[DNSName | IPAddress]:
    found = permitting(names).permitted_subtrees or []
    return [name for name in found if isinstance(name, DNSName | IPAddress)]


@pytest.mark.parametrize("name", [*LOOPBACK, "127.1.2.3", "app.localhost", "LOCALHOST", ANOTHER_HOST, *SERVICE_NAMES])
def test_our_own_names_are_permitted(name: str) -> None:
    assert covers(permitted(), name)


@pytest.mark.parametrize(
    "name",
    [
        "example.com",
        "com",
        "notlocalhost",
        "10.1.2.3",
        "::2",
        "128.0.0.1",
        "www.microsoft.com",
        "microsoft.com",
        "office.com",
        "",
    ],
)
def test_others_are_not(name: str) -> None:
    assert not covers(permitted(), name)


def test_microsofts_whole_domain_is_the_one_service_name_that_only_who_asks_for_it_gets() -> None:
    assert {*service_names.EVERY} - {*SERVICE_NAMES} == {"microsoft.com"}
    assert covers(permitted("microsoft.com"), "microsoft.com")


def test_further_names_and_addresses_are_permitted_and_none_beside_them() -> None:
    further = permitted("fake", "10.1.2.3", "2001:db8::7")
    assert all(covers(further, name) for name in ("fake", "10.1.2.3", "2001:db8::7"))
    assert not any(covers(further, name) for name in ("afake", "10.1.2.4", "2001:db8::8"))
