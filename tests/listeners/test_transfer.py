"""Answers that are streamed, late, cut off, or never given, over real sockets, without TLS and with it."""

import http.client
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.http import HttpListener
from fakeserver.listeners.thread import LoopThread
from fakeserver.listeners.transfer import BLOCK
from fakeserver.tenant.exchange.changes import Change
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.wire import AT_ONCE, Delivery
from tests.listeners.conftest import Listen
from tests.listeners.streams import GUARD, Handler, News, all_of
from tests.world import World


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture(params=["plain", "tls"])
def connect(
    request: pytest.FixtureRequest,
    listen: Listen,
    handler: Handler,
    errors: list[BaseException],
    certificates: Certificates,
) -> Iterator[Callable[[], Any]]:
    """Connect a client of the standard library, without TLS and with it."""
    tls = request.param == "tls"
    port = listen(HttpListener(handler, errors.append, certificates.server_context() if tls else None))
    opened: list[http.client.HTTPConnection] = []

    def open_one() -> Any:
        if tls:
            context = certificates.client_context()
            opened.append(http.client.HTTPSConnection("localhost", port, context=context, timeout=GUARD))
        else:
            opened.append(http.client.HTTPConnection("localhost", port, timeout=GUARD))
        opened[-1].connect()
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()
    assert errors == []


def ask(connection: http.client.HTTPConnection, path: str = "/", method: str = "GET") -> http.client.HTTPResponse:
    connection.request(method, path)
    return connection.getresponse()


def test_chunks_arrive_one_by_one_as_they_are_made(connect: Callable[[], Any], handler: Handler) -> None:
    connection = connect()
    handler.news.say(b"first")
    response = ask(connection, "/stream")
    assert response.headers["Transfer-Encoding"] == "chunked"
    assert "Content-Length" not in response.headers
    assert response.read1() == b"first"
    for number in range(20):
        handler.news.say(b"chunk %d" % number)
        assert response.read1() == b"chunk %d" % number
    handler.news.say(None)
    assert response.read() == b""
    assert handler.news.closed.wait(GUARD)
    assert handler.news.on_wake is None
    assert ask(connection).read() == b"fine"


def test_a_thousand_chunks(connect: Callable[[], Any], handler: Handler) -> None:
    chunks = [b"<%d>" % number for number in range(1000)]
    handler.news.say(*chunks, None)
    assert ask(connect(), "/stream").read() == b"".join(chunks)


def test_a_stream_may_wake_itself(connect: Callable[[], Any], handler: Handler) -> None:
    handler.news.wakes_in = 0.001
    response = ask(connect(), "/stream")
    assert handler.news.asked_until_empty.wait(GUARD)
    handler.news.waiting += [b"by the clock", None]
    assert response.read() == b"by the clock"


class Arrivals(News):
    """The subjects of what arrives in a mailbox."""

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__()
        self._stop = mailbox.watch(self._changed)

    def _changed(self, change: Change) -> None:
        if change.arrives:
            self.say(b"%d" % change.uid)

    def close(self) -> None:
        self._stop()
        super().close()


def test_a_change_of_a_mailbox_in_another_thread_wakes_the_stream(
    connect: Callable[[], Any], handler: Handler, world: World
) -> None:
    mailbox = world.mailbox()
    handler.news = arrivals = Arrivals(mailbox)
    response = ask(connect(), "/stream")
    for number in range(1, 6):
        mailbox.deliver(subject=str(number))
        assert response.read1() == b"%d" % number
    arrivals.say(None)
    assert response.read() == b""
    assert arrivals.closed.wait(GUARD)
    mailbox.deliver(subject="for nobody")
    assert arrivals.waiting == []


def test_who_asks_by_head_gets_no_body_and_the_stream_is_let_go(connect: Callable[[], Any], handler: Handler) -> None:
    connection = connect()
    assert ask(connection, "/stream", "HEAD").read() == b""
    assert handler.news.closed.is_set()
    assert ask(connection).read() == b"fine"


