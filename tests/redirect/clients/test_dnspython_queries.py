"""dnspython's questions and the answers to them."""

import asyncio
import socket

import pytest

from fakeserver.redirect.clients.dnspython_queries import response
from fakeserver.redirect.placeholders import address_of
from pytest_m365 import Tenant

dns_message = pytest.importorskip("dns.message")
MAIL = "outlook.office365.com"


def answered(name: str, kind: str) -> list[str]:
    found = response(dns_message.make_query(name, kind))
    assert found is not None
    return [line for rrset in found.answer for line in rrset.to_text().splitlines()]


def test_addresses(m365_fake: Tenant) -> None:
    assert answered(MAIL.upper(), "A") == [f"{MAIL}. 0 IN A {address_of(MAIL)}"]
    assert answered(MAIL, "AAAA") == [f"{MAIL}. 0 IN AAAA ::ffff:{address_of(MAIL)}"]
    own = f"autodiscover.{m365_fake.domain}"
    assert answered(own, "A") == [
        f"{own}. 0 IN CNAME autodiscover.outlook.com.",
        f"autodiscover.outlook.com. 0 IN A {address_of(own)}",
    ]


def test_records(m365_fake: Tenant) -> None:
    domain = m365_fake.domain
    [mail] = answered(domain, "MX")
    assert mail == f"{domain}. 0 IN MX 0 {domain.split('.')[0]}.mail.protection.outlook.com."
    assert answered(domain, "TXT") == [f'{domain}. 0 IN TXT "v=spf1 include:spf.protection.outlook.com -all"']
    assert answered(f"_autodiscover._tcp.{domain}", "SRV") == [
        f"_autodiscover._tcp.{domain}. 0 IN SRV 0 0 443 autodiscover.outlook.com."
    ]
    assert answered(domain, "A") == []


def test_what_does_not_exist_and_what_is_not_ours() -> None:
    assert str(response(dns_message.make_query("teams.microsoft.com", "A")).rcode()) == "3"  # type: ignore[union-attr]
    assert response(dns_message.make_query("www.example.com", "A")) is None


def test_no_name_server_is_asked() -> None:
    import dns.asyncquery
    import dns.query

    question = dns_message.make_query(MAIL, "A")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        where, port = server.getsockname()
        assert dns.query.udp(question, where, 1, port).answer
        assert dns.query.tcp(question, where, 1, port).answer
        assert asyncio.run(dns.asyncquery.udp(question, where, 1, port)).answer
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.recv(1)
