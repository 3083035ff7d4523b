"""A listener, which names are led to."""

import socket
from collections.abc import Iterator

import pytest

from fakeserver.redirect import Address


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        yield server


@pytest.fixture
def listening(listener: socket.socket) -> Address:
    host, port = listener.getsockname()
    return host, port
