"""HTTP/1.1 over TLS: whole requests in, whole responses out, on aiohttp's low-level server.

Only `aiohttp.web_server` is used: no routes, no middlewares and none of `aiohttp.web`'s import time. The handler is an
ordinary function and is called in the loop's thread; what it answers is what goes out, without aiohttp's own words:
no version banner, and http.sys's pages where the request never reaches a handler.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable
from typing import Any

from aiohttp.abc import AbstractStreamWriter
from aiohttp.hdrs import SERVER
from aiohttp.http_parser import RawRequestMessage
from aiohttp.streams import StreamReader
from aiohttp.web_exceptions import HTTPRequestEntityTooLarge
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_request import BaseRequest
from aiohttp.web_response import Response, StreamResponse
from aiohttp.web_server import Server
from multidict import CIMultiDict

from fakeserver.wire import Headers, HttpHandler, HttpRequest, HttpResponse

#: Octets that a request's body may have. Exchange Online takes 64 MB by EWS (Exchange Online limits, "message limits").
BODY_LIMIT = 64 * 1024 * 1024

#: Seconds that a connection may idle, as IIS keeps one (connectionTimeout, 120 s).
KEEP_ALIVE = 120.0

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
        self._ssl_context = ssl_context
        self._scheme = "https" if ssl_context else "http"
        self._server: _Server | None = None
        self._listener: asyncio.Server | None = None

    async def start(self, listening: socket.socket) -> None:
        """Accept connections on a bound socket, which is this listener's from now on."""
        self._server = _Server(self._respond, request_factory=_request, access_log=None, keepalive_timeout=KEEP_ALIVE)
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(self._server, sock=listening, ssl=self._ssl_context)

    async def stop(self) -> None:
        """Close the listening socket and every connection."""
        if self._listener is None or self._server is None:
            return
        self._listener.close()
        transports = [connection.transport for connection in self._server.connections]
        self._server.pre_shutdown()
        await self._server.shutdown(SHUTDOWN_LIMIT)
        for transport in transports:
            if transport is not None:
                # Closing TLS politely would wait for the peer's answer; abort closes the socket at once.
                transport.abort()
        self._listener = self._server = None

    async def _respond(self, request: BaseRequest) -> StreamResponse:
        if request.headers.get("Expect", "").lower() == "100-continue" and request.transport is not None:
            request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        try:
            body = await request.read()
        except HTTPRequestEntityTooLarge:
            response = _encode(plain_page(413, "Request Entity Too Large", "The request body is too large."))
            response.force_close()
            return response
        return _encode(self._answer(request, body))

    def _answer(self, request: BaseRequest, body: bytes) -> HttpResponse:
        try:
            return self._handler(
                HttpRequest(
                    method=request.method,
                    path=request.path,
                    query_string=request.rel_url.raw_query_string,
                    headers=Headers(list(request.headers.items())),
                    body=body,
                    peer=request.remote or "",
                    base_url=f"{self._scheme}://{request.host}",
                )
            )
        except Exception as error:  # noqa: BLE001  a bug of ours: kept for whoever runs the server, not for the wire
            self._on_error(error)
            return plain_page(500, "Internal Server Error", "The request could not be served.")


class _Response(Response):
    """A response without aiohttp's banner."""

    async def _prepare_headers(self) -> None:
        banner = self.headers.get(SERVER)
        await super()._prepare_headers()
        if banner is None:
            del self.headers[SERVER]


class _Connection(RequestHandler):
    """A connection that answers malformed HTTP with http.sys's page and no log entry."""

    __slots__ = ()

    def handle_error(
        self, request: BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> StreamResponse:
        response = _encode(plain_page(400, "Bad Request", "The request is badly formed."))
        response.force_close()
        return response


class _Server(Server):
    """aiohttp's server, making our kind of connection."""

    def __call__(self) -> RequestHandler:
        return _Connection(self, loop=self._loop, **self._kwargs)


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: RequestHandler,
    writer: AbstractStreamWriter,
    task: "asyncio.Task[None]",
) -> BaseRequest:
    loop = asyncio.get_running_loop()
    return BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=BODY_LIMIT)


def _encode(answer: HttpResponse) -> Response:
    fields: CIMultiDict[Any] = CIMultiDict(answer.headers)
    return _Response(status=answer.status, headers=fields, body=answer.body)
