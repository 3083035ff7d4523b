"""HTTP/1.1 over TLS: whole requests in, responses out.

The handler is an ordinary function and is called in the loop's thread. The connections are in ``http_connection``, with
aiohttp's parser, which is imported when the first client connects: programs that do not use HTTP never wait for it.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable

from fakeserver.listeners.accepting import Acceptor
from fakeserver.wire import HttpHandler


class HttpListener:
    """Serves one handler on one socket.

    Args:
        handler: called for every request that is well formed.
        on_error: called with each exception out of the handler: a bug there, answered by a plain 500.
        ssl_context: None for HTTP without TLS.
    """

    def __init__(
        self, handler: HttpHandler, on_error: Callable[[BaseException], None], ssl_context: ssl.SSLContext | None
    ) -> None:
        self._handler = handler
        self._on_error = on_error
        self._scheme = "https" if ssl_context else "http"
        self._acceptor = Acceptor(self._connection, ssl_context)
        self.connections = self._acceptor.connections

    async def start(self, *listening: socket.socket) -> None:
        """Accept connections on bound sockets, which are this listener's from now on."""
        await self._acceptor.start(*listening)

    async def stop(self) -> None:
        """Close the listening socket and every connection, whatever is on its way there."""
        await self._acceptor.stop()

    def dismiss(self, tenant: object) -> None:
        """End what is streamed to clients of a tenant that is gone, in the loop's thread."""
        self._acceptor.dismiss(tenant)

    def _connection(self) -> asyncio.Protocol:
        from fakeserver.listeners.http_connection import HttpConnection

        return HttpConnection(self._handler, self._on_error, self._scheme, self.connections)
