"""SMTP submission: one socket, and the sessions that are made for its clients.

What travels is in ``smtp_connection``, on aiosmtpd, which is imported when the first client connects.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal
from typing import Protocol as Interface

from fakeserver.listeners.accepting import Acceptor, until_closed

if TYPE_CHECKING:
    from fakeserver.listeners.smtp_connection import Connection


class Session(Interface):
    """A conversation, as the listener sees it. What it expects next decides what it is given next."""

    expects: Literal["line", "message", "chunk", "tls", "end"]
    #: octets of the chunk that are still to come
    chunk_size: int
    #: octets of a command line, and of a message
    line_limit: int
    size_limit: int

    def greeting(self) -> bytes:
        """Return the banner."""

    def receive_line(self, line: bytes) -> bytes:
        """Take a line without its end; return the answer."""

    def receive_message(self, message: bytes | None) -> bytes:
        """Take a message without its dots, or None where it was too large; return the answer."""

    def receive_chunk(self, octets: bytes) -> bytes:
        """Take a piece of a chunk; return the answer, empty until the chunk is whole."""

    def line_too_long(self) -> bytes:
        """Return the answer to a line that was too long and is dropped."""

    def secured(self) -> None:
        """TLS is up."""

    def timed_out(self) -> bytes:
        """Return the farewell to a silent client."""

    def failed(self) -> bytes:
        """Return the answer where the session has raised an exception."""


class SmtpListener:
    """Serves SMTP sessions on one socket.

    Args:
        make_session: makes the session of a peer, given its IP address.
        on_error: told of each exception out of a session: a bug there.
        ssl_context: for STARTTLS; None where there is no TLS.
    """

    def __init__(
        self,
        make_session: Callable[[str], Session],
        on_error: Callable[[BaseException], None],
        ssl_context: ssl.SSLContext | None,
    ) -> None:
        self.make_session = make_session
        self.on_error = on_error
        self.ssl_context = ssl_context
        self.connections: set[Connection] = set()
        # TLS comes by STARTTLS, inside a connection.
        self._acceptor = Acceptor(self._connection)

    async def start(self, listening: socket.socket) -> None:
        """Accept connections on a bound socket, which is this listener's from now on."""
        await self._acceptor.start(listening)

    async def stop(self) -> None:
        """Close the listening socket and every connection."""
        await self._acceptor.stop()
        for connection in list(self.connections):
            connection.abort()
        await until_closed()

    def _connection(self) -> Connection:
        from fakeserver.listeners.smtp_connection import Connection

        return Connection(self)
