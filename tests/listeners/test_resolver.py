"""The resolver of networks of their own, asked by dnspython."""

import struct
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.query
import dns.rcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.endpoint import Endpoint
from fakeserver.listeners.resolver import REFUSED_KEPT, Resolver, ResolverListener
from fakeserver.redirect import service_redirects
from fakeserver.server import FakeServer

HERE = ("127.0.0.1", 1)
TABLE = service_redirects(HERE, HERE, HERE, HERE, ["contoso.com"])
RESOLVER = Resolver(TABLE)


def asked(name: str, kind: str) -> dns.message.Message:
    """Return the answer to a query, as dnspython reads it."""
    query = dns.message.make_query(name, kind)
    answer = dns.message.from_wire(RESOLVER.answer(query.to_wire()))
    assert query.is_response(answer)
    return answer


@pytest.mark.parametrize(
    ("name", "kind", "records"),
    [
        ("Outlook.Office365.com", "A", ["127.0.0.1"]),
        ("outlook.office365.com", "ANY", ["127.0.0.1"]),
        ("contoso.com", "MX", ["0 contoso-com.mail.protection.outlook.com."]),
        ("_autodiscover._tcp.contoso.com", "SRV", ["0 0 443 autodiscover.outlook.com."]),
        ("contoso.com", "TXT", ['"v=spf1 include:spf.protection.outlook.com -all"']),
        ("autodiscover.contoso.com", "A", ["autodiscover.outlook.com.", "127.0.0.1"]),
        ("autodiscover.contoso.com", "CNAME", ["autodiscover.outlook.com."]),
        ("outlook.office365.com", "AAAA", []),
        ("outlook.office365.com", "MX", []),
        ("contoso.com", "A", []),
    ],
)
def test_what_there_is(name: str, kind: str, records: list[str]) -> None:
    answer = asked(name, kind)
    assert answer.rcode() == dns.rcode.NOERROR
    assert answer.flags & dns.flags.AA
    assert [record.to_text() for section in answer.answer for record in section] == records


@pytest.mark.parametrize(
    "name", ["example.com", "www.office.com", "outlook.com", "_autodiscover._tcp.outlook.com", "."]
)
def test_nothing_else_is_a_name(name: str) -> None:
    assert asked(name, "A").rcode() == dns.rcode.NXDOMAIN


def test_it_keeps_why() -> None:
    resolver = Resolver(TABLE)
    for name in ("1.0.0.127.in-addr.arpa", "example.com", "www.office.com", "outlook.office365.com"):
        resolver.answer(dns.message.make_query(name, "A").to_wire())
    elsewhere, closed = resolver.refused
    assert elsewhere.startswith("example.com was looked up in a network of its own")
    assert closed.startswith("www.office.com is kept from the network: nothing of it leads to the fake")
    for _ in range(REFUSED_KEPT):
        resolver.answer(dns.message.make_query("example.com", "A").to_wire())
    assert len(resolver.refused) == REFUSED_KEPT


def test_what_is_no_query() -> None:
    query = dns.message.make_query("outlook.office365.com", "A").to_wire()
    assert RESOLVER.answer(query[:11]) == b""
    assert RESOLVER.answer(RESOLVER.answer(query)) == b""
    for wrong, code in (
        (query[:-1], dns.rcode.FORMERR),
        (query[:4] + struct.pack(">H", 2) + query[6:], dns.rcode.FORMERR),
        (query[:12] + b"\xc0\x0c" + query[-4:], dns.rcode.FORMERR),
        (query[:12] + b"\x01a" * 200 + b"\0" + query[-4:], dns.rcode.FORMERR),
        (query[:2] + b"\x20" + query[3:], dns.rcode.NOTIMP),
    ):
        assert RESOLVER.answer(wrong)[3] & 0xF == code


@given(st.binary(max_size=80), st.booleans())
def test_any_octets_are_answered_or_not(octets: bytes, with_header: bool) -> None:
    query = struct.pack(">6H", 1, 0, 1, 0, 0, 0) + octets if with_header else octets
    answer = RESOLVER.answer(query)
    if answer:
        assert answer[:2] == query[:2]
        assert answer[2] & 0x80


@pytest.fixture
def resolver() -> Iterator[Endpoint]:
    import socket

    with FakeServer() as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))
        where = Endpoint(*bound.getsockname())
        with server.hosting({ResolverListener(RESOLVER): [bound]}):
            yield where
        assert bound.fileno() == -1


def test_it_answers_by_udp(resolver: Endpoint) -> None:
    query = dns.message.make_query("outlook.office365.com", "A")
    answer = dns.query.udp(query, resolver.host, 60, resolver.port)
    assert answer.answer[0][0].to_text() == "127.0.0.1"
