"""c-ares, asked through pycares and aiodns: addresses and records."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from fakeserver.redirect.clients.pycares import refusal
from fakeserver.redirect.placeholders import address_of
from pytest_m365 import Tenant

pycares = pytest.importorskip("pycares")
if not hasattr(pycares, "DNSResult"):
    pytest.skip("before version 5 pycares has its results from C alone", allow_module_level=True)

MAIL = "outlook.office365.com"


def asked(ask: Callable[..., None], *arguments: Any, **options: Any) -> tuple[Any, int | None]:
    """Ask a channel and return what its callback got: at once, since nothing of it comes from the network."""
    got: list[tuple[Any, int | None]] = []
    ask(*arguments, callback=lambda result, error: got.append((result, error)), **options)
    [only] = got
    return only


@pytest.fixture
def channel() -> Any:
    channel = pycares.Channel()
    yield channel
    channel.close()


def test_addresses(channel: Any) -> None:
    found, _ = asked(channel.getaddrinfo, MAIL, 993, type=1)
    assert [node.addr for node in found.nodes] == [(address_of(MAIL).encode(), 993)]
    with pytest.raises(pycares.AresError, match=f"{MAIL} port 143 is kept from the network"):
        channel.getaddrinfo(MAIL, 143, callback=print)
    with pytest.raises(pycares.AresError, match=r"teams\.microsoft\.com is kept from the network"):
        channel.getaddrinfo("teams.microsoft.com", None, callback=print)


def test_records(channel: Any, m365_fake: Tenant) -> None:
    domain = m365_fake.domain

    def answers(name: str, kind: str) -> list[Any]:
        result, error = asked(channel.query, name, getattr(pycares, f"QUERY_TYPE_{kind}"))
        assert error is None
        return [record.data for record in result.answer]

    assert answers(MAIL, "A") == [pycares.ARecordData(address_of(MAIL))]
    assert answers(MAIL, "AAAA") == [pycares.AAAARecordData(f"::ffff:{address_of(MAIL)}")]
    assert answers(domain, "MX")[0].exchange.endswith(".mail.protection.outlook.com")
    assert answers(domain, "TXT") == [pycares.TXTRecordData(b"v=spf1 include:spf.protection.outlook.com -all")]
    assert answers(f"_autodiscover._tcp.{domain}", "SRV") == [
        pycares.SRVRecordData(0, 0, 443, "autodiscover.outlook.com")
    ]
    assert answers(f"autodiscover.{domain}", "CNAME") == [pycares.CNAMERecordData("autodiscover.outlook.com")]
    assert len(answers(f"autodiscover.{domain}", "A")) == 2


def test_what_is_not_there(channel: Any, m365_fake: Tenant) -> None:
    result = asked(channel.query, m365_fake.domain, pycares.QUERY_TYPE_A)
    assert result == (None, pycares.errno.ARES_ENODATA)
    with pytest.raises(pycares.AresError, match=r"teams\.microsoft\.com is kept from the network"):
        channel.query("teams.microsoft.com", pycares.QUERY_TYPE_A, callback=print)


def test_what_is_refused() -> None:
    assert refusal(MAIL, 993) is refusal(MAIL, None) is refusal("example.com", 993) is refusal("localhost", 80) is None
    assert refusal(MAIL, 143)
    assert refusal("teams.microsoft.com", None)


async def status_by_aiohttp(url: str) -> int:
    connector = aiohttp.TCPConnector(resolver=aiohttp.AsyncResolver())
    async with aiohttp.ClientSession(connector=connector) as session, session.get(url) as answer:
        return answer.status


@pytest.mark.usefixtures("collected")
def test_aiohttp_with_its_resolver(keys: str) -> None:
    pytest.importorskip("aiodns")
    assert asyncio.run(status_by_aiohttp(keys)) == 200


def test_aiohttp_says_why_not() -> None:
    pytest.importorskip("aiodns")
    with pytest.raises(aiohttp.ClientConnectorError, match=r"teams\.microsoft\.com.* is kept from the network"):
        asyncio.run(status_by_aiohttp("https://teams.microsoft.com/"))
