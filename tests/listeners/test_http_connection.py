import gzip
import http.client
import socket
import ssl
import threading

import pytest

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.http import HttpListener
from fakeserver.steps import Steps
from fakeserver.wire import HttpRequest, HttpResponse
from tests.listeners.conftest import Listen
from tests.listeners.http_peer import Handler, ask, connect, get


def test_a_request_arrives_whole(port: int, handler: Handler) -> None:
    body = b"a=1&b=%20&" + b"c" * 100_000
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
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
    connection = http.client.HTTPSConnection("localhost", port, context=certificates.client_context(), timeout=60)
    connection.request("GET", "/")
    connection.getresponse().read()
    connection.close()
    assert handler.requests[0].base_url == f"https://localhost:{port}"


def test_requests_have_the_number_of_their_connection_from_before_its_handshake(
    listen: Listen, handler: Handler, errors: list[BaseException], certificates: Certificates
) -> None:
    port = listen(HttpListener(handler, errors.append, certificates.server_context()))
    trust = certificates.client_context()
    first, second = (socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(2))
    for raw in (second, first):
        with trust.wrap_socket(raw, server_hostname="localhost") as tls:
            client = http.client.HTTPConnection("localhost")
            client.sock = tls
            for _ in range(2):
                client.request("GET", "/")
                client.getresponse().read()
    later, again, earlier, _ = [request.connection for request in handler.requests]
    assert 0 < earlier < later == again


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
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
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
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
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
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    for name in ("gzip", "x-gzip", "X-GZip "):
        connection.request("POST", "/", packed, {"Content-Encoding": name})
        connection.getresponse().read()
    connection.request("POST", "/", b"", {"Content-Encoding": "gzip"})
    connection.getresponse().read()
    connection.request("POST", "/", b"x", {"Content-Encoding": "identity"})
    connection.getresponse().read()
    connection.close()
    asked = [(request.body, request.coding) for request in handler.requests]
    assert asked == [(packed, "gzip")] * 3 + [(b"", ""), (b"x", "")]


def test_a_bug_in_a_handler_is_kept_and_the_connection_survives(
    port: int, handler: Handler, errors: list[BaseException]
) -> None:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
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
    long = http.client.HTTPConnection("localhost", port, timeout=60)
    long.request("GET", "/long")
    other = http.client.HTTPConnection("localhost", port, timeout=60)
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
    assert closed.wait(60)
    other.close()
    assert errors == []


def test_a_bug_in_a_later_step_is_kept(listen: Listen, errors: list[BaseException]) -> None:
    def work(request: HttpRequest) -> Steps[HttpResponse]:
        yield
        raise LookupError("a bug")

    assert get(listen(HttpListener(work, errors.append, None))).status == 500
    assert [str(error) for error in errors] == ["a bug"]


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
