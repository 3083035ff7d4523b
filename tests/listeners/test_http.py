import contextlib
import http.client
import socket

from fakeserver.listeners.http import HttpListener
from fakeserver.listeners.http_pages import plain_page
from fakeserver.listeners.thread import LoopThread
from fakeserver.wire import HttpRequest, HttpResponse
from tests.listeners.conftest import Listen


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(200, [], b"fine")


def test_a_page_is_as_http_sys_writes_it() -> None:
    page = plain_page(404, "Not Found", "The requested resource is not found.")
    assert page.status == 404
    assert dict(page.headers)["Server"] == "Microsoft-HTTPAPI/2.0"
    assert b"<hr><p>HTTP Error 404. The requested resource is not found.</p>" in page.body


def test_stopping_drops_every_connection(thread: LoopThread, listen: Listen, errors: list[BaseException]) -> None:
    listener = HttpListener(answer, errors.append, None)
    port = listen(listener)
    idle = http.client.HTTPConnection("localhost", port, timeout=60)
    idle.request("GET", "/")
    assert idle.getresponse().read() == b"fine"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as halfway:
        halfway.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
        thread.call(listener.stop())
        # A socket that nobody has accepted yet is reset.
        with contextlib.suppress(ConnectionResetError):
            assert halfway.recv(100) == b""
    assert idle.sock.recv(100) == b""
    idle.close()
    assert errors == []


def test_stopping_before_the_first_client(thread: LoopThread, listen: Listen, errors: list[BaseException]) -> None:
    listener = HttpListener(answer, errors.append, None)
    listen(listener)
    thread.call(listener.stop())
    thread.call(listener.stop())
