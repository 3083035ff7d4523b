import asyncio
import socket
from collections.abc import Callable
from typing import Any

from fakeserver.listeners.accepting import Acceptor
from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.thread import LoopThread


class Silent(asyncio.Protocol):
    """A connection that only counts."""

    made = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        Silent.made += 1


def is_closed(peer: socket.socket) -> bool:
    """Say whether the other end has closed."""
    try:
        return peer.recv(100) == b""
    except ConnectionResetError:
        return True


def test_stopping_ends_handshakes_that_the_client_never_begins(
    thread: LoopThread, listen: Callable[[Any], int], certificates: Certificates, errors: list[BaseException]
) -> None:
    acceptor = Acceptor(Silent, certificates.server_context())
    port = listen(acceptor)
    peers = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(5)]
    thread.call(acceptor.stop())
    assert all(is_closed(peer) for peer in peers)
    for peer in peers:
        peer.close()
    assert errors == []


def test_stopping_ends_what_is_accepted_in_the_same_moment(
    thread: LoopThread, listen: Callable[[Any], int], errors: list[BaseException]
) -> None:
    for _ in range(20):
        acceptor = Acceptor(Silent)
        port = listen(acceptor)
        begun = Silent.made
        with socket.create_connection(("127.0.0.1", port), timeout=10) as peer:
            thread.call(acceptor.stop())
            if Silent.made == begun:
                assert is_closed(peer)
    assert errors == []
