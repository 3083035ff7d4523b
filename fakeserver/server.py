"""The whole fake, running: every protocol on its own port, all over one cloud of tenants.

This is the only file that knows every room: it starts listeners and hands them the protocols. A protocol's code is
imported when its first client connects, so that a test waits only for what it uses; ``warm_up`` does it at once.
"""

from __future__ import annotations

import secrets
import socket
import ssl
import threading
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from fakeserver.endpoints import Endpoints, NotRunningError, certificate_names, is_loopback
from fakeserver.listeners.http import HttpListener
from fakeserver.listeners.http_pages import plain_page
from fakeserver.listeners.lines import LineListener
from fakeserver.listeners.smtp import SmtpListener
from fakeserver.listeners.thread import STOP_LIMIT, LoopThread
from fakeserver.steps import Steps
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from fakeserver.listeners.certificates import Certificates
    from fakeserver.protocols.autodiscover.service import AutodiscoverService
    from fakeserver.protocols.ews.service import EwsService
    from fakeserver.protocols.imap.session import ImapSession
    from fakeserver.protocols.oauth.service import OAuthService
    from fakeserver.protocols.pop3.session import Pop3Session
    from fakeserver.protocols.smtp.session import SmtpSession

#: Exceptions that ``FakeServer.errors`` holds at most.
ERRORS_KEPT = 100


#: What is imported when a protocol's first client connects.
IMPORTED_LATE = (
    "fakeserver.listeners.http_connection",
    "fakeserver.listeners.smtp_connection",
    "fakeserver.protocols.oauth.service",
    "fakeserver.protocols.ews.service",
    "fakeserver.protocols.autodiscover.service",
    "fakeserver.protocols.imap.session",
    "fakeserver.protocols.pop3.session",
    "fakeserver.protocols.smtp.session",
)


class PortError(OSError):
    """A port that was asked for cannot be listened on."""


class FakeServer(Endpoints):
    """A fake Exchange Online on loopback: HTTP (Entra ID, EWS, Autodiscover), IMAP, POP3 and SMTP.

    A context manager; ``start`` and ``stop`` do the same by hand. Several may run in one process.

    Args:
        host: the address to listen on. Loopback unless told otherwise.
        http_port, imap_port, pop3_port, smtp_port: 0 for a free one.
        plain: no TLS anywhere; for benchmarks and packet captures, on loopback only.

    Attributes:
        cloud: the tenants that are hosted here.
        errors: exceptions in the server's thread that are no refusals: bugs in the fake. The connection that met one
            has got a plain "internal error".

    Raises:
        ValueError: ``plain`` with a host that is not loopback.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        *,
        http_port: int = 0,
        imap_port: int = 0,
        pop3_port: int = 0,
        smtp_port: int = 0,
        plain: bool = False,
    ) -> None:
        if plain and not is_loopback(host):
            raise ValueError(f"without TLS the server listens on loopback only, and {host!r} is not")
        super().__init__(plain=plain)
        self.cloud = Cloud()
        self.errors: list[BaseException] = []
        #: held from looking for a free domain to taking it
        self._naming = threading.Lock()
        self._host = host
        self._ports = {"http": http_port, "imap": imap_port, "pop3": pop3_port, "smtp": smtp_port}
        self._protocols = Protocols(self.cloud, plain=plain)
        self._thread: LoopThread | None = None
        self._certificates: Certificates | None = None
        self._listeners: list[Any] = []

    # --- running -----------------------------------------------------------------------------------------------

    def start(self) -> Self:
        """Listen on every port; when this returns, all of them accept.

        Raises:
            PortError: a port is taken or not allowed; nothing is left open.
            RuntimeError: the server runs already.
        """
        if self._thread is not None:
            raise RuntimeError("the server runs already")
        sockets = self._bind()
        try:
            if not self.plain:
                from fakeserver.listeners.certificates import Certificates

                self._certificates = Certificates(certificate_names(self._host))
            self._thread = LoopThread("fakeserver", self._keep)
            self._thread.start()
            self._thread.call(self._open(sockets))
            self._set_endpoints(self._host, sockets)
        except BaseException:
            for listening in sockets.values():
                listening.close()
            self.stop()
            raise
        return self

    def stop(self) -> list[str]:
        """Close every connection and listener, end the thread, remove the files.

        Returns:
            What would not end in time, one description each; empty when nothing is left.
        """
        leftovers: list[str] = []
        if self._thread is not None:
            try:
                self._thread.call(self._close(), STOP_LIMIT)
            except TimeoutError:
                leftovers.append("a listener did not stop in time")
            leftovers += self._thread.stop()
            self._thread = None
        if self._certificates is not None:
            self._certificates.close()
            self._certificates = None
        self._endpoints = {}
        return leftovers

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def warm_up(self) -> None:
        """Import what the protocols need now, rather than when their first clients connect."""
        for name in IMPORTED_LATE:
            import_module(name)

    def _bind(self) -> dict[str, socket.socket]:
        """Open the listening sockets here, in the caller's thread, so that a taken port is the caller's exception."""
        sockets: dict[str, socket.socket] = {}
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        for protocol, port in self._ports.items():
            try:
                sockets[protocol] = socket.create_server((self._host, port), family=family)
            except OSError as error:
                for listening in sockets.values():
                    listening.close()
                reason = (error.strerror or str(error)).partition("(")[0].strip().lower()
                message = f"cannot listen on {self._host} port {port} for {protocol.upper()}: {reason}"
                raise PortError(message) from error
        return sockets

    async def _open(self, sockets: Mapping[str, socket.socket]) -> None:
        context = None if self._certificates is None else self._certificates.server_context()
        protocols, keep = self._protocols, self._keep
        listeners: dict[str, Any] = {
            "http": HttpListener(protocols.answer, keep, context),
            "imap": LineListener(protocols.imap, ssl_context=context, on_error=keep),
            "pop3": LineListener(protocols.pop3, ssl_context=context, on_error=keep),
            "smtp": SmtpListener(protocols.smtp, keep, context),
        }
        for protocol, listener in listeners.items():
            await listener.start(listening=sockets[protocol])
            self._listeners.append(listener)

    async def _close(self) -> None:
        while self._listeners:
            await self._listeners.pop().stop()

    def _keep(self, error: BaseException) -> None:
        """Keep an exception of the server's thread; of a bug that repeats itself, the first ones are enough."""
        if len(self.errors) < ERRORS_KEPT:
            self.errors.append(error)

    # --- tenants -----------------------------------------------------------------------------------------------

    def new_tenant(self, **settings: Any) -> Tenant:
        """Add an empty tenant under a domain of its own; ``settings`` are those of `Tenant`."""
        with self._naming:
            settings.setdefault("domain", self.cloud.free_domain())
            tenant = Tenant(**settings)
            self.cloud.add(tenant)
        return tenant

    def drop_tenant(self, tenant: Tenant) -> None:
        """Remove a tenant with everything in it."""
        self.cloud.remove(tenant)
        tenant.close()

    # --- trust -------------------------------------------------------------------------------------------------

    @property
    def ca_file(self) -> str | None:
        """The CA's certificate (PEM) as a path; None when ``plain``."""
        return None if self.plain else str(self._trust().ca_file)

    @property
    def bundle_file(self) -> str | None:
        """The machine's roots and our CA in one file (PEM); None when ``plain``."""
        return None if self.plain else str(self._trust().bundle_file)

    def ssl_context(self) -> ssl.SSLContext:
        """Return a client's context that trusts this server.

        Raises:
            NotRunningError: the server is not running, or runs without TLS.
        """
        return self._trust().client_context()

    def _trust(self) -> Certificates:
        if self._certificates is None:
            raise NotRunningError("the server is not running, or runs without TLS")
        return self._certificates


