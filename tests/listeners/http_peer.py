"""A handler behind an HTTP listener, and clients that ask it."""

import asyncio
import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import Mock

from fakeserver.listeners.accepting import Connection
from fakeserver.listeners.http_connection import HttpConnection
from fakeserver.wire import HttpHandler, HttpRequest, HttpResponse


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


def mocked(
    handler: HttpHandler, errors: list[BaseException], connections: set[Connection] | None = None
) -> tuple[HttpConnection, Mock]:
    """Return a connection of the running loop and its transport, which keeps nothing of what is sent."""
    connection = HttpConnection(handler, errors.append, "http", set() if connections is None else connections)
    transport = Mock(asyncio.Transport)
    transport.get_extra_info.return_value = ("127.0.0.1", 1)
    transport.is_closing.return_value = False
    connection.connection_made(transport)
    return connection, transport


@contextmanager
def connect(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as peer:
        yield peer


def ask(port: int, octets: bytes) -> bytes:
    """Send octets, and return all that comes until the server closes the connection."""
    with connect(port) as peer:
        peer.sendall(octets)
        answer = b""
        while piece := peer.recv(65536):
            answer += piece
        return answer


def get(port: int, path: str = "/", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response
