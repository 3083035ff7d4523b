"""The whole fake, running: every protocol on its own port, all over one cloud of tenants.

This is the only file that knows every room. It starts listeners, hands them the protocols, and says where they are.
"""

import ipaddress
import secrets
import socket
import ssl
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, NamedTuple, Self

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.http import HttpListener, plain_page
from fakeserver.listeners.lines import LineListener
from fakeserver.listeners.smtp import SmtpListener
from fakeserver.listeners.thread import LoopThread
from fakeserver.protocols.autodiscover.service import AutodiscoverService
from fakeserver.protocols.ews.service import EwsService
from fakeserver.protocols.imap.session import ImapSession
from fakeserver.protocols.oauth.service import OAuthService
from fakeserver.protocols.pop3.session import Pop3Session
from fakeserver.protocols.smtp.replies import LINE_LIMIT, SIZE_LIMIT
from fakeserver.protocols.smtp.session import SmtpSession
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpHandler, HttpRequest, HttpResponse

#: Exceptions that ``FakeServer.errors`` holds at most.
ERRORS_KEPT = 100


class Endpoint(NamedTuple):
    """Where one protocol listens: a host name and a port, as clients connect to it."""

    host: str
    port: int


class PortError(OSError):
    """A port that was asked for cannot be listened on."""


class NotRunningError(RuntimeError):
    """The server is not started, or stopped already."""


class FakeServer:
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
        if plain and not _is_loopback(host):
            raise ValueError(f"without TLS the server listens on loopback only, and {host!r} is not")
        self.plain = plain
        self.cloud = Cloud()
        self.errors: list[BaseException] = []
        self._host = host
        self._ports = {"http": http_port, "imap": imap_port, "pop3": pop3_port, "smtp": smtp_port}
        self._endpoints: dict[str, Endpoint] = {}
        self._thread: LoopThread | None = None
        self._certificates: Certificates | None = None
        self._listeners: list[Any] = []

    # --- running -----------------------------------------------------------------------------------------------

    def start(self) -> Self:
        """Listen on every port; when this returns, all of them accept.

        Raises:
            PortError: a port is taken or not allowed; nothing is left open.
        """
        sockets = self._bind()
        try:
            if not self.plain:
                self._certificates = Certificates(_certificate_names(self._host))
            self._thread = LoopThread("fakeserver", self._keep)
            self._thread.start()
            self._thread.call(self._open(sockets))
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
            self._thread.call(self._close())
            leftovers = self._thread.stop()
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

    def _bind(self) -> dict[str, socket.socket]:
        """Open the listening sockets here, in the caller's thread, so that a taken port is the caller's exception."""
        sockets: dict[str, socket.socket] = {}
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        for protocol, port in self._ports.items():
            try:
                sockets[protocol] = socket.create_server((self._host, port), family=family, backlog=512)
            except OSError as error:
                for listening in sockets.values():
                    listening.close()
                reason = error.strerror or str(error)
                message = f"cannot listen on {self._host} port {port} ({protocol}): {reason.lower()}"
                raise PortError(error.errno, message) from error
        host = _client_host(self._host)
        self._endpoints = {protocol: Endpoint(host, s.getsockname()[1]) for protocol, s in sockets.items()}
        return sockets

    async def _open(self, sockets: Mapping[str, socket.socket]) -> None:
        context = None if self._certificates is None else self._certificates.server_context()
        for protocol, listener in self._make_listeners(context).items():
            await listener.start(listening=sockets[protocol])
            self._listeners.append(listener)

    def _make_listeners(self, context: ssl.SSLContext | None) -> dict[str, Any]:
        return {
            "http": HttpListener(http_handler(self.cloud), self._keep, context),
            "imap": LineListener(
                lambda peer: ImapSession(self.cloud, peer=peer), ssl_context=context, on_error=self._keep
            ),
            "pop3": LineListener(
                lambda peer: Pop3Session(self.cloud, peer=peer), ssl_context=context, on_error=self._keep
            ),
            "smtp": SmtpListener(
                smtp_sessions(self.cloud, plain=self.plain),
                self._keep,
                context,
                line_limit=LINE_LIMIT,
                size_limit=SIZE_LIMIT,
            ),
        }

    def _keep(self, error: BaseException) -> None:
        """Keep an exception of the server's thread; of a bug that repeats itself, the first ones are enough."""
        if len(self.errors) < ERRORS_KEPT:
            self.errors.append(error)

    async def _close(self) -> None:
        while self._listeners:
            await self._listeners.pop().stop()

    # --- tenants -----------------------------------------------------------------------------------------------

    def new_tenant(self, **settings: Any) -> Tenant:
        """Add an empty tenant under a domain of its own; ``settings`` are those of `Tenant`."""
        settings.setdefault("domain", self.cloud.free_domain())
        tenant = Tenant(**settings)
        self.cloud.add(tenant)
        return tenant

    def drop_tenant(self, tenant: Tenant) -> None:
        """Remove a tenant with everything in it."""
        self.cloud.remove(tenant)
        tenant.close()

    # --- where everything is -----------------------------------------------------------------------------------

    @property
    def http(self) -> Endpoint:
        """Where Entra ID, EWS and Autodiscover answer."""
        return self._endpoint("http")

    @property
    def imap(self) -> Endpoint:
        """Where IMAP answers, by TLS from the first octet (unless ``plain``)."""
        return self._endpoint("imap")

    @property
    def pop3(self) -> Endpoint:
        """Where POP3 answers, by TLS from the first octet (unless ``plain``)."""
        return self._endpoint("pop3")

    @property
    def smtp(self) -> Endpoint:
        """Where SMTP submission answers, with STARTTLS (unless ``plain``)."""
        return self._endpoint("smtp")

    @property
    def base_url(self) -> str:
        """Scheme, host and port of everything that speaks HTTP; no final slash."""
        host, port = self.http
        return f"{'http' if self.plain else 'https'}://{f'[{host}]' if ':' in host else host}:{port}"

    @property
    def ews_url(self) -> str:
        """Where EWS answers."""
        return f"{self.base_url}/EWS/Exchange.asmx"

    @property
    def autodiscover_url(self) -> str:
        """Where Autodiscover (POX) answers; SOAP and JSON are beside it."""
        return f"{self.base_url}/autodiscover/autodiscover.xml"

    def authority(self, tenant: Tenant) -> str:
        """Return the authority that msal asks for."""
        return f"{self.base_url}/{tenant.tenant_id}"

    def token_url(self, tenant: Tenant) -> str:
        """Return the tenant's token endpoint, v2.0."""
        return f"{self.authority(tenant)}/oauth2/v2.0/token"

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

    def endpoints(self, tenant: Tenant) -> dict[str, Any]:
        """Return what a program needs in order to use this tenant, ready for JSON; passwords and secrets included."""
        return {
            "tenant_id": tenant.tenant_id,
            "domain": tenant.domain,
            "authority": self.authority(tenant),
            "token_url": self.token_url(tenant),
            "ca_file": self.ca_file,
            "ews_url": self.ews_url,
            "autodiscover_url": self.autodiscover_url,
            "imap": self.imap._asdict(),
            "pop3": self.pop3._asdict(),
            "smtp": self.smtp._asdict(),
            "control_url": f"{self.base_url}/_fake/api",
            "inspector_url": f"{self.base_url}/_fake/",
            "users": [{"upn": user.upn, "password": user.password} for user in tenant.users if user.kind != "shared"],
            "apps": [
                {
                    "client_id": app.client_id,
                    "client_secret": app.client_secret,
                    "kind": "public" if app.public else "confidential",
                }
                for app in tenant.apps
            ],
        }

    def _endpoint(self, protocol: str) -> Endpoint:
        try:
            return self._endpoints[protocol]
        except KeyError:
            raise NotRunningError("the server is not running") from None

    def _trust(self) -> Certificates:
        if self._certificates is None:
            raise NotRunningError("the server is not running, or runs without TLS")
        return self._certificates


