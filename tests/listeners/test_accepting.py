import asyncio
import socket

import pytest

from fakeserver.listeners.accepting import Acceptor
from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.thread import LoopThread
from tests.listeners.conftest import Listen


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
    thread: LoopThread,
    listen: Listen,
    certificates: Certificates,
    errors: list[BaseException],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Longer than a test may take, so that they do not end by themselves.
    monkeypatch.setattr("fakeserver.listeners.accepting.HANDSHAKE_LIMIT", 3600.0)
    acceptor = Acceptor(Silent, certificates.server_context())
    port = listen(acceptor)
    peers = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(5)]
    thread.call(acceptor.stop())
    assert all(is_closed(peer) for peer in peers)
    for peer in peers:
        peer.close()
    assert errors == []


async def stopped(acceptor: Acceptor, port: int, turns: int) -> socket.socket:
    """Connect, and stop the acceptor so many turns of the loop later."""
    peer = socket.create_connection(("127.0.0.1", port), timeout=60)
    for _ in range(turns):
        await asyncio.sleep(0)
    await acceptor.stop()
    return peer


def test_stopping_ends_what_is_accepted_in_the_same_moment(
    thread: LoopThread, listen: Listen, errors: list[BaseException]
) -> None:
    established = []
    for turns in range(6):
        acceptor = Acceptor(Silent)
        port, begun = listen(acceptor), Silent.made
        with thread.call(stopped(acceptor, port, turns)) as peer:
            established.append(Silent.made > begun)
            # An established connection is its listener's to close.
            assert established[-1] or is_closed(peer)
    assert (established[0], established[-1]) == (False, True)
    assert errors == []