class Protocols:
    """Every protocol over one cloud, as the listeners want them; each is imported when it is first asked for."""

    def __init__(self, cloud: Cloud, *, plain: bool) -> None:
        self._cloud = cloud
        self._plain = plain

    def answer(self, request: HttpRequest) -> HttpResponse | Steps[HttpResponse]:
        """Answer an HTTP request: by the service whose path it is, or with a plain 404."""
        path = request.path.lower()
        if path.startswith("/ews/"):
            if self._ews.matches(path):
                return self._ews.handle(request)
        elif path.startswith("/autodiscover/"):
            return self._autodiscover.handle(request)
        elif self._entra.matches(path):
            return self._entra.handle(request)
        # Assumption: the front end's plain page; the reference has no recording of an unknown path.
        return plain_page(404, "Not Found", "The requested resource is not found.")

    def imap(self, peer: str) -> ImapSession:
        """Make the IMAP session of a peer, given its IP address."""
        from fakeserver.protocols.imap.session import ImapSession

        return ImapSession(self._cloud, peer=peer)

    def pop3(self, peer: str) -> Pop3Session:
        """Make the POP3 session of a peer."""
        from fakeserver.protocols.pop3.session import Pop3Session

        return Pop3Session(self._cloud, peer=peer)

    def smtp(self, peer: str) -> SmtpSession:
        """Make the SMTP session of a peer."""
        from fakeserver.protocols.smtp.session import SmtpSession

        session_id = secrets.token_hex(8).upper()
        return SmtpSession(self._cloud, peer=peer, session_id=session_id, tls="off" if self._plain else "required")

    @cached_property
    def _ews(self) -> EwsService:
        from fakeserver.protocols.ews.service import EwsService

        return EwsService(self._cloud)

    @cached_property
    def _autodiscover(self) -> AutodiscoverService:
        from fakeserver.protocols.autodiscover.service import AutodiscoverService

        return AutodiscoverService(self._cloud)

    @cached_property
    def _entra(self) -> OAuthService:
        from fakeserver.protocols.oauth.service import OAuthService

        return OAuthService(self._cloud)
