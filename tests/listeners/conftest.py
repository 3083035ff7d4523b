"""A running thread for the listeners under test, certificates, and a listener of HTTP."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.http import HttpListener
from fakeserver.listeners.thread import LoopThread
from tests.listeners.http_peer import Handler

Listen = Callable[[Any], int]


@pytest.fixture
def errors() -> list[BaseException]:
    return []


@pytest.fixture
def thread(errors: list[BaseException]) -> Iterator[LoopThread]:
    thread = LoopThread("test", errors.append)
    thread.start()
    yield thread
    assert thread.stop() == []


@pytest.fixture
def certificates() -> Iterator[Certificates]:
    certificates = Certificates()
    yield certificates
    certificates.close()


@pytest.fixture
def listen(thread: LoopThread) -> Iterator[Listen]:
    """Start a listener on a free port, and stop it after the test."""
    started = []

    def start(listener: Any) -> int:
        listening = socket.create_server(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        thread.call(listener.start(listening))
        started.append(listener)
        return port

    yield start
    for listener in started:
        thread.call(listener.stop())


@pytest.fixture
def handler() -> Handler:
    """What answers HTTP on `port`; a file with another handler or listener has fixtures of these names."""
    return Handler()


@pytest.fixture
def port(listen: Listen, handler: Handler, errors: list[BaseException]) -> int:
    return listen(HttpListener(handler, errors.append, None))
