"""SMTP submission: one socket, and the sessions that are made for its clients.

The connections are in ``smtp_connection``, on aiosmtpd, which is imported when the first client connects.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable

from fakeserver.listeners.accepting import Acceptor
from fakeserver.listeners.dialogue import SmtpSession

#: Seconds of silence until the server says goodbye, five minutes (RFC 5321 section 4.5.3.2.7 asks for as much).
IDLE_TIMEOUT = 300.0


class SmtpListener:
    """Serves SMTP sessions on one socket.

    Args:
        make_session: makes the session of a peer, given its IP address.
        on_error: is given each exception out of a session: a bug there.
        ssl_context: for STARTTLS; None where there is no TLS.
        idle_timeout: seconds of silence after which a connection is closed.
    """

    def __init__(
        self,
        make_session: Callable[[str], SmtpSession],
        on_error: Callable[[BaseException], None],
        ssl_context: ssl.SSLContext | None,
        idle_timeout: float = IDLE_TIMEOUT,
    ) -> None:
        self.make_session = make_session
        self.on_error = on_error
        self.ssl_context = ssl_context
        self.idle_timeout = idle_timeout
        # TLS comes by STARTTLS, inside a connection.
        self._acceptor = Acceptor(self._connection)
        self.connections = self._acceptor.connections

    async def start(self, *listening: socket.socket) -> None:
        """Accept connections on bound sockets, which are this listener's from now on."""
        await self._acceptor.start(*listening)

    async def stop(self) -> None:
        """Close the listening socket and every connection."""
        await self._acceptor.stop()

    def dismiss(self, tenant: object) -> None:
        """Say goodbye to the clients of a tenant that is gone, in the loop's thread."""
        self._acceptor.dismiss(tenant)

    def _connection(self) -> asyncio.BaseProtocol:
        from fakeserver.listeners.smtp_connection import SmtpConnection

        return SmtpConnection(self)