def test_before_http_1_1_a_stream_ends_with_the_connection(connect: Callable[[], Any], handler: Handler) -> None:
    handler.news.say(b"one", b"two", None)
    peer = connect().sock
    peer.sendall(b"GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    answer = b""
    while piece := peer.recv(65536):
        answer += piece
    fields, _, body = answer.partition(b"\r\n\r\n")
    assert fields.startswith(b"HTTP/1.0 200 ")
    assert b"chunked" not in fields
    assert b"keep-alive" not in fields
    assert body == b"onetwo"


@pytest.mark.parametrize("connect", ["plain"], indirect=True)
def test_a_peer_that_goes_away_lets_the_stream_go(connect: Callable[[], Any], handler: Handler) -> None:
    connection = connect()
    handler.news.say(b"first")
    ask(connection, "/stream").read1()
    connection.sock.shutdown(socket.SHUT_RDWR)
    assert handler.news.closed.wait(GUARD)
    handler.news.say(b"for nobody")
    assert handler.news.times_closed == 1
    assert handler.news.on_wake is None


def test_a_long_body_arrives_whole(connect: Callable[[], Any], handler: Handler) -> None:
    handler.body = b"0123456789" * (BLOCK // 2)
    connection = connect()
    assert ask(connection).read() == handler.body
    assert ask(connection).read() == handler.body


def test_an_answer_may_come_late(connect: Callable[[], Any], handler: Handler) -> None:
    connection = connect()
    handler.delivery = Delivery(delay=0.1)
    began = time.monotonic()
    assert ask(connection).read() == b"fine"
    assert time.monotonic() - began >= 0.09
    assert ask(connection, "/plain").read() == b"fine"


def test_others_are_answered_meanwhile(connect: Callable[[], Any], handler: Handler) -> None:
    connection, other = connect(), connect()
    handler.delivery = Delivery(delay=3600)
    connection.request("GET", "/")
    assert ask(other, "/plain").read() == b"fine"
    connection.sock.settimeout(0.01)
    with pytest.raises(TimeoutError):
        connection.sock.recv(1)


def test_what_comes_while_an_answer_is_late_waits_its_turn(
    listen: Listen, handler: Handler, errors: list[BaseException]
) -> None:
    port = listen(HttpListener(handler, errors.append, None))
    handler.delivery = Delivery(delay=0.05)
    one = b"GET /%b HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=GUARD) as peer:
        peer.sendall(one % b"late" + one % b"plain")
        peer.sendall(one % b"plain" + b"GET /plain HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b""
        while piece := peer.recv(65536):
            answer += piece
    assert answer.count(b"HTTP/1.1 200 OK") == 4
    assert errors == []


@pytest.mark.parametrize("octets", [0, 10, 100])
@pytest.mark.parametrize("reset", [False, True])
def test_an_answer_may_be_cut_off(connect: Callable[[], Any], handler: Handler, octets: int, reset: bool) -> None:
    handler.body = b"x" * 1000
    handler.delivery = Delivery(cut_after=octets, reset=reset)
    received = len(all_of(connect().sock, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", reset=reset))
    assert received <= octets if reset else received == octets
    assert ask(connect(), "/plain").read() == handler.body


@pytest.mark.parametrize("reset", [False, True])
def test_a_long_answer_may_be_cut_off(connect: Callable[[], Any], handler: Handler, reset: bool) -> None:
    octets = 5 * BLOCK + 7
    handler.body = b"x" * (octets * 2)
    handler.delivery = Delivery(cut_after=octets, reset=reset)
    received = len(all_of(connect().sock, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", reset=reset))
    assert received <= octets if reset else received == octets


@pytest.mark.parametrize("connect", ["plain"], indirect=True)
def test_a_reset_is_one(connect: Callable[[], Any], handler: Handler) -> None:
    handler.delivery = Delivery(cut_after=0, reset=True)
    peer = connect().sock
    peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    with pytest.raises(ConnectionResetError):
        peer.recv(1)


@pytest.mark.parametrize("reset", [False, True])
def test_a_stream_may_be_cut_off(connect: Callable[[], Any], handler: Handler, reset: bool) -> None:
    handler.news.say(*[b"chunk"] * 100)
    handler.delivery = Delivery(cut_after=300, reset=reset)
    received = len(all_of(connect().sock, b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n", reset=reset))
    assert received <= 300 if reset else received == 300
    assert handler.news.closed.wait(GUARD)


def test_an_answer_may_never_come(connect: Callable[[], Any], handler: Handler) -> None:
    handler.delivery = Delivery(never=True)
    connection = connect()
    connection.request("GET", "/stream")
    assert ask(connect(), "/plain").read() == b"fine"
    connection.sock.settimeout(0.01)
    with pytest.raises(TimeoutError):
        connection.sock.recv(1)
    handler.news.say(b"nobody listens")
    connection.sock.close()
    assert handler.news.closed.wait(GUARD)


@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
def test_an_answer_may_be_cut_off_at_a_part(connect: Callable[[], Any], handler: Handler, part: float) -> None:
    handler.body = b"x" * 1000
    handler.delivery = Delivery(cut_at=part)
    received = all_of(connect().sock, b"GET / HTTP/1.0\r\n\r\n", reset=False)
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 200 OK\r\n")
    assert len(body) == int(1000 * part)


def test_half_of_an_answer_without_a_body_is_half_of_its_head(connect: Callable[[], Any], handler: Handler) -> None:
    handler.delivery = Delivery(cut_at=0.5)
    received = all_of(connect().sock, b"HEAD / HTTP/1.0\r\n\r\n", reset=False)
    assert received.startswith(b"HTTP/1.0 200 OK\r\n")
    assert b"\r\n\r\n" not in received


@pytest.mark.parametrize(("part", "sent"), [(0.5, b"a" * 50), (1.0, b"a" * 100 + b"b" * 100)])
def test_a_streamed_answer_is_cut_off_in_its_first_piece_or_behind_its_last(
    connect: Callable[[], Any], handler: Handler, part: float, sent: bytes
) -> None:
    handler.delivery = Delivery(cut_at=part)
    handler.news.say(b"a" * 100, b"b" * 100, None)
    received = all_of(connect().sock, b"GET /stream HTTP/1.0\r\n\r\n", reset=False)
    assert received.partition(b"\r\n\r\n")[2] == sent
    assert handler.news.closed.wait(GUARD)


def test_half_an_answer_may_come_and_nothing_behind_it(connect: Callable[[], Any], handler: Handler) -> None:
    handler.body = b"x" * 1000
    handler.delivery = Delivery(cut_at=0.5, never=True)
    connection = connect()
    connection.request("GET", "/")
    received = connection.sock.recv(65536)
    assert 500 < len(received) < 700
    connection.sock.settimeout(0.01)
    with pytest.raises(TimeoutError):
        connection.sock.recv(1)
    assert ask(connect(), "/plain").read() == handler.body


def test_an_answer_may_come_slowly(connect: Callable[[], Any], handler: Handler) -> None:
    handler.body = b"x" * 500
    handler.delivery = Delivery(octets_a_second=5000)
    began = time.monotonic()
    assert ask(connect()).read() == handler.body
    assert time.monotonic() - began >= 0.08


def test_a_slow_answer_may_be_cut_off(connect: Callable[[], Any], handler: Handler) -> None:
    handler.delivery = Delivery(octets_a_second=5000, cut_after=300)
    handler.body = b"x" * 500
    assert len(all_of(connect().sock, b"GET / HTTP/1.0\r\n\r\n", reset=False)) == 300


@pytest.mark.parametrize("delivery", [AT_ONCE, Delivery(delay=3600), Delivery(never=True), Delivery(octets_a_second=1)])
def test_stopping_ends_all_that_waits(
    thread: LoopThread, listen: Listen, handler: Handler, errors: list[BaseException], delivery: Delivery
) -> None:
    listener = HttpListener(handler, errors.append, None)
    port = listen(listener)
    handler.delivery = delivery
    with socket.create_connection(("127.0.0.1", port), timeout=GUARD) as peer:
        peer.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        peer.sendall(b"GET /plain HTTP/1.1\r\nHost: x\r\n\r\n")
        with socket.create_connection(("127.0.0.1", port), timeout=GUARD) as other:
            other.sendall(b"GET /plain HTTP/1.1\r\nHost: x\r\n\r\n")
            other.recv(100)
        thread.call(listener.stop(), GUARD)
        assert handler.news.closed.is_set()
        while peer.recv(65536):
            pass
    assert errors == []
