"""Which protocol answers: by the path of an HTTP request, or by the port that a connection came to.

A protocol's code is imported when its first client connects, so that a test waits only for what it uses.
"""

import secrets
from collections.abc import Callable
from functools import cached_property
from typing import Protocol

from fakeserver.listeners.dialogue import SmtpSession
from fakeserver.listeners.http_pages import plain_page
from fakeserver.listeners.lines import LineSession
from fakeserver.protocols.control.host import Host
from fakeserver.steps import PausingSteps
from fakeserver.tenant.cloud import Cloud
from fakeserver.wire import HttpHandler, HttpRequest, HttpResponse

#: What is imported when a protocol's first client connects.
IMPORTED_LATE = (
    "fakeserver.listeners.http_connection",
    "fakeserver.listeners.posting",
    "fakeserver.listeners.smtp_connection",
    "fakeserver.protocols.oauth.service",
    "fakeserver.protocols.ews.service",
    "fakeserver.protocols.graph.service",
    "fakeserver.protocols.graph.uploads",
    "fakeserver.protocols.autodiscover.service",
    "fakeserver.protocols.imap.session",
    "fakeserver.protocols.pop3.session",
    "fakeserver.protocols.smtp.session",
)
#: most characters of an address that is unknown which the journal keeps
LONGEST_ADDRESS = 200


class Service(Protocol):
    """A protocol over HTTP that knows its paths."""

    def matches(self, path: str) -> bool:
        """Say whether a path is the service's."""

    def handle(self, request: HttpRequest) -> HttpResponse | PausingSteps[HttpResponse]:
        """Answer one request, or begin to."""


class SignInService(Service, Protocol):
    """A service that knows who is signed in."""

    def forget(self, tenant_id: str) -> None:
        """Forget who is, in a tenant."""

    def remember(self, tenant_id: str) -> Callable[[], None]:
        """Return what makes known again who is now, in a tenant."""


class Protocols:
    """Every protocol over one cloud, as factories for the listeners; each is imported at its first use."""

    def __init__(self, cloud: Cloud, controlled: Host | None = None, *, plain: bool) -> None:
        """Take the tenants, and the server as the control API sees it; without one there is no such API."""
        self._cloud = cloud
        self._controlled = controlled
        self._plain = plain

    def answer(self, request: HttpRequest) -> HttpResponse | PausingSteps[HttpResponse]:
        """Answer an HTTP request: by the service whose path it is, or with a plain 404."""
        path = request.path.lower()
        if path.startswith("/ews/"):
            if self._ews.matches(path):
                return self._ews.handle(request)
        elif path.startswith("/autodiscover/"):
            return self._autodiscover(request)
        elif path.startswith("/_fake") and self._controlled is not None:
            return self._control(request)
        elif path.startswith(("/v1.0/", "/beta/")):
            return self._graph.handle(request)
        elif path.startswith("/api/v2.0/"):
            return self._uploads.handle(request)
        elif self._entra.matches(path):
            return self._entra.handle(request)
        self._note_unknown(request)
        # Assumption: the front end's plain page; the reference has no recording of an unknown path.
        return plain_page(404, "Not Found", "The requested resource is not found.")

    def _note_unknown(self, request: HttpRequest) -> None:
        """Let the report of a test say what the plain page does not."""
        asked = f"{request.method} {request.base_url}{request.path}"
        self._cloud.notes.add("HTTP", asked[:LONGEST_ADDRESS], "404 (the fake has nothing at this address)")

    def imap(self, peer: str, connection: int = 0) -> LineSession:
        """Make the IMAP session of a peer, given its IP address and the connection's number."""
        from fakeserver.protocols.imap.session import ImapSession

        return ImapSession(self._cloud, peer=peer, connection=connection)

    def pop3(self, peer: str, connection: int = 0) -> LineSession:
        """Make the POP3 session of a peer."""
        from fakeserver.protocols.pop3.session import Pop3Session

        return Pop3Session(self._cloud, peer=peer, connection=connection)

    def smtp(self, peer: str) -> SmtpSession:
        """Make the SMTP session of a peer."""
        from fakeserver.protocols.smtp import session

        session_id = secrets.token_hex(8).upper()
        return session.SmtpSession(
            self._cloud, peer=peer, session_id=session_id, tls="off" if self._plain else "required"
        )

    def remember(self, tenant_id: str) -> Callable[[], None]:
        """Return what puts back what services know of a tenant beside it; one that is not in use yet knows nothing."""
        if "_entra" in vars(self):
            return self._entra.remember(tenant_id)
        return lambda: self._entra.forget(tenant_id) if "_entra" in vars(self) else None

    @cached_property
    def _ews(self) -> Service:
        from fakeserver.listeners.posting import Poster
        from fakeserver.protocols.ews.service import EwsService

        # The first request of EWS is answered in the server's loop.
        return EwsService(self._cloud, Poster.of_this_thread())

    @cached_property
    def _graph(self) -> Service:
        from fakeserver.listeners.posting import Poster
        from fakeserver.protocols.graph.service import GraphService

        return GraphService(self._cloud, Poster.of_this_thread())

    @cached_property
    def _uploads(self) -> Service:
        from fakeserver.protocols.graph.uploads import UploadService

        return UploadService(self._cloud)

    @cached_property
    def _autodiscover(self) -> HttpHandler:
        from fakeserver.protocols.autodiscover.service import AutodiscoverService

        return AutodiscoverService(self._cloud).handle

    @cached_property
    def _control(self) -> HttpHandler:
        from fakeserver.protocols.control.service import ControlService

        assert self._controlled is not None
        return ControlService(self._controlled).handle

    @cached_property
    def _entra(self) -> SignInService:
        from fakeserver.protocols.oauth.service import OAuthService

        return OAuthService(self._cloud)
