"""Names and ports that lead elsewhere, for as long as a block lasts."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from fakeserver.redirect import Address, Redirects, redirected, service_redirects, sign_in_redirects


@pytest.fixture
def listening() -> Iterator[Address]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()


@pytest.mark.parametrize("host", ["mail.example.com", "MAIL.example.com", b"mail.example.com"])
@pytest.mark.parametrize("port", [443, "https"])
def test_a_name_and_port_lead_elsewhere(listening: Address, host: str, port: int) -> None:
    with redirected(Redirects({("mail.example.com", 443): listening})):
        assert socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4] == listening


def test_another_port_of_the_name_and_other_names_do_not(listening: Address) -> None:
    before = socket.getaddrinfo
    with redirected(sign_in_redirects(listening)):
        assert socket.getaddrinfo("localhost", 80, socket.AF_INET, socket.SOCK_STREAM)[0][4] == ("127.0.0.1", 80)
        assert socket.getaddrinfo("127.0.0.1", 443, type=socket.SOCK_STREAM)[0][4] == ("127.0.0.1", 443)
        socket.create_connection(("localhost", 443), 5).close()
    assert socket.getaddrinfo is before


def test_asyncio_is_led_as_well(listening: Address) -> None:
    async def connect() -> None:
        _, writer = await asyncio.open_connection("mail.example.com", 993)
        assert writer.get_extra_info("peername") == listening
        writer.close()
        await writer.wait_closed()

    with redirected(Redirects({("mail.example.com", 993): listening})):
        asyncio.run(connect())


def test_the_services_names_lead_to_each_protocol() -> None:
    redirects = service_redirects(("here", 1), ("here", 2), ("here", 3), ("here", 4), ["Contoso.com"])
    ports = {port: target[1] for (name, port), target in redirects.targets.items() if name == "outlook.office365.com"}
    assert ports == {443: 1, 993: 2, 995: 3, 587: 4}
    assert redirects.targets["smtp.office365.com", 587] == ("here", 4)
    assert redirects.targets["autodiscover.contoso.com", 443] == ("here", 1)


def test_nothing_of_the_services_names_leaves_the_machine() -> None:
    redirects = service_redirects(("here", 1), ("here", 2), ("here", 3), ("here", 4), ["contoso.com"])
    with redirected(redirects), pytest.raises(socket.gaierror, match="kept from the network: only 443, 587, 993, 995"):
        socket.create_connection(("outlook.office365.com", 143), 5)
