"""Accepting connections, and closing all of them when the server stops, established or not.

Between a client's connect and the first call of its protocol lie a task of asyncio's and, with TLS, a handshake that
the client may never finish. Closing the listening socket ends neither.
"""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable, Collection
from typing import Protocol

#: Turns of the loop until an aborted TLS connection has closed its socket: the socket's transport reports to the TLS
#: protocol, which reports to ours, each by ``call_soon``.
TURNS_TO_CLOSE = 4

#: Connections that may wait to be accepted.
BACKLOG = 1024

#: Seconds that a client may take over its handshake.
HANDSHAKE_LIMIT = 20.0


class Connection(Protocol):
    """One client's connection, once it is established."""

    def abort(self) -> None:
        """Close at once, without TLS's close_notify."""

    def dismiss(self, tenant: object) -> None:
        """End it if it has served a tenant, which is gone."""


class Listener(Protocol):
    """What accepts connections in the server's thread."""

    @property
    def connections(self) -> Collection[object]:
        """Those that are open."""

    async def start(self, *listening: socket.socket) -> None:
        """Accept connections on bound sockets, which are this listener's from now on."""

    async def stop(self) -> None:
        """Close the sockets and every connection."""

    def dismiss(self, tenant: object) -> None:
        """Say goodbye to the clients of a tenant that is gone."""


class Acceptor:
    """The listening sockets of one port.

    Args:
        make_connection: makes a client's protocol.
        ssl_context: for TLS from the first octet on; None: plain.

    Attributes:
        connections: those that are established; each adds itself when it is made, and takes itself out when it is lost.
    """

    def __init__(
        self, make_connection: Callable[[], asyncio.BaseProtocol], ssl_context: ssl.SSLContext | None = None
    ) -> None:
        self._make_connection = make_connection
        self._ssl_context = ssl_context
        self._listeners: list[asyncio.Server] = []
        self._on_their_way: set[asyncio.Task[None]] = set()
        self.connections: set[Connection] = set()

    async def start(self, *listening: socket.socket) -> None:
        """Accept connections on bound sockets, which are this acceptor's from now on."""
        loop = asyncio.get_running_loop()
        for one in listening:
            listener = await loop.create_server(
                self._accepted,
                sock=one,
                ssl=self._ssl_context,
                backlog=BACKLOG,
                ssl_handshake_timeout=HANDSHAKE_LIMIT if self._ssl_context is not None else None,
            )
            self._listeners.append(listener)

    async def stop(self) -> None:
        """Close the sockets and every connection, established or not, and wait until they are closed."""
        if not self._listeners:
            return
        loop = asyncio.get_running_loop()
        # First stop accepting, then let the tasks start that asyncio has just made for accepted sockets, then close: a
        # task that begins after its listener's close fails inside asyncio and leaves its socket open.
        with contextlib.suppress(NotImplementedError):  # Windows' loop has no readers, and no such tasks
            for listener in self._listeners:
                for listening in listener.sockets:
                    loop.remove_reader(listening)
        await asyncio.sleep(0)
        while self._listeners:
            self._listeners.pop().close()
        for task in self._on_their_way:
            task.cancel()
        await asyncio.gather(*self._on_their_way, return_exceptions=True)
        for connection in list(self.connections):
            connection.abort()
        await until_closed()

    def dismiss(self, tenant: object) -> None:
        """End the connections that have served a tenant, which is gone."""
        for connection in list(self.connections):
            connection.dismiss(tenant)

    def _accepted(self) -> asyncio.BaseProtocol:
        # asyncio calls this in the task that also shakes hands (not on Windows, where there is none).
        task = asyncio.current_task()
        if task is not None:
            self._on_their_way.add(task)
            task.add_done_callback(self._on_their_way.discard)
        return self._make_connection()


def peer_address(transport: asyncio.BaseTransport) -> str:
    """Return the IP address of a peer; empty where there is none.

    localhost is 127.0.0.1 by IPv6 too, so that claims, traces and Conditional Access read the same whichever of its
    addresses a machine prefers.
    """
    peer = transport.get_extra_info("peername")
    address = str(peer[0]) if peer else ""
    return "127.0.0.1" if address == "::1" else address


async def until_closed() -> None:
    """Wait until transports that were aborted have closed their sockets."""
    for _ in range(TURNS_TO_CLOSE):
        await asyncio.sleep(0)
