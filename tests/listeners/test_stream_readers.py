"""Streams as those who read them meet them: real clients, one that reads slowly, one whose stream breaks."""

import asyncio
import socket

import aiohttp
import pytest
import requests

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.http import HttpListener
from fakeserver.listeners.transfer import BLOCK
from tests.listeners.conftest import Listen
from tests.listeners.streams import GUARD, Handler, News, all_of


@pytest.fixture
def handler() -> Handler:
    return Handler()


def test_requests_reads_a_stream_and_keeps_the_connection(
    listen: Listen, handler: Handler, errors: list[BaseException], certificates: Certificates
) -> None:
    port = listen(HttpListener(handler, errors.append, certificates.server_context()))
    with requests.Session() as session:
        # Given each time: of a session, an environment variable goes before it.
        trusted = str(certificates.ca_file)
        handler.news.say(b"one")
        with session.get(f"https://localhost:{port}/stream", stream=True, verify=trusted, timeout=GUARD) as response:
            pieces = response.iter_content(None)
            assert next(pieces) == b"one"
            handler.news.say(b"two")
            assert next(pieces) == b"two"
            handler.news.say(None)
            assert list(pieces) == []
        assert session.get(f"https://localhost:{port}/", verify=trusted, timeout=GUARD).content == b"fine"
    assert errors == []


def test_aiohttp_reads_a_stream_and_keeps_the_connection(
    listen: Listen, handler: Handler, errors: list[BaseException]
) -> None:
    port = listen(HttpListener(handler, errors.append, None))

    async def read() -> None:
        async with aiohttp.ClientSession(f"http://localhost:{port}") as session:
            async with session.get("/stream") as response:
                for number in range(5):
                    handler.news.say(b"%d" % number)
                    assert await response.content.readany() == b"%d" % number
                handler.news.say(None)
                assert await response.read() == b""
            async with session.get("/") as response:
                assert await response.read() == b"fine"

    asyncio.run(read())
    assert errors == []


def test_a_peer_that_reads_slowly_is_not_written_to(
    listen: Listen, handler: Handler, errors: list[BaseException]
) -> None:
    port = listen(HttpListener(handler, errors.append, None))
    made = 0

    class Endless(News):
        def next_chunk(self) -> bytes | None:
            nonlocal made
            made += 1
            return b"x" * BLOCK

    handler.news = Endless()
    with socket.create_connection(("127.0.0.1", port), timeout=GUARD) as slow:
        slow.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        slow.recv(1)
        # Another client's requests are answered meanwhile; in each turn of the loop the stream might write.
        with socket.create_connection(("127.0.0.1", port), timeout=GUARD) as other:
            for _ in range(300):
                other.sendall(b"GET /plain HTTP/1.1\r\nHost: x\r\n\r\n")
                assert other.recv(4096).endswith(b"fine")
        seen = made
        assert seen < 200, "the stream was asked for more than sockets hold"
    assert handler.news.closed.wait(GUARD)
    assert errors == []


def test_a_stream_that_raises_ends_the_connection(
    listen: Listen, handler: Handler, errors: list[BaseException]
) -> None:
    class Broken(News):
        def next_chunk(self) -> bytes | None:
            raise LookupError("a bug")

    port = listen(HttpListener(handler, errors.append, None))
    handler.news = Broken()
    with socket.create_connection(("127.0.0.1", port), timeout=GUARD) as peer:
        assert all_of(peer, b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n", reset=True) == b""
    assert [str(error) for error in errors] == ["a bug"]
    assert handler.news.closed.wait(GUARD)
