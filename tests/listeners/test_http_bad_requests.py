"""What is no request of HTTP is refused with a clean answer, and the next client is served."""

import asyncio
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.listeners.accepting import Connection
from fakeserver.listeners.http_body import BODY_LIMIT
from fakeserver.wire import HttpResponse
from tests.listeners.http_peer import Handler, ask, connect, get, mocked


@pytest.mark.parametrize(
    ("octets", "status"),
    [
        (b"\x00\x01\x02\r\n\r\n", b"400 "),
        (b"GET\r\n\r\n", b"400 "),
        (b"GET / HTTP/9.9\r\n\r\n", b"400 "),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"400 "),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: minus\r\n\r\n", b"400 "),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", b"200 "),
        (b"G" * 100_000 + b"\r\n\r\n", b"400 "),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n", b"400 "),
        (b"GET http://[::bad/ HTTP/1.1\r\nHost: x\r\n\r\n", b"400 "),
        (b"GET /%zz%00 HTTP/1.1\r\nHost: \xff\xfe\r\nConnection: close\r\n\r\n", b"400 "),
        (b"A001 LOGIN alice secret\r\n", b"400 "),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"400 "),
    ],
)
def test_nonsense_gets_a_clean_answer_and_the_next_client_is_served(
    port: int, errors: list[BaseException], octets: bytes, status: bytes
) -> None:
    with connect(port) as peer:
        peer.sendall(octets)
        peer.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := peer.recv(65536):
            answer += piece
    assert b"Traceback" not in answer
    assert b"aiohttp" not in answer
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert get(port).status == 200
    assert errors == []


@pytest.mark.parametrize(
    "host", [b"", b"[::1", b"[1.2.3.4]", b"a:b", b"a:99999", b"a b", b'"><script>', b"x/y", b"\xff"]
)
def test_a_host_that_is_none_is_refused_before_any_service_sees_it(port: int, handler: Handler, host: bytes) -> None:
    answer = ask(port, b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"The request hostname is invalid." in answer
    assert not handler.requests


def test_a_target_whose_host_is_none_is_refused(port: int, handler: Handler) -> None:
    assert ask(port, b'GET http://a(b"c/ HTTP/1.1\r\nHost: x\r\n\r\n').startswith(b"HTTP/1.1 400 ")
    assert handler.requests == []


def test_only_before_http_1_1_need_no_host_be_named(port: int, handler: Handler) -> None:
    assert b" 400 " in ask(port, b"GET / HTTP/1.1\r\n\r\n").partition(b"\r\n")[0]
    assert ask(port, b"GET / HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.0 200 ")


def test_no_other_version_than_http_1_is_spoken(port: int, handler: Handler) -> None:
    answer = ask(port, b"GET / HTTP/2.0\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 505 HTTP Version Not Supported\r\n")
    assert handler.requests == []


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was refused has time to read why, also on a busy machine."""
    monkeypatch.setattr("fakeserver.listeners.http_connection.LINGER", 60.0)


@pytest.mark.usefixtures("patient")
def test_a_body_beyond_the_limit_is_refused(port: int, handler: Handler) -> None:
    with connect(port) as peer:
        peer.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (BODY_LIMIT + 2))
        block = b"x" * 1_000_000
        try:
            for _ in range(BODY_LIMIT // len(block) + 1):
                peer.sendall(block)
        except (BrokenPipeError, ConnectionResetError):
            assert handler.requests == []
        else:
            assert peer.recv(100).startswith(b"HTTP/1.1 413 ")
    assert handler.requests == []
    assert get(port).status == 200


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from(
                [
                    b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n",
                    b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
                    b"Content-Encoding: gzip\r\n",
                    b"Expect: 100-continue\r\n",
                    b"3\r\nabc\r\n0\r\n\r\n",
                    b"\r\n",
                ]
            ),
        ),
        max_size=12,
    )
)
def test_whatever_comes_nothing_is_raised(pieces: list[bytes]) -> None:
    asyncio.run(feed(pieces))


async def feed(pieces: list[bytes]) -> None:
    errors: list[BaseException] = []
    open_ones: set[Connection] = set()
    connection, _ = mocked(lambda request: HttpResponse(200, [], request.body), errors, open_ones)
    for piece in pieces:
        connection.data_received(piece)
        await asyncio.sleep(0)
    connection.connection_lost(None)
    assert not open_ones
    assert errors == []


@pytest.mark.parametrize(
    "bad", [b"\x00nonsense\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nno field\r\n\r\n"]
)
def test_good_requests_are_answered_though_nonsense_follows_in_the_same_packet(
    port: int, handler: Handler, bad: bytes
) -> None:
    good = b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n"
    posted = b"POST /3 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n\r\n\r\n"
    answer = ask(port, good % 1 + good % 2 + posted + bad)
    statuses = [line.split()[1] for line in answer.split(b"\r\n") if b"HTTP/1.1" in line]
    assert statuses == [b"200", b"200", b"200", b"400"]
    assert [request.path for request in handler.requests] == ["/1", "/2", "/3"]


def test_a_body_that_ends_in_nonsense_is_refused(port: int, handler: Handler) -> None:
    answer = ask(port, b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nnonsense\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert handler.requests == []


@pytest.mark.parametrize("coding", [b"gzip, chunked", b"deflate , chunked", b"x, chunked"])
def test_a_transfer_coding_that_is_not_known(port: int, handler: Handler, coding: bytes) -> None:
    answer = ask(port, b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: %b\r\n\r\n0\r\n\r\n" % coding)
    assert answer.startswith(b"HTTP/1.1 501 Not Implemented\r\n")
    assert handler.requests == []


@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X: y\r\n" * 10_000),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"y" * 60_000),
        (b"GET /", b"y" * 60_000),
        (b"", b"\r\n" * 30_000),
    ],
    ids=["fields", "field", "target", "empty lines"],
)
@pytest.mark.usefixtures("patient")
def test_a_head_does_not_grow_without_bound(port: int, handler: Handler, begin: bytes, more: bytes) -> None:
    """The answer can be read though the client goes on for a while."""
    with connect(port) as peer:
        peer.sendall(begin + more * 8)
        peer.sendall(more)
        answer = peer.recv(65536)
        peer.sendall(more)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert handler.requests == []
