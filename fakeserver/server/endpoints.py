"""Where a server's protocols are: host names, ports and URLs, and their description for programs."""

import ipaddress
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from fakeserver.endpoint import Endpoint
from fakeserver.server.host_names import is_host
from fakeserver.tenant.tenant import Tenant

#: said to a process that was forked from the server's, and has none of its threads
FORKED = (
    "this process was forked from the one in which the fake runs; what it starts is started there: ask for "
    "m365_redirect.env, or for a first run(..., isolated=True), before the fork"
)

#: listening addresses that stand for all of the machine's
ON_ALL = ("", "0.0.0.0", "::")


class NotRunningError(RuntimeError):
    """The server is not started, or stopped already; or it runs in the process from which this one was forked."""


@dataclass(frozen=True)
class Endpoints:
    """The addresses of a server that listens."""

    #: Entra ID, EWS, Microsoft Graph and Autodiscover
    http: Endpoint
    imap: Endpoint
    pop3: Endpoint
    smtp: Endpoint
    #: the CA's certificate (PEM) as a path; None where there is no TLS, so that the URLs say http
    ca_file: str | None

    @classmethod
    def listening(cls, host: str, sockets: Mapping[str, Sequence[socket.socket]], ca_file: str | None) -> Self:
        """Return the endpoints of the sockets that listen on a host, named by protocol; those of one have one port."""
        name = client_host(host)
        ports = {protocol: Endpoint(name, opened[0].getsockname()[1]) for protocol, opened in sockets.items()}
        return cls(**ports, ca_file=ca_file)

    @property
    def base_url(self) -> str:
        """Scheme, host and port of everything that speaks HTTP; no final slash."""
        host, port = self.http
        scheme, usual = ("http", 80) if self.ca_file is None else ("https", 443)
        # As clients say it, and so the answers to them, which name the host that a client has named.
        return f"{scheme}://{f'[{host}]' if ':' in host else host}{'' if port == usual else f':{port}'}"

    @property
    def ews_url(self) -> str:
        """Where EWS answers."""
        return f"{self.base_url}/EWS/Exchange.asmx"

    @property
    def graph_url(self) -> str:
        """Where Microsoft Graph answers, with its version; no final slash."""
        return f"{self.base_url}/v1.0"

    @property
    def autodiscover_url(self) -> str:
        """Where Autodiscover (POX) answers; SOAP and JSON are beside it."""
        return f"{self.base_url}/autodiscover/autodiscover.xml"

    @property
    def control_url(self) -> str:
        """Where the control API answers."""
        return f"{self.base_url}/_fake/api"

    @property
    def inspector_url(self) -> str:
        """Where the page for people is."""
        return f"{self.base_url}/_fake/"

    def authority(self, tenant: Tenant) -> str:
        """Return the authority that msal asks for."""
        return f"{self.base_url}/{tenant.tenant_id}"

    def token_url(self, tenant: Tenant) -> str:
        """Return the tenant's token endpoint, v2.0."""
        return f"{self.authority(tenant)}/oauth2/v2.0/token"

    @property
    def places(self) -> dict[str, Any]:
        """Where everything is, whoever the tenant is, ready for JSON."""
        return {
            "ca_file": self.ca_file,
            "ews_url": self.ews_url,
            "graph_url": self.graph_url,
            "autodiscover_url": self.autodiscover_url,
            "control_url": self.control_url,
            "inspector_url": self.inspector_url,
            "imap": self.imap._asdict(),
            "pop3": self.pop3._asdict(),
            "smtp": self.smtp._asdict(),
        }

    def described(self, tenant: Tenant) -> dict[str, Any]:
        """Return what a program needs in order to use this tenant, ready for JSON; passwords and secrets included."""
        return {
            "tenant_id": tenant.tenant_id,
            "domain": tenant.domain,
            "authority": self.authority(tenant),
            "token_url": self.token_url(tenant),
            **self.places,
            "users": [{"upn": user.upn, "password": user.password} for user in tenant.users if user.is_person],
            "shared_mailboxes": [user.address for user in tenant.users if user.kind == "shared"],
            "rooms": [user.address for user in tenant.users if user.is_room],
            "apps": [
                {
                    "client_id": app.client_id,
                    "client_secret": app.client_secret,
                    "kind": "public" if app.public else "confidential",
                }
                for app in tenant.apps
            ],
        }


def is_loopback(host: str) -> bool:
    """Return whether only this machine can connect to a listening address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def client_host(host: str) -> str:
    """Return the name under which clients of this machine reach a listening address."""
    if is_loopback(host) or host in ON_ALL:
        return "localhost"
    return host


def certificate_names(host: str) -> tuple[str, ...]:
    """Return the names beside loopback's that clients may use, where a listening address is open to other machines."""
    if is_loopback(host):
        return ()
    # A machine may have a name that no certificate can hold.
    own = filter(is_host, [socket.gethostname()])
    return (*own,) if client_host(host) == "localhost" else (*own, host)
