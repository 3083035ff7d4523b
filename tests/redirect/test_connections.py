"""Connections: by name, by an address that stands for one, in either family."""

import asyncio
import errno
import socket
from collections.abc import Iterator

import pytest

from fakeserver.redirect import Address, Redirects, redirected

NAME = "mail.example.com"


@pytest.fixture(autouse=True)
def led(listening: Address) -> Iterator[None]:
    with redirected(Redirects({(NAME, 993): listening}, [NAME], ["example.net"])):
        yield


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
@pytest.mark.parametrize("is_looked_up", [False, True])
def test_a_socket_connects(listener: socket.socket, family: socket.AddressFamily, is_looked_up: bool) -> None:
    host: str = socket.getaddrinfo(NAME, None, family)[0][4][0] if is_looked_up else NAME  # type: ignore[assignment]
    with socket.socket(family) as client:
        client.connect((host, 993))
        assert client.getpeername()[1] == listener.getsockname()[1]
        listener.accept()[0].close()
    with socket.socket(family) as client:
        assert client.connect_ex((host.upper(), 993)) == 0


def test_asyncio_connects(listening: Address) -> None:
    async def connect() -> None:
        _, writer = await asyncio.open_connection(NAME, 993)
        assert writer.get_extra_info("peername") == listening
        writer.close()
        await writer.wait_closed()
        loop = asyncio.get_running_loop()
        with socket.socket() as client:
            client.setblocking(False)
            await loop.sock_connect(client, (NAME, 993))
            assert client.getpeername() == listening

    asyncio.run(connect())


@pytest.mark.parametrize("connect", ["connect", "connect_ex"])
def test_another_port_fails_at_once(connect: str) -> None:
    for host in (NAME, socket.gethostbyname(NAME)):
        with (
            socket.socket() as client,
            pytest.raises(socket.gaierror, match=f"{NAME} port 25 is kept from the network"),
        ):
            getattr(client, connect)((host, 25))


def test_a_port_is_a_number() -> None:
    for port in ("993", None):
        with socket.socket() as client, pytest.raises(TypeError, match="integer"):
            client.connect((NAME, port))


def test_other_addresses_go_where_they_went(listening: Address) -> None:
    with socket.socket() as client:
        client.connect(listening)
    with socket.socket() as unused, socket.socket() as client:
        # Bound, so that it is nobody else's, and not listening.
        unused.bind(("127.0.0.1", 0))
        assert client.connect_ex(unused.getsockname()) == errno.ECONNREFUSED
    for nonsense in ([NAME, 993], NAME, (NAME,), (NAME, "993"), (5, 993), None):
        with socket.socket() as client, pytest.raises((TypeError, socket.gaierror)):
            client.connect(nonsense)  # type: ignore[arg-type]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs sockets with paths")
def test_sockets_with_paths_are_none_of_ours() -> None:
    with socket.socket(socket.AF_UNIX) as client, pytest.raises(FileNotFoundError):
        client.connect(NAME)


@pytest.mark.parametrize("host", [NAME, "www.example.net"])
def test_no_datagram_is_sent(host: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        with pytest.raises(socket.gaierror, match=f"{host} port 993 is kept from the network"):
            client.sendto(b"", (host, 993))
        with pytest.raises(socket.gaierror, match=f"{host} port 993 is kept from the network"):
            client.sendmsg([b""], [], 0, (host, 993))
        assert client.sendto(b"one", 0, ("127.0.0.1", 9)) == 3
        assert client.sendmsg([b"one"], [], 0, ("127.0.0.1", 9)) == 3
        with pytest.raises(TypeError):
            client.sendto()  # type: ignore[call-overload]
