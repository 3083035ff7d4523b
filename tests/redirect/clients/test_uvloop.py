"""Programs on uvloop."""

import asyncio
import socket
import ssl
from collections.abc import Coroutine
from typing import Any

import pytest

from pytest_m365 import Target

uvloop = pytest.importorskip("uvloop")


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(coroutine)


def test_a_connection_with_tls_shows_the_real_name(m365: Target) -> None:
    async def greeting() -> bytes:
        context = ssl.create_default_context()
        reader, writer = await asyncio.open_connection("outlook.office365.com", 993, ssl=context)
        assert writer.get_extra_info("ssl_object").server_hostname == "outlook.office365.com"
        line = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return line

    assert run(greeting()).startswith(b"* OK The Microsoft Exchange IMAP4 service is ready.")


@pytest.mark.parametrize("port", [993, None])
def test_looked_up_first_and_connected_later(m365: Target, port: int | None) -> None:
    async def connect() -> tuple[int, int]:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo("outlook.office365.com", port, type=socket.SOCK_STREAM)
        host = str(found[0][4][0])
        _, writer = await asyncio.open_connection(host, 993)
        first = writer.get_extra_info("peername")[1]
        writer.close()
        with socket.socket() as client:
            client.setblocking(False)
            await loop.sock_connect(client, ("outlook.office365.com", 993))
            return first, client.getpeername()[1]

    assert run(connect()) == (m365.imap.port, m365.imap.port)


@pytest.mark.parametrize("port", ["993", "imaps"])
@pytest.mark.parametrize("family", [socket.AF_UNSPEC, socket.AF_INET6])
def test_ports_and_families_of_every_form(m365: Target, port: str, family: int) -> None:
    async def connect() -> int:
        _, writer = await asyncio.open_connection("outlook.office365.com", port, family=family)
        peer: int = writer.get_extra_info("peername")[1]
        writer.close()
        return peer

    assert run(connect()) == m365.imap.port


def test_what_leads_nowhere_fails_at_once() -> None:
    async def connect() -> None:
        await asyncio.open_connection("outlook.office365.com", 143)

    with pytest.raises(socket.gaierror, match=r"outlook\.office365\.com port 143 is kept from the network: only 443"):
        run(connect())

    async def send() -> None:
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=("teams.microsoft.com", 443))

    with pytest.raises(socket.gaierror, match=r"teams\.microsoft\.com port 443 is kept from the network: nothing"):
        run(send())

    async def look_up() -> None:
        await asyncio.get_running_loop().getaddrinfo("teams.microsoft.com", 443)

    with pytest.raises(socket.gaierror, match=r"teams\.microsoft\.com.* is kept from the network"):
        run(look_up())


def test_other_addresses_are_uvloops_own() -> None:
    async def connect(port: int) -> int:
        _, writer = await asyncio.open_connection("localhost", port)
        peer: int = writer.get_extra_info("peername")[1]
        writer.close()
        return peer

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert run(connect(port)) == port


def test_httpx(keys: str) -> None:
    httpx = pytest.importorskip("httpx")

    async def ask() -> int:
        async with httpx.AsyncClient() as client:
            return int((await client.get(keys)).status_code)

    assert run(ask()) == 200


def test_aiohttp(keys: str) -> None:
    # Older versions do not wait until TLS has ended, and uvloop can't close its loop before.
    aiohttp = pytest.importorskip("aiohttp", "3.12.4")

    async def ask() -> int:
        async with aiohttp.ClientSession() as session, session.get(keys) as answer:
            return int(answer.status)

    assert run(ask()) == 200
