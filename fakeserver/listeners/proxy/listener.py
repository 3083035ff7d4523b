"""The proxy's connections: a client's, and the one that is made for it.

It lives in the server's thread, as every listener does; a route is chosen without waiting.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

from fakeserver.listeners.accepting import Acceptor
from fakeserver.listeners.proxy.requests import MAX_HEAD, BadProxyRequest, Wanted, read_request, with_authorization
from fakeserver.listeners.proxy.routes import NoRoute, Route, Routes
from fakeserver.listeners.transfer import reset

#: seconds until a connection is made
CONNECT_LIMIT = 30.0
#: the first octet of a client that begins with TLS (RFC 8446, section 5.1)
_HANDSHAKE = b"\x16"
_IN_TLS = (
    "a program spoke TLS to the proxy itself, as wget2 does, and this one is spoken to without: "
    "m365_redirect.run(..., isolated=True), or fakeserver run, leads any program"
)
_END_OF_HEAD = b"\r\n\r\n"


class ProxyListener:
    """Answers on the sockets of one proxy.

    Args:
        routes: where clients are led.
        trust: makes the context for TLS that the proxy itself is asked to speak.
    """

    def __init__(self, routes: Routes, trust: Callable[[], ssl.SSLContext]) -> None:
        self.routes = routes
        self.trust = trust
        self._acceptor = Acceptor(lambda: _Client(self))
        self.connections = self._acceptor.connections

    async def start(self, *listening: socket.socket) -> None:
        """Accept connections on bound sockets, which are this listener's from now on."""
        await self._acceptor.start(*listening)

    async def stop(self) -> None:
        """Close the listening sockets and every connection."""
        await self._acceptor.stop()

    def dismiss(self, tenant: object) -> None:
        """Do nothing for a tenant that is gone: the listener at the other end says goodbye."""


class _Side(asyncio.Protocol):
    """One of two connections: what it receives, the other sends."""

    _transport: asyncio.Transport
    other: "_Side | None" = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if self.other is not None:
            self.other.send(data)

    def eof_received(self) -> bool:
        return self.other is not None and self.other.end()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.other is None:
            return
        if isinstance(exc, ConnectionResetError):
            self.other.reset()
        else:
            self.other.close()

    def pause_writing(self) -> None:
        if self.other is not None:
            self.other.read(False)

    def resume_writing(self) -> None:
        if self.other is not None:
            self.other.read(True)

    def send(self, data: bytes) -> None:
        """Write octets."""
        self._transport.write(data)

    def read(self, wanted: bool) -> None:
        """Read on, or stop reading: the other side is slower."""
        # A transport that closes takes neither.
        with suppress(RuntimeError):
            (self._transport.resume_reading if wanted else self._transport.pause_reading)()

    def end(self) -> bool:
        """Say that no more comes; return whether answers may still come."""
        if not self._transport.can_write_eof():
            return False
        with suppress(OSError):
            self._transport.write_eof()
        return True

    def close(self) -> None:
        """Close it once all is written."""
        self._transport.close()

    def reset(self) -> None:
        """End it as the other one has ended, by a TCP RST."""
        reset(self._transport)


class _Far(_Side):
    """The connection that is made for a client; it tells when it is there, before the first octet arrives."""

    def __init__(self, connected: Callable[[_Side], None]) -> None:
        self._connected = connected

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._connected(self)


class _Client(_Side):
    """The connection of a client."""

    def __init__(self, listener: ProxyListener) -> None:
        self._listener = listener
        self._received = b""
        self._connecting: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._listener.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._listener.connections.discard(self)
        if self._connecting is not None:
            self._connecting.cancel()
        super().connection_lost(exc)

    def abort(self) -> None:
        """Close at once, on both sides."""
        self._transport.abort()

    def dismiss(self, tenant: object) -> None:
        """Do nothing; see `ProxyListener.dismiss`."""

    def data_received(self, data: bytes) -> None:
        if self.other is not None:
            super().data_received(data)
            return
        self._received += data
        if self._connecting is not None:
            return
        head, end, rest = self._received.partition(_END_OF_HEAD)
        if self._received.startswith(_HANDSHAKE):
            # Else it would wait for our part of it, and we for the end of a head.
            self._listener.routes.note(_IN_TLS)
            self._refuse(400, "Bad Request", _IN_TLS)
            return
        if not end:
            if len(self._received) > MAX_HEAD:
                self._refuse(431, "Request Header Fields Too Large", "the head of the request is too long")
            return
        self._received = rest
        try:
            wanted = read_request(head + end)
            route = self._listener.routes.route(wanted.host, wanted.port, "https" if wanted.tunnel else "http")
        except BadProxyRequest as error:
            self._refuse(400, "Bad Request", str(error))
        except NoRoute as error:
            self._refuse(403, str(error), str(error))
        else:
            # What comes meanwhile waits: more octets would pile up here, and an end would end it before its answer.
            self.read(False)
            self._connecting = asyncio.get_running_loop().create_task(self._connect(wanted, route))

    async def _connect(self, wanted: Wanted, route: Route) -> None:
        tls = self._listener.trust() if wanted.tls and not route.is_proxy else None
        try:
            async with asyncio.timeout(CONNECT_LIMIT):
                await asyncio.get_running_loop().create_connection(
                    lambda: _Far(lambda far: self._connected(far, wanted, route)),
                    route.host,
                    route.port,
                    ssl=tls,
                    server_hostname=wanted.host if tls else None,
                )
        except TimeoutError:
            self._refuse_gateway(route, f"no answer in {CONNECT_LIMIT:g} s")
        except OSError as error:
            self._refuse_gateway(route, error.strerror or str(error))
        except UnicodeError as error:
            # What no resolver takes: a label that is empty, or longer than 63 octets.
            self._refuse_gateway(route, str(error))

    def _connected(self, far: _Side, wanted: Wanted, route: Route) -> None:
        self.other, far.other = far, self
        if route.is_proxy:
            # Its answer is the client's.
            far.send(with_authorization(wanted.head, route.credentials) if route.credentials else wanted.head)
        elif wanted.tunnel:
            self.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            far.send(wanted.direct_head)
        if self._received:
            far.send(self._received)
            self._received = b""
        self.read(True)

    def _refuse_gateway(self, route: Route, why: str) -> None:
        self._refuse(502, "Bad Gateway", f"{route.host} port {route.port} cannot be reached: {why}")

    def _refuse(self, status: int, reason: str, sentence: str) -> None:
        """Answer that it does not lead anywhere, with the sentence where clients show it: in the status line too."""
        body = f"{sentence}\n".encode()
        line = f"HTTP/1.1 {status} {reason}".encode("ascii", "replace")
        fields = b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close" % len(body)
        self.send(line + b"\r\n" + fields + _END_OF_HEAD + body)
        self.close()
