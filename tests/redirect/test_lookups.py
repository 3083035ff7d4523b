"""Names looked up through ``socket``."""

import _socket
import socket
from collections.abc import Iterator

import pytest

from fakeserver.redirect import Address, Redirects, redirected
from fakeserver.redirect.placeholders import address_of

NAME = "mail.example.com"
STANDS = address_of(NAME)


@pytest.fixture(autouse=True)
def led(listening: Address) -> Iterator[None]:
    targets = {(NAME, 443): listening, ("localhost", 443): listening}
    with redirected(Redirects(targets, [NAME, "www.example.com"])):
        yield


@pytest.mark.parametrize("host", [NAME, "MAIL.example.com.", NAME.encode()])
@pytest.mark.parametrize("port", [443, "443", "https", b"https"])
def test_a_name_has_an_address_that_stands_for_it(host: str, port: int) -> None:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    assert found == [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (STANDS, 443))]


def test_without_a_port() -> None:
    for port in (None, 0, "0"):
        assert {entry[4] for entry in socket.getaddrinfo(NAME, port)} == {(STANDS, 0)}
    assert socket.gethostbyname(NAME) == STANDS
    assert socket.gethostbyname_ex(NAME) == (NAME, [], [STANDS])


def test_both_ways_back() -> None:
    assert socket.gethostbyaddr(STANDS) == (NAME, [], [STANDS])
    assert socket.getnameinfo((STANDS, 443), 0) == (NAME, "https")
    assert socket.getnameinfo((STANDS, 443), socket.NI_NUMERICHOST) == (STANDS, "https")
    assert socket.getnameinfo((STANDS, 443), socket.NI_NAMEREQD) == (NAME, "https")
    assert socket.getfqdn(STANDS) == NAME


def test_family_and_flags_are_the_systems_matter() -> None:
    mapped = socket.getaddrinfo(NAME, 443, socket.AF_INET6, socket.SOCK_STREAM)
    assert mapped[0][4] == (f"::ffff:{STANDS}", 443, 0, 0)
    named = socket.getaddrinfo(NAME, 443, type=socket.SOCK_DGRAM, flags=socket.AI_CANONNAME | socket.AI_ADDRCONFIG)
    assert named == [(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP, NAME, (STANDS, 443))]
    numeric = socket.getaddrinfo(STANDS, 443, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    assert numeric[0][4] == (STANDS, 443)
    with pytest.raises(socket.gaierror, match="Name or service not known") as refused:
        socket.getaddrinfo(NAME, 443, flags=socket.AI_NUMERICHOST)
    assert refused.value.errno == socket.EAI_NONAME
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo(NAME, "no-such-service")
    with pytest.raises(TypeError):
        socket.getaddrinfo(NAME, 443, colour=1)  # type: ignore[call-arg]


@pytest.mark.parametrize(("host", "port"), [(NAME, 25), ("www.example.com", 443), ("www.example.com", None)])
def test_what_leads_nowhere_fails(host: str, port: int | None) -> None:
    with pytest.raises(socket.gaierror, match=f"{host}.* is kept from the network") as refused:
        socket.getaddrinfo(host, port)
    assert refused.value.errno == socket.EAI_NONAME


def test_a_name_that_leads_nowhere_has_no_address() -> None:
    for look_up in (socket.gethostbyname, socket.gethostbyname_ex, socket.gethostbyaddr):
        with pytest.raises(socket.gaierror, match=r"www\.example\.com is kept from the network"):
            look_up("www.example.com")


def test_a_name_that_is_not_closed_is_led_by_its_ports_alone() -> None:
    assert socket.getaddrinfo("localhost", 443, type=socket.SOCK_STREAM)[0][4] == (address_of("localhost"), 443)
    assert socket.getaddrinfo("localhost", 80, socket.AF_INET, socket.SOCK_STREAM)[0][4] == ("127.0.0.1", 80)
    assert socket.gethostbyname("localhost") == "127.0.0.1"
    # To listen there is no connection.
    passive = socket.getaddrinfo("localhost", 443, socket.AF_INET, socket.SOCK_STREAM, 0, socket.AI_PASSIVE)
    assert passive[0][4] == ("127.0.0.1", 443)


def test_those_who_imported_the_function_before_are_led(listening: Address) -> None:
    assert EARLIER(NAME, 443)[0][4] == (STANDS, 443)
    assert _socket.gethostbyname(NAME) == STANDS


EARLIER = socket.getaddrinfo
