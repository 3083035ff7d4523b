import asyncio
import gzip
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.listeners.accepting import Connection
from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.http import HttpListener
from fakeserver.listeners.http_body import BODY_LIMIT
from fakeserver.listeners.http_connection import HttpConnection
from fakeserver.listeners.silence import HEAD_LIMIT
from fakeserver.steps import Steps
from fakeserver.wire import HttpRequest, HttpResponse

Listen = Callable[[Any], int]


class Handler:
    """Keeps what it was asked and answers as it was told."""

    def __init__(self) -> None:
        self.requests: list[HttpRequest] = []
        self.answer = HttpResponse(200, [("Content-Type", "text/plain")], b"fine")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        if request.path == "/boom":
            raise LookupError("a bug")
        return self.answer


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def port(listen: Listen, handler: Handler, errors: list[BaseException]) -> int:
    return listen(HttpListener(handler, errors.append, None))


@contextmanager
def connect(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as peer:
        yield peer


def ask(port: int, octets: bytes) -> bytes:
    """Send octets, close that direction, and return all that comes back."""
    with connect(port) as peer:
        peer.sendall(octets)
        answer = b""
        while piece := peer.recv(65536):
            answer += piece
        return answer


def get(port: int, path: str = "/", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_a_request_arrives_whole(port: int, handler: Handler) -> None:
    body = b"a=1&b=%20&" + b"c" * 100_000
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    connection.request("POST", "/a%20b?x=1&y=%2F", body, {"X-Twice": "1", "Content-Type": "text/plain"})
    assert connection.getresponse().read() == b"fine"
    connection.close()
    (request,) = handler.requests
    assert (request.method, request.path, request.query_string) == ("POST", "/a b", "x=1&y=%2F")
    assert request.query == {"x": "1", "y": "/"}
    assert request.headers.get("x-twice") == "1"
    assert request.body == body
    assert request.peer == "127.0.0.1"
    assert request.base_url == f"http://localhost:{port}"


def test_over_tls_the_base_url_says_https(
    listen: Listen, handler: Handler, errors: list[BaseException], certificates: Certificates
) -> None:
    port = listen(HttpListener(handler, errors.append, certificates.server_context()))
    connection = http.client.HTTPSConnection("localhost", port, context=certificates.client_context(), timeout=10)
    connection.request("GET", "/")
    connection.getresponse().read()
    connection.close()
    assert handler.requests[0].base_url == f"https://localhost:{port}"


def test_the_response_is_the_handlers_own(port: int, handler: Handler) -> None:
    handler.answer = HttpResponse(418, [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Empty", "")], b"")
    response = get(port)
    assert response.status == 418
    names = [name for name, _ in response.getheaders()]
    assert response.headers.get_all("Set-Cookie") == ["a=1", "b=2"]
    assert response.headers["Content-Length"] == "0"
    assert sorted(names) == ["Content-Length", "Date", "Set-Cookie", "Set-Cookie", "X-Empty"]


def test_server_and_date_are_what_the_handler_says(port: int, handler: Handler) -> None:
    date = "Fri, 04 Nov 2022 10:07:41 GMT"
    handler.answer = HttpResponse(200, [("Server", "Microsoft-IIS/10.0"), ("Date", date)], b"x")
    response = get(port)
    assert response.headers.get_all("Server") == ["Microsoft-IIS/10.0"]
    assert response.headers.get_all("Date") == [date]


@pytest.mark.parametrize("body", [b"", b"fine", b"x" * 300_000])
def test_a_chunked_answer_has_no_length(port: int, handler: Handler, body: bytes) -> None:
    handler.answer = HttpResponse(200, [], body, chunked=True)
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    for _ in range(2):
        connection.request("GET", "/")
        response = connection.getresponse()
        assert response.headers["Transfer-Encoding"] == "chunked"
        assert "Content-Length" not in response.headers
        assert response.read() == body
    connection.request("HEAD", "/")
    assert connection.getresponse().read() == b""
    connection.close()


def test_a_client_of_http_10_gets_the_length_instead(port: int, handler: Handler) -> None:
    handler.answer = HttpResponse(200, [], b"fine", chunked=True)
    answer = ask(port, b"GET / HTTP/1.0\r\n\r\n")
    assert b"Content-Length: 4\r\n" in answer
    assert b"chunked" not in answer
    assert answer.endswith(b"\r\n\r\nfine")


def test_a_connection_is_kept_for_the_next_request(port: int, handler: Handler) -> None:
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    for _ in range(3):
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"fine"
    connection.close()
    assert len(handler.requests) == 3


def test_pipelined_requests_are_answered_in_order(port: int, handler: Handler) -> None:
    one = b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = ask(port, one % 1 + one % 2 + last)
    assert answer.count(b"HTTP/1.1 200 OK") == 3
    assert [request.path for request in handler.requests] == ["/1", "/2", "/3"]


def test_head_has_the_length_and_no_body(port: int) -> None:
    answer = ask(port, b"HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b"Content-Length: 4\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


def test_a_client_that_expects_100_is_told_to_continue(port: int, handler: Handler) -> None:
    with connect(port) as peer:
        peer.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        assert peer.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        peer.sendall(b"body")
        assert peer.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")
    assert handler.requests[0].body == b"body"


def test_before_http_1_1_nobody_is_told_to_continue(port: int, handler: Handler) -> None:
    with connect(port) as peer:
        peer.sendall(b"POST / HTTP/1.0\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        # One more client, so that the server has seen the header before the body comes.
        get(port)
        peer.sendall(b"body")
        assert peer.recv(100).startswith(b"HTTP/1.0 200 OK\r\n")


def test_a_compressed_request_goes_to_the_handler_as_it_is(port: int, handler: Handler) -> None:
    packed = gzip.compress(b"hello " * 100)
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    connection.request("POST", "/", packed, {"Content-Encoding": "gzip"})
    connection.getresponse().read()
    connection.request("POST", "/", b"", {"Content-Encoding": "gzip"})
    connection.getresponse().read()
    connection.request("POST", "/", b"x", {"Content-Encoding": "identity"})
    connection.getresponse().read()
    connection.close()
    assert [(request.body, request.coding) for request in handler.requests] == [(packed, "gzip"), (b"", ""), (b"x", "")]


def test_a_bug_in_a_handler_is_kept_and_the_connection_survives(
    port: int, handler: Handler, errors: list[BaseException]
) -> None:
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    connection.request("GET", "/boom")
    response = connection.getresponse()
    page = response.read()
    assert response.status == 500
    assert b"a bug" not in page
    assert b"Traceback" not in page
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"fine"
    connection.close()
    assert [str(error) for error in errors] == ["a bug"]


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


@pytest.mark.parametrize(
    ("field", "base_url"),
    [
        (b"Host: x\r\n", "http://x"),
        (b"Host: [::1]:80\r\n", "http://[::1]:80"),
        (b"Host: autodiscover.a_b.example:443\r\n", "http://autodiscover.a_b.example:443"),
    ],
)
def test_the_host_is_in_the_base_url(port: int, handler: Handler, field: bytes, base_url: str) -> None:
    ask(port, b"GET / HTTP/1.1\r\n" + field + b"Connection: close\r\n\r\n")
    assert [request.base_url for request in handler.requests] == [base_url]


@pytest.mark.parametrize(
    ("target", "base_url"), [(b"http://y:81/", "http://y:81"), (b"http://me:secret@y/", "http://y"), (b"/", "http://x")]
)
def test_a_host_in_the_target_goes_before_the_field(port: int, handler: Handler, target: bytes, base_url: str) -> None:
    ask(port, b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert [(request.base_url, request.path) for request in handler.requests] == [(base_url, "/")]


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


@pytest.mark.parametrize(
    "question",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        b"CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
@pytest.mark.parametrize("before", [b"", b"GET /first HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_other_protocols_are_not_to_be_had(port: int, handler: Handler, question: bytes, before: bytes) -> None:
    *former, last = ask(port, before + question).split(b"HTTP/1.1 200 OK\r\n")[1:]
    assert b"\r\nConnection: close\r\n" in last
    assert [b"close" in answer for answer in former] == [False] * bool(before)
    assert len(handler.requests) == 1 + bool(before)


def test_a_field_with_a_line_end_is_a_bug_and_does_not_go_out(
    port: int, handler: Handler, errors: list[BaseException]
) -> None:
    handler.answer = HttpResponse(200, [("X-Echo", "a\r\nSet-Cookie: b=1")], b"x")
    response = get(port)
    assert response.status == 500
    assert "Set-Cookie" not in response.headers
    assert len(errors) == 1


def test_other_clients_are_served_between_the_steps_of_a_long_work(listen: Listen, errors: list[BaseException]) -> None:
    steps, closed = 0, threading.Event()

    def long_work() -> Steps[HttpResponse]:
        nonlocal steps
        try:
            while not stop.is_set():
                steps += 1
                yield
        finally:
            closed.set()
        return HttpResponse(200, [], b"after many steps")

    stop = threading.Event()

    def handler(request: HttpRequest) -> HttpResponse | Steps[HttpResponse]:
        return long_work() if request.path == "/long" else HttpResponse(200, [], b"%d" % steps)

    port = listen(HttpListener(handler, errors.append, None))
    long = http.client.HTTPConnection("localhost", port, timeout=10)
    long.request("GET", "/long")
    other = http.client.HTTPConnection("localhost", port, timeout=10)
    counts = []
    for _ in range(5):
        other.request("GET", "/")
        counts.append(int(other.getresponse().read()))
    assert sorted(set(counts)) == counts
    stop.set()
    assert long.getresponse().read() == b"after many steps"
    # Who goes away in the middle of it is not worked for any more.
    stop.clear()
    closed.clear()
    long.request("GET", "/long")
    long.close()
    assert closed.wait(10)
    other.close()
    assert errors == []


def test_a_bug_in_a_later_step_is_kept(listen: Listen, errors: list[BaseException]) -> None:
    def work(request: HttpRequest) -> Steps[HttpResponse]:
        yield
        raise LookupError("a bug")

    assert get(listen(HttpListener(work, errors.append, None))).status == 500
    assert [str(error) for error in errors] == ["a bug"]


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
    connection = HttpConnection(lambda request: HttpResponse(200, [], request.body), errors.append, "http", open_ones)
    transport = Mock(asyncio.Transport)
    transport.get_extra_info.return_value = ("127.0.0.1", 1)
    transport.is_closing.return_value = False
    connection.connection_made(transport)
    for piece in pieces:
        connection.data_received(piece)
        await asyncio.sleep(0)
    connection.connection_lost(None)
    assert not open_ones
    assert errors == []


def test_a_client_without_tls_does_not_disturb(
    listen: Listen, handler: Handler, errors: list[BaseException], certificates: Certificates
) -> None:
    port = listen(HttpListener(handler, errors.append, certificates.server_context()))
    with connect(port) as peer:
        peer.sendall(b"GET / HTTP/1.1\r\n\r\n")
        peer.recv(100)
    client = certificates.client_context()
    with connect(port) as peer, client.wrap_socket(peer, server_hostname="localhost") as secured:
        assert secured.version() == "TLSv1.3"
    with pytest.raises(ssl.SSLCertVerificationError), connect(port) as peer:
        ssl.create_default_context(cadata=client_of_nobody()).wrap_socket(peer, server_hostname="localhost")
    assert errors == []


def client_of_nobody() -> str:
    """Return an authority that has signed nothing here."""
    other = Certificates()
    try:
        return other.ca_file.read_text()
    finally:
        other.close()


def test_a_handshake_that_never_ends_leaves_no_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.listeners.silence.KEEP_ALIVE", 0.0)
    problems: list[object] = []

    async def without_connection() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: problems.append(context))
        HttpConnection(Mock(), problems.append, "https", set())
        for _ in range(3):
            await asyncio.sleep(0)

    asyncio.run(without_connection())
    assert problems == []


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


@pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\n", b"GET /", b"GET / HTTP/1.1\r\nHost: x\r\nX: "])
def test_half_a_head_is_not_waited_for_for_ever(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dribble() -> None:
        loop = asyncio.get_running_loop()
        now = 1000.0
        monkeypatch.setattr(loop, "time", lambda: now)
        errors: list[BaseException] = []
        connection = HttpConnection(lambda request: HttpResponse(200, [], b""), errors.append, "http", set())
        transport = Mock(asyncio.Transport)
        transport.get_extra_info.return_value = ("127.0.0.1", 1)
        connection.connection_made(transport)
        connection.data_received(begun)
        # An octet every ten seconds: the client is never silent for long.
        for _ in range(int(HEAD_LIMIT) // 10 - 1):
            now += 10
            connection.data_received(b"a")
            connection._silence._check()
        transport.close.assert_not_called()
        now += 11
        connection.data_received(b"a")
        connection._silence._check()
        transport.close.assert_called_once()
        connection.connection_lost(None)

    asyncio.run(dribble())
