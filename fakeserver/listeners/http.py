"""HTTP/1.1 over TLS: whole requests in, whole responses out.

The handler is an ordinary function and is called in the loop's thread. What travels is in ``http_connection``, on
aiohttp, which is imported when the first client connects: programs that never speak HTTP never wait for it.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING

from fakeserver.listeners.accepting import Acceptor, until_closed
from fakeserver.wire import HttpHandler, HttpResponse

if TYPE_CHECKING:
    from fakeserver.listeners.http_connection import Connection, Server

#: Seconds that a request half received may delay the stop.
SHUTDOWN_LIMIT = 0.02


def plain_page(status: int, title: str, sentence: str) -> HttpResponse:
    """Return an error page as Windows' http.sys writes it, for requests that no service of the server takes."""
    body = (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">\r\n'
        f"<HTML><HEAD><TITLE>{title}</TITLE>\r\n"
        '<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>\r\n'
        f"<BODY><h2>{title}</h2>\r\n<hr><p>HTTP Error {status}. {sentence}</p>\r\n</BODY></HTML>\r\n"
    )
    headers = [("Content-Type", "text/html; charset=us-ascii"), ("Server", "Microsoft-HTTPAPI/2.0")]
    return HttpResponse(status, headers, body.encode("ascii"))


class HttpListener:
    """Serves one handler on one socket.

    Args:
        handler: called for every request that is well formed.
        on_error: told of each exception out of the handler: a bug there, answered by a plain 500.
        ssl_context: None for HTTP without TLS.
    """

    def __init__(
        self, handler: HttpHandler, on_error: Callable[[BaseException], None], ssl_context: ssl.SSLContext | None
    ) -> None:
        self._handler = handler
        self._on_error = on_error
        self._scheme = "https" if ssl_context else "http"
        self._acceptor = Acceptor(self._connection, ssl_context)
        self._server: Server | None = None

    async def start(self, listening: socket.socket) -> None:
        """Accept connections on a bound socket, which is this listener's from now on."""
        await self._acceptor.start(listening)

    async def stop(self) -> None:
        """Close the listening socket and every connection."""
        await self._acceptor.stop()
        if self._server is None:
            return
        transports = [connection.transport for connection in self._server.connections]
        self._server.pre_shutdown()
        await self._server.shutdown(SHUTDOWN_LIMIT)
        for transport in transports:
            if transport is not None:
                # Closing TLS politely would wait for the peer's answer; abort closes the socket at once.
                transport.abort()
        await until_closed()
        self._server = None

    def _connection(self) -> Connection:
        if self._server is None:
            from fakeserver.listeners.http_connection import Server

            self._server = Server(self._handler, self._on_error, self._scheme)
        return self._server()