def http_handler(cloud: Cloud) -> HttpHandler:
    """Return what answers each HTTP request: the service whose path it is, or a plain 404."""
    ews, autodiscover, entra = EwsService(cloud), AutodiscoverService(cloud), OAuthService(cloud)

    def answer(request: HttpRequest) -> HttpResponse:
        path = request.path.lower()
        if ews.matches(path):
            return ews.handle(request)
        if path.startswith("/autodiscover/"):
            return autodiscover.handle(request)
        if entra.matches(path):
            return entra.handle(request)
        # Assumption: the front end's plain page; the reference has no recording of an unknown path.
        return plain_page(404, "Not Found", "The requested resource is not found.")

    return answer


def smtp_sessions(cloud: Cloud, *, plain: bool) -> Callable[[str], SmtpSession]:
    """Return what makes the SMTP session of a peer, given its IP address."""

    def make(peer: str) -> SmtpSession:
        return SmtpSession(
            cloud, peer=peer, session_id=secrets.token_hex(8).upper(), tls="off" if plain else "required"
        )

    return make


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _client_host(host: str) -> str:
    """Return the name under which clients of this machine reach a listening address."""
    if _is_loopback(host) or host in ("", "0.0.0.0", "::"):
        return "localhost"
    return host


def _certificate_names(host: str) -> tuple[str, ...]:
    """Return the names beside loopback's that stand in the certificate when the server is open to other machines."""
    if _is_loopback(host):
        return ()
    own = socket.gethostname()
    return (own,) if _client_host(host) == "localhost" else (own, host)
