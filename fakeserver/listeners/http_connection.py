"""One HTTP connection, on aiohttp's low-level server.

Only `aiohttp.web_server` is used: no routes, no middlewares and none of `aiohttp.web`'s import time. What the handler
answers is what goes out, without aiohttp's own words: no version banner, and http.sys's pages where a request never
reaches the handler. Answers are not compressed, though clients offer to take that: on loopback it only costs time.
"""

import asyncio
import re
from collections.abc import Callable
from ipaddress import AddressValueError, IPv6Address

from aiohttp import web_server
from aiohttp.abc import AbstractStreamWriter
from aiohttp.hdrs import HOST, SERVER
from aiohttp.http import HttpVersion11
from aiohttp.http_parser import RawRequestMessage
from aiohttp.streams import StreamReader
from aiohttp.web_exceptions import HTTPRequestEntityTooLarge
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_request import BaseRequest
from aiohttp.web_response import Response, StreamResponse
from multidict import CIMultiDict

from fakeserver.listeners.http import plain_page
from fakeserver.wire import Headers, HttpHandler, HttpRequest, HttpResponse

#: Octets that a request's body may have. Exchange Online takes 64 MB by EWS (Exchange Online limits, "message limits").
BODY_LIMIT = 64 * 1024 * 1024

#: Octets that a header field may have. Access tokens grow with every group of their user; what is beyond measure is for
#: who checks tokens to refuse. (http.sys as Exchange sets it up takes 64 kB for all fields together.)
FIELD_LIMIT = 128 * 1024

#: What a Host field may hold: a name or an IPv4 address, or an IPv6 address in brackets, and a port.
_HOST = re.compile(r"(?:[A-Za-z0-9._~%!$&'()*+,;=-]+|\[(?P<address>[0-9A-Fa-f:.]+)\])(?::(?P<port>[0-9]{0,5}))?")

#: Seconds that a connection may idle, as IIS keeps one (connectionTimeout, 120 s).
KEEP_ALIVE = 120.0


class Connection(RequestHandler):
    """A connection that answers malformed HTTP with http.sys's page and no log entry."""

    __slots__ = ()

    def data_received(self, data: bytes) -> None:
        """Take octets as they come."""
        try:
            super().data_received(data)
        except ValueError:
            # aiohttp before 3.14 lets a target such as `http://[::bad/` out of its parser as its URL class's error.
            if self.transport is not None:
                self.transport.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                self.transport.close()

    def handle_error(
        self, request: BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> StreamResponse:
        """Return the answer to what aiohttp could not read."""
        response = _encode(plain_page(400, "Bad Request", "The request is badly formed."))
        response.force_close()
        return response


class Server(web_server.Server):
    """What all connections share; calling it makes one.

    Args:
        handler: called for every request that is well formed.
        on_error: told of each exception out of the handler.
        scheme: "https" or "http", for the requests' base URL.
    """

    def __init__(self, handler: HttpHandler, on_error: Callable[[BaseException], None], scheme: str) -> None:
        super().__init__(
            self._respond,
            request_factory=_request,
            access_log=None,
            keepalive_timeout=KEEP_ALIVE,
            max_field_size=FIELD_LIMIT,
        )
        self._handler = handler
        self._on_error = on_error
        self._scheme = scheme

    def __call__(self) -> Connection:
        """Make a connection: what asyncio calls for each client."""
        return Connection(self, loop=self._loop, **self._kwargs)

    async def _respond(self, request: BaseRequest) -> StreamResponse:
        if not _names_a_host(request):
            # RFC 9112 section 3.2. The services write the name into URLs, and could not.
            page = plain_page(400, "Bad Request - Invalid Hostname", "The request hostname is invalid.")
            response = _encode(page)
            response.force_close()
            return response
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


def _names_a_host(request: BaseRequest) -> bool:
    """Say whether the Host field can be one; only before HTTP/1.1 there need be none (aiohttp asks since 3.14)."""
    host = request.headers.get(HOST)
    if host is None:
        return request.version < HttpVersion11
    read = _HOST.fullmatch(host)
    if read is None or int(read["port"] or 0) > 65_535:
        return False
    try:
        return read["address"] is None or bool(IPv6Address(read["address"]))
    except AddressValueError:
        return False


class _Response(Response):
    """A response without aiohttp's banner."""

    async def _prepare_headers(self) -> None:
        banner = self.headers.get(SERVER)
        await super()._prepare_headers()
        if banner is None:
            del self.headers[SERVER]


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
    fields: CIMultiDict[str] = CIMultiDict(answer.headers)
    return _Response(status=answer.status, headers=fields, body=answer.body)
