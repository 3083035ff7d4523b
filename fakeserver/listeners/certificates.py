"""The certificates of one running server: one for every name it answers to, and those of tenants' domains.

Their keys live in memory. What clients are to trust lies in one temporary folder, which goes when the server stops,
unless the authority is one that is kept.
"""

import os
import ssl
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from fakeserver import service_names
from fakeserver.listeners.alerting import AlertingObject
from fakeserver.listeners.authorities.authority import ANOTHER_HOST, Authority, Leaf
from fakeserver.listeners.authorities.fresh import FreshAuthority
from fakeserver.listeners.folder import TemporaryFolder, show, show_folder
from fakeserver.trust import BUNDLE_VARIABLES, LOOPBACK
from fakeserver.wire import HandshakeFault

#: Names of tenants' domains, known only when a client asks for them.
_OF_A_DOMAIN = "autodiscover."
#: Certificates made for such names are kept; so many at most.
_MAX_NAMES = 64


class Certificates:
    """One server certificate, those of tenants' domains, and what clients trust, as files.

    Args:
        names: further host names or IP addresses to stand in the certificate.
        authority: who signs; one of its own by default.

    Attributes:
        ca_file: the authority's certificate (PEM), for clients to trust.
    """

    def __init__(self, names: tuple[str, ...] = (), authority: Authority | None = None) -> None:
        self._authority = authority or FreshAuthority()
        wanted = dict.fromkeys((*LOOPBACK, *names, *service_names.EVERY))
        self._names = tuple(filter(self._authority.covers, wanted))
        self._of_domains: dict[str, ssl.SSLContext] = {}
        self._renew()
        self._folder = TemporaryFolder("fakeserver-")
        # Nothing of it is secret, and a program may run, or go on, as somebody else.
        self._folder.path.chmod(0o755)
        self.ca_file = self._authority.file or self._folder.path / "ca.pem"
        if self._authority.file is None:
            show(self.ca_file, self._authority.certificate)

    def _renew(self) -> None:
        """Let the server have new certificates."""
        self._issued_at = time.time()
        # A common name as well: OfflineIMAP takes no certificate without one.
        self._leaf: Leaf = self._authority.issue(*self._names, common_name=LOOPBACK[0])
        self._usual_context: ssl.SSLContext | None = None
        self._of_domains.clear()

    def server_context(self, meets: Callable[[], HandshakeFault | None] | None = None) -> ssl.SSLContext:
        """Return a context for listeners. TLS 1.2 and newer, as the real service has it.

        Args:
            meets: says at each handshake what is to go wrong with it.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if meets is None:
            self._leaf.configure_cert(context)
            context.sni_callback = self._choose
        else:
            # It has no certificate itself: to load one takes longer than all else, and each port has its context.
            context.sni_callback = partial(self._answer, meets)
            context.sslobject_class = AlertingObject
        return context

    @property
    def _usual(self) -> ssl.SSLContext:
        """The context of handshakes that go well; its certificate is renewed when half of its time is over."""
        if time.time() - self._issued_at > self._authority.lifetime / 2:
            self._renew()
        if self._usual_context is None:
            self._usual_context = self.server_context()
        return self._usual_context

    def _answer(
        self,
        meets: Callable[[], HandshakeFault | None],
        connection: ssl.SSLObject,
        name: str | None,
        context: ssl.SSLContext,
    ) -> int | None:
        """Begin a handshake: let it fail where that is wanted, or choose a certificate."""
        fault = meets()
        if fault is None:
            connection.context = self._usual
            self._choose(connection, name, context)
        elif fault == "alert":
            assert isinstance(connection, AlertingObject)
            connection.sends_alert = True
            return ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE
        else:
            connection.context = self._wrong_context(fault, name or LOOPBACK[0])
        return None

    def _wrong_context(self, fault: HandshakeFault, name: str) -> ssl.SSLContext:
        """Return a context with a certificate that a client must refuse; made each time, which takes 0.3 ms."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        names, common_name = (name, *self._names), LOOPBACK[0]
        authority: Authority = self._authority
        not_before, not_after = None, None
        if fault == "untrusted":
            authority = FreshAuthority("somebody else")
        elif fault == "wrong name":
            names, common_name = (ANOTHER_HOST,), ANOTHER_HOST
        else:
            today = datetime.now(UTC)
            not_before, not_after = today - timedelta(days=90), today - timedelta(days=1)
        issue = partial(authority.issue, common_name=common_name, not_before=not_before, not_after=not_after)
        try:
            leaf = issue(*names)
        except ValueError:
            # What the client asked for is not a domain's name, or none that the authority may sign for.
            leaf = issue(*self._names)
        leaf.configure_cert(context)
        return context

    def _choose(self, connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
        """Choose a certificate for the Autodiscover name of some domain."""
        if name is None or not name.lower().startswith(_OF_A_DOMAIN) or name in service_names.EVERY:
            return
        own = self._of_domains.get(name)
        if own is None:
            if len(self._of_domains) >= _MAX_NAMES:
                self._of_domains.clear()
            try:
                certificate = self._authority.issue(name)
            except ValueError:
                # Not such a name: the usual certificate is sent.
                return
            own = self._of_domains[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(own)
        connection.context = own

    def client_context(self) -> ssl.SSLContext:
        """Return a context for clients, which trusts this CA and nobody else."""
        context = ssl.create_default_context(cadata=self._authority.certificate.decode("ascii"))
        # Python 3.13 turns this on; our CA is new each time, and the same on every version.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        return context

    @property
    def bundle_file(self) -> Path:
        """The machine's own roots and this CA in one file (PEM), for clients that take the place of their roots.

        Made at first use.
        """
        bundle = self._folder.path / "bundle.pem"
        if not bundle.exists():
            show(bundle, machine_roots() + b"\n" + self.ca_file.read_bytes())
        return bundle

    @property
    def hashed_folder(self) -> Path:
        """The same certificates as a folder in which OpenSSL and .NET look them up. Made at first use."""
        from fakeserver.listeners.trust_files import fill_hashed_folder

        folder = self._folder.path / "certs"
        if not folder.exists():
            fill_hashed_folder(folder, self.ca_file)
        return folder

    def copy_of(self, place: Path) -> Path:
        """Return a copy of one of the machine's folders of roots, with this CA in it. Made at first use."""
        from fakeserver.listeners.trust_files import copy_hashed_folder

        folder = self._folder.path / place.as_posix().strip("/").replace("/", "-")
        if not folder.exists():
            copy_hashed_folder(folder, place, self.ca_file)
        return folder

    @property
    def java_store(self) -> Path:
        """The same certificates as a trust store for Java. Made at first use."""
        from fakeserver.listeners.trust_files import java_store

        store = self._folder.path / "roots.jks"
        if not store.exists():
            show(store, java_store(self.bundle_file.read_bytes()))
        return store

    @property
    def php_folder(self) -> Path:
        """A folder with settings of PHP that name the same certificates. Made at first use.

        PHP's curl has its roots from there, or those that libcurl was built with, and from no variable.
        """
        folder = self._folder.path / "php"
        if not folder.exists():
            settings = (f'{name} = "{self.bundle_file}"\n' for name in ("curl.cainfo", "openssl.cafile"))
            show_folder(folder)
            show(folder / "roots.ini", "".join(settings).encode())
        return folder

    @property
    def node_file(self) -> Path:
        """What Node reads beside its own roots: this CA, and the file that the environment names. Made at first use."""
        before = os.environ.get("NODE_EXTRA_CA_CERTS", "")
        if not Path(before).is_file():
            return self.ca_file
        extra = self._folder.path / "node.pem"
        if not extra.exists():
            show(extra, Path(before).read_bytes() + b"\n" + self.ca_file.read_bytes())
        return extra

    def new_folder(self, name: str) -> Path:
        """Return a new folder beside these files, which goes with them."""
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self._folder.path))

    def close(self) -> None:
        """Remove the files."""
        self._folder.close()


def machine_roots() -> bytes:
    """Return the roots (PEM) that clients trust here now: those the environment names, certifi's, or OpenSSL's."""
    candidates = [os.environ.get(name, "") for name in BUNDLE_VARIABLES]
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
