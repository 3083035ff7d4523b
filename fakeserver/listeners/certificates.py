"""The certificate authority of one running server: a CA of its own, and one certificate for every name it answers to.

Keys are made at each start and live in memory and in one temporary directory, which goes when the server stops. They
are P-256: a chain takes 0.3 ms to make, where RSA takes 100.
"""

import os
import ssl
import tempfile
from pathlib import Path

import trustme

#: Names of this machine's loopback, in every certificate.
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")

#: The real service's host names by cloud, so that a program may be led here without changing its settings.
#: Source: learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges and the pages of the national clouds.
SERVICE_NAMES = (
    # worldwide
    "login.microsoftonline.com",
    "login.windows.net",
    "login.microsoft.com",
    "login.live.com",
    "device.login.microsoftonline.com",
    "sts.windows.net",
    "graph.microsoft.com",
    "outlook.office365.com",
    "outlook.office.com",
    "outlook.live.com",
    "smtp.office365.com",
    "smtp-mail.outlook.com",
    "autodiscover.outlook.com",
    "autodiscover-s.outlook.com",
    # US Government: GCC High and DoD
    "login.microsoftonline.us",
    "graph.microsoft.us",
    "dod-graph.microsoft.us",
    "outlook.office365.us",
    "outlook-dod.office365.us",
    "webmail.apps.mil",
    "smtp.office365.us",
    "smtp-dod.office365.us",
    "autodiscover-s.office365.us",
    "autodiscover-s-dod.office365.us",
    # China, operated by 21Vianet
    "login.partner.microsoftonline.cn",
    "login.chinacloudapi.cn",
    "microsoftgraph.chinacloudapi.cn",
    "partner.outlook.cn",
    "smtp.partner.outlook.cn",
    "autodiscover.partner.outlook.cn",
    # one label before a tenant's first domain, e.g. autodiscover.contoso.onmicrosoft.com
    "autodiscover.contoso.com",
    "autodiscover.contoso.onmicrosoft.com",
)


class Certificates:
    """A fresh CA and one server certificate, with their files.

    Args:
        names: further host names or IP addresses to stand in the certificate.

    Attributes:
        ca_file: the CA's certificate (PEM), for clients to trust.
    """

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        self._authority = trustme.CA(organization_name="fakeserver")
        every_name = dict.fromkeys((*LOCAL_NAMES, *names, *SERVICE_NAMES))
        self._leaf = self._authority.issue_cert(*every_name)
        self._directory = tempfile.TemporaryDirectory(prefix="fakeserver-", ignore_cleanup_errors=True)
        self.ca_file = Path(self._directory.name, "ca.pem")
        self.ca_file.write_bytes(self._authority.cert_pem.bytes())

    def server_context(self) -> ssl.SSLContext:
        """Return a context for listeners. TLS 1.2 and newer, as the real service has it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._leaf.configure_cert(context)
        return context

    def client_context(self) -> ssl.SSLContext:
        """Return a context for clients, which trusts this CA and nobody else."""
        context = ssl.create_default_context(cadata=self._authority.cert_pem.bytes().decode("ascii"))
        # Python 3.13 turns this on; our CA is new each time, and the same on every version.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        return context

    @property
    def bundle_file(self) -> Path:
        """The machine's own roots and this CA in one file (PEM), for clients that take the place of their roots.

        Made at first use.
        """
        bundle = Path(self._directory.name, "bundle.pem")
        if not bundle.exists():
            bundle.write_bytes(_machine_roots() + b"\n" + self.ca_file.read_bytes())
        return bundle

    def close(self) -> None:
        """Remove the files."""
        self._directory.cleanup()


def _machine_roots() -> bytes:
    """Return the roots (PEM) that clients trust here now: those the environment names, certifi's, or OpenSSL's."""
    candidates = [os.environ.get(name, "") for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")]
    try:
        import certifi

        candidates.append(certifi.where())
    except ImportError:
        # Without certifi nothing here uses it either; OpenSSL's own roots remain.
        candidates.append("")
    candidates.append(ssl.get_default_verify_paths().cafile or "")
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            return Path(candidate).read_bytes()
    return b""
