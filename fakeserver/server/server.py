"""The whole fake, running: every protocol on its own port, all over one cloud of tenants.

Only this file knows all packages: it starts the listeners and gives them the protocols. A protocol's code is imported
when its first client connects; ``warm_up`` does it at once.
"""

import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fakeserver.edge.handshakes import handshakes
from fakeserver.endpoint import Endpoint
from fakeserver.listeners.accepting import Listener
from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.http import HttpListener
from fakeserver.listeners.lines import LineListener
from fakeserver.listeners.smtp import SmtpListener
from fakeserver.server.addresses import Addresses
from fakeserver.server.control_key import key_for
from fakeserver.server.endpoints import Endpoints, NotRunningError, is_loopback
from fakeserver.server.hosting import Hosting
from fakeserver.server.hosts import IMPORTED_LATE, Protocols
from fakeserver.server.sockets import listen
from fakeserver.server.told import Told
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.snapshots import Host
from fakeserver.tenant.tenant import Tenant

#: Exceptions that ``FakeServer.errors`` holds at most.
ERRORS_KEPT = 100


class FakeServer(Told):
    """A fake Exchange Online on loopback: HTTP (Entra ID, EWS, Autodiscover), IMAP, POP3 and SMTP.

    A context manager; ``start`` and ``stop`` do the same by hand. Several may run in one process.

    Args:
        host: the address to listen on. Loopback by default.
        http_port, imap_port, pop3_port, smtp_port: 0 for a free one.
        plain: no TLS anywhere; for benchmarks and packet captures, on loopback only.
        names: further host names and IP addresses under which clients know it: its certificates are good for them,
            and URLs name the first.
        advertise: where clients are told to connect, if elsewhere: ``mail.local`` for every protocol,
            ``imap=mail.local:993`` for one (docs/trust.md).
        ca_dir: a folder in which the certificate authority is kept across restarts; made if not there.
        control_key: what the control API asks for; by default nothing on loopback, and elsewhere one that is made.

    Attributes:
        plain: whether there is no TLS, so that the URLs say http.
        control_key: what has to be shown to the control API; None: nothing.
        cloud: the tenants that are hosted here.
        errors: exceptions in the server's thread that are no refusals: bugs in the fake. The connection that met one
            has got a plain "internal error".

    Raises:
        ValueError: ``plain`` with a host that is not loopback, or with an authority to keep; a name that is none.
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
        names: Iterable[str] = (),
        advertise: Iterable[str] = (),
        ca_dir: Path | str | None = None,
        control_key: str | None = None,
    ) -> None:
        if plain and not is_loopback(host):
            raise ValueError(f"without TLS the server listens on loopback only, and {host!r} is not")
        if plain and ca_dir is not None:
            raise ValueError("without TLS there are no certificates, and no authority to keep")
        self.plain = plain
        self.cloud = Cloud()
        self.errors: list[BaseException] = []
        self.control_key = key_for(host, control_key)
        #: held from looking for a free domain to taking it
        self._naming = threading.Lock()
        self._host = host
        self._ports = {"http": http_port, "imap": imap_port, "pop3": pop3_port, "smtp": smtp_port}
        self._addresses = Addresses(host, names, advertise, None if ca_dir is None else Path(ca_dir))
        self._protocols = Protocols(self.cloud, self, plain=plain)
        self._hosting = Hosting(self._keep)
        self._certificates: Certificates | None = None
        self._endpoints: Endpoints | None = None

    # --- running -----------------------------------------------------------------------------------------------

    def start(self) -> Self:
        """Listen on every port; when this returns, all of them accept.

        Raises:
            PortError: a port is taken or not allowed; nothing is left open.
            AuthorityError: the authority that is kept cannot be used.
            RuntimeError: the server runs already.
        """
        if self._hosting.is_begun:
            raise RuntimeError("the server runs already")
        # Here, in the caller's thread, so that a taken port is the caller's exception.
        sockets = listen(self._host, self._ports)
        try:
            if not self.plain:
                domains = (domain for tenant in self.cloud.tenants for domain in tenant.organization.domains)
                self._certificates = self._addresses.certificates(domains)
            self._hosting.start()
            made = self._make_listeners()
            self._hosting.open({made[protocol]: opened for protocol, opened in sockets.items()})
            self._endpoints = Endpoints.listening(self._host, sockets, self.ca_file)
        except BaseException:
            for opened in sockets.values():
                for listening in opened:
                    listening.close()
            self.stop()
            raise
        return self

    def stop(self) -> list[str]:
        """Close every connection and listener, end the thread, remove the files.

        Returns:
            What would not end in time, one description each; empty when nothing is left.
        """
        if self._hosting.is_elsewhere:
            # The files are another process's.
            self._certificates = None
        leftovers = self._hosting.stop()
        if self._certificates is not None:
            self._certificates.close()
            self._certificates = None
        self._endpoints = None
        return leftovers

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def remove_files(self) -> None:
        """Remove the files, as ``stop`` does at last: for a process that ends before it gets there."""
        if self._certificates is not None:
            self._certificates.close()

    def warm_up(self) -> None:
        """Import what the protocols need now, rather than when their first clients connect."""
        self._hosting.import_there(IMPORTED_LATE)

    @contextmanager
    def listening(self, sockets: Mapping[str, Sequence[socket.socket]]) -> Iterator[None]:
        """Answer on further bound sockets, which are the server's from now on, until the block ends.

        Args:
            sockets: by protocol: "http", "imap", "pop3", "smtp".
        """
        made = self._make_listeners()
        with self.hosting({made[protocol]: opened for protocol, opened in sockets.items()}):
            yield

    def hosting(self, listeners: Mapping[Listener, Sequence[socket.socket]]) -> AbstractContextManager[None]:
        """Run listeners in the server's thread, each on its bound sockets, until the block ends."""
        return self._hosting.running(listeners)

    def _make_listeners(self) -> dict[str, Listener]:
        protocols, keep, tls = self._protocols, self._keep, self._tls
        return {
            "http": HttpListener(protocols.answer, keep, tls("HTTP")),
            "imap": LineListener(protocols.imap, ssl_context=tls("IMAP"), on_error=keep),
            "pop3": LineListener(protocols.pop3, ssl_context=tls("POP3"), on_error=keep),
            "smtp": SmtpListener(protocols.smtp, keep, tls("SMTP")),
        }

    def _tls(self, protocol: str) -> ssl.SSLContext | None:
        made = self._certificates
        return None if made is None else made.server_context(handshakes(self.cloud, protocol))

    def _keep(self, error: BaseException) -> None:
        """Keep an exception of the server's thread; the first ones are enough where a bug repeats."""
        if len(self.errors) < ERRORS_KEPT:
            self.errors.append(error)

    # --- where it is, and whom its clients trust there ----------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """Every host name and IP address under which clients may address it, running or not.

        Loopback's, those given and advertised, the listening address, and the machine's own where others may connect.
        """
        return self._addresses.names

    @property
    def http(self) -> Endpoint:
        """Where Entra ID, EWS, Microsoft Graph and Autodiscover answer."""
        return self._running.http

    @property
    def imap(self) -> Endpoint:
        """Where IMAP answers, by TLS from the first octet (unless ``plain``)."""
        return self._running.imap

    @property
    def pop3(self) -> Endpoint:
        """Where POP3 answers, by TLS from the first octet (unless ``plain``)."""
        return self._running.pop3

    @property
    def smtp(self) -> Endpoint:
        """Where SMTP submission answers, with STARTTLS (unless ``plain``)."""
        return self._running.smtp

    @property
    def ca_file(self) -> str | None:
        """The authority's certificate (PEM) as a path; None when ``plain``."""
        return None if self.plain else str(self.certificates.ca_file)

    @property
    def bundle_file(self) -> str | None:
        """The machine's roots and our CA in one file (PEM); None when ``plain``."""
        return None if self.plain else str(self.certificates.bundle_file)

    def ssl_context(self) -> ssl.SSLContext:
        """Return a client's context that trusts this server.

        Raises:
            NotRunningError: the server is not running, or runs without TLS.
        """
        return self.certificates.client_context()

    @property
    def certificates(self) -> Certificates:
        """The authority that signs the server's certificates, and its files.

        Raises:
            NotRunningError: the server is not running, or runs without TLS.
        """
        if self._certificates is None:
            raise NotRunningError("the server is not running, or runs without TLS")
        return self._certificates

    @property
    def _running(self) -> Endpoints:
        if self._endpoints is None:
            raise NotRunningError("the server is not running")
        return self._endpoints

    @property
    def _told(self) -> Endpoints:
        return self._addresses.advertised.of(self._running)

    # --- tenants -----------------------------------------------------------------------------------------------

    def new_tenant(self, *, label: str = "", **settings: Any) -> Tenant:
        """Add an empty tenant under a domain of its own; ``label`` is its organization's, the rest as in `Tenant`."""
        with self._naming:
            settings.setdefault("domain", self.cloud.free_domain())
            tenant = Tenant(**settings)
            tenant.organization.label = label
            self._serve(tenant)
        return tenant

    def adopt(self, tenant: Tenant) -> None:
        """Serve a tenant that was made elsewhere; `Snapshots.reset` leads back to what it is now."""
        self._serve(tenant)
        tenant.snapshots.begin()

    def _serve(self, tenant: Tenant) -> None:
        if self.cloud.by_id(tenant.tenant_id) is not tenant:
            self.cloud.add(tenant)
        tenant.snapshots.host = Host(self._protocols.remember, partial(self._hosting.apart, tenant))

    def drop_tenant(self, tenant: Tenant) -> None:
        """Remove a tenant with everything in it; its clients are told goodbye."""
        self.cloud.remove(tenant)
        tenant.snapshots.host = None
        tenant.close()
        self._hosting.dismiss(tenant)
