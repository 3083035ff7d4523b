"""A stream that a test feeds, a handler that answers with it, and how its connection ends."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fakeserver.wire import AT_ONCE, HttpRequest, HttpResponse, Stream

#: seconds until a test that would hang fails
GUARD = 60


class News:
    """A stream that a test feeds from its own thread."""

    def __init__(self) -> None:
        self.on_wake: Callable[[], None] | None = None
        self.waiting: list[bytes | None] = []
        self.asked_until_empty = threading.Event()
        self.closed = threading.Event()
        self.times_closed = 0
        self.wakes_in: float | None = None

    def say(self, *chunks: bytes | None) -> None:
        self.waiting += chunks
        if self.on_wake is not None:
            self.on_wake()

    def next_chunk(self) -> bytes | None:
        if self.waiting:
            return self.waiting.pop(0)
        self.asked_until_empty.set()
        return b""

    def wake_in(self) -> float | None:
        return self.wakes_in

    def close(self) -> None:
        self.times_closed += 1
        self.closed.set()


class Handler:
    """Answers /stream with the stream, /plain at once, and everything else by the delivery that the test says."""

    def __init__(self) -> None:
        self.news = News()
        self.delivery = AT_ONCE
        self.body = b"fine"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/stream":
            return HttpResponse(200, [], stream=self.news, delivery=self.delivery)
        if request.path == "/plain":
            return HttpResponse(200, [], self.body)
        return HttpResponse(200, [], self.body, delivery=self.delivery)


def all_of(peer: socket.socket, question: bytes, *, reset: bool) -> bytes:
    """Return everything that comes until the connection ends, in the way that is expected."""
    received = b""
    peer.sendall(question)
    with closing_is_fine(reset):
        while piece := peer.recv(65536):
            received += piece
    return received


@contextmanager
def closing_is_fine(reset: bool) -> Iterator[None]:
    """Let a reset pass where there is to be one; TLS shows a reset as an end that was not announced."""
    try:
        yield
    except (ConnectionResetError, ssl.SSLEOFError):
        if not reset:
            raise


def stream_type(news: News) -> Stream:
    """Let mypy see that the stream of these tests is one."""
    return news
