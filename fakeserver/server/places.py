"""Where a running server is, and whom its clients trust there."""

import ssl
from typing import Any

from fakeserver.endpoint import Endpoint
from fakeserver.listeners.certificates import Certificates
from fakeserver.server.addresses import Addresses
from fakeserver.server.endpoints import Endpoints, NotRunningError
from fakeserver.tenant.tenant import Tenant


class Places:
    """What `FakeServer` says of that: endpoints as this process reaches them, and URLs as clients are told them.

    The two differ where names are given or advertised.

    Attributes:
        plain: whether there is no TLS, so that the URLs say http.
    """

    def __init__(self, addresses: Addresses, *, plain: bool) -> None:
        self.plain = plain
        self._addresses = addresses
        self._certificates: Certificates | None = None
        self._endpoints: Endpoints | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every host name and IP address under which clients may address it, running or not.

        Loopback's, those given and advertised, the listening address, and the machine's own where others may connect.
        """
        return self._addresses.names

    @property
    def http(self) -> Endpoint:
        """Where Entra ID, EWS and Autodiscover answer."""
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
    def base_url(self) -> str:
        """Scheme, host and port of everything that speaks HTTP; no final slash."""
        return self._told.base_url

    @property
    def ews_url(self) -> str:
        """Where EWS answers."""
        return self._told.ews_url

    @property
    def autodiscover_url(self) -> str:
        """Where Autodiscover (POX) answers; SOAP and JSON are beside it."""
        return self._told.autodiscover_url

    @property
    def control_url(self) -> str:
        """Where the control API answers; no final slash."""
        return self._told.control_url

    @property
    def inspector_url(self) -> str:
        """The page that shows a person what is there, and what was asked."""
        return self._told.inspector_url

    def authority(self, tenant: Tenant) -> str:
        """Return the authority that msal asks for."""
        return self._told.authority(tenant)

    def token_url(self, tenant: Tenant) -> str:
        """Return the tenant's token endpoint, v2.0."""
        return self._told.token_url(tenant)

    def endpoints(self, tenant: Tenant) -> dict[str, Any]:
        """Return what a program needs in order to use this tenant, ready for JSON; passwords and secrets included."""
        return self._told.described(tenant)

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
