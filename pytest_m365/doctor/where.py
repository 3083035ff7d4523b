"""The hosts and ports of a tenant, and how a connection there is made."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from pytest_m365.doctor.context import Context

#: seconds that a connection may take
TIMEOUT = 10.0
#: in the names of the fake's certificates and files
CA_MARK = "fakeserver"
FAMILIES = {socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6"}


@dataclass(frozen=True)
class Place:
    """A host and a port, and what is there."""

    #: "sign-in", "ews", "graph", "imap", "pop3" or "smtp"
    name: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def is_http(self) -> bool:
        """Whether HTTP is spoken there, and so perhaps through a proxy."""
        return self.name in ("sign-in", "ews", "graph")

    @property
    def proxy(self) -> str:
        """The proxy through which it is reached, without its password; empty where there is none."""
        if not self.is_http or proxy_bypass(self.host):
            return ""
        return getproxies().get("https", "").rpartition("@")[2]


def places(context: Context) -> list[Place]:
    """Return where the walk connects to: the sign-in service, and what was asked for."""
    settings, asked = context.settings, context.wish.protocols
    found = [_of_url("sign-in", settings.authority)]
    if "ews" in asked or "autodiscover" in asked:
        found.append(_of_url("ews", settings.ews_url))
    if "graph" in asked:
        found.append(_of_url("graph", settings.graph_url))
    for name in ("imap", "pop3", "smtp"):
        if name in asked:
            endpoint = getattr(settings, name)
            found.append(Place(name, endpoint.host, endpoint.port))
    return found


def why_shut(context: Context, protocol: str) -> str:
    """Return why nothing is to be had of a protocol; empty: nothing is known against it."""
    name = "ews" if protocol == "autodiscover" else protocol
    return next(
        (context.shut[str(place)] for place in places(context) if place.name == name and str(place) in context.shut), ""
    )


def _of_url(name: str, url: str) -> Place:
    parts = urlsplit(url)
    return Place(name, parts.hostname or "", parts.port or 443)


def issuer_of(place: Place, trust: ssl.SSLContext) -> str:
    """Connect with TLS, and return who has issued the certificate that is shown.

    Raises:
        OSError: there is no connection, or the certificate is not trusted.
    """
    from cryptography import x509

    octets = _certificate(place, trust)
    if not octets:
        return ""
    issuer = x509.load_der_x509_certificate(octets).issuer
    named = [*issuer.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)]
    named += issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return ", ".join(dict.fromkeys(str(each.value) for each in named)) or issuer.rfc4514_string()


def _certificate(place: Place, trust: ssl.SSLContext) -> bytes | None:
    if place.name == "smtp":
        with smtplib.SMTP(place.host, place.port, local_hostname="localhost", timeout=TIMEOUT) as client:
            client.starttls(context=trust)
            return client.sock.getpeercert(binary_form=True) if isinstance(client.sock, ssl.SSLSocket) else None
    with (
        socket.create_connection((place.host, place.port), TIMEOUT) as plain,
        trust.wrap_socket(plain, server_hostname=place.host) as secured,
    ):
        return secured.getpeercert(binary_form=True)


def unverified() -> ssl.SSLContext:
    """Return a client's context that takes any certificate, in order to look at one that is not trusted."""
    trust = ssl.create_default_context()
    trust.check_hostname = False
    trust.verify_mode = ssl.CERT_NONE
    return trust
