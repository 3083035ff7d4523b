"""dnspython's resolvers, as programs ask them."""

import asyncio
from typing import Any

import pytest

from fakeserver.redirect.placeholders import address_of
from pytest_m365 import Tenant

resolvers = pytest.importorskip("dns.resolver")
MAIL = "outlook.office365.com"


@pytest.fixture
def resolver() -> Any:
    """A resolver whose name server is none: nothing may be asked of it."""
    resolver = resolvers.Resolver(configure=False)
    resolver.nameservers = ["127.0.0.1"]
    resolver.port = 9
    resolver.lifetime = 2
    return resolver


def test_an_address_and_records(resolver: Any, m365_fake: Tenant) -> None:
    assert [data.address for data in resolver.resolve(MAIL)] == [address_of(MAIL)]
    assert [data.address for data in resolver.resolve(f"{MAIL}.", "A")] == [address_of(MAIL)]
    assert [data.target.to_text() for data in resolver.resolve(f"_autodiscover._tcp.{m365_fake.domain}", "SRV")] == [
        "autodiscover.outlook.com."
    ]
    assert str(resolver.canonical_name(f"autodiscover.{m365_fake.domain}")) == "autodiscover.outlook.com."


def test_no_answer_and_no_such_name(resolver: Any, m365_fake: Tenant) -> None:
    with pytest.raises(resolvers.NoAnswer):
        resolver.resolve(m365_fake.domain, "A")
    with pytest.raises(resolvers.NXDOMAIN, match=r"teams\.microsoft\.com is kept from the network") as refused:
        resolver.resolve("teams.microsoft.com", "A")
    assert str(refused.value.canonical_name) == "teams.microsoft.com."
    assert list(refused.value.responses()) == refused.value.qnames()


def test_asynchronously(m365_fake: Tenant) -> None:
    import dns.asyncresolver

    async def resolve(name: str) -> list[str]:
        resolver = dns.asyncresolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port, resolver.lifetime = 9, 2
        return [data.to_text() for data in await resolver.resolve(name, "MX")]

    [mail] = asyncio.run(resolve(m365_fake.domain))
    assert mail.endswith(".mail.protection.outlook.com.")
    with pytest.raises(resolvers.NXDOMAIN, match=r"www\.office\.com is kept from the network"):
        asyncio.run(resolve("www.office.com"))


def test_names_that_dnspython_resolves_for_socket_lead_there(resolver: Any) -> None:
    import socket

    resolvers.override_system_resolver(resolver)
    try:
        socket.create_connection((MAIL, 993), 60).close()
    finally:
        resolvers.restore_system_resolver()
