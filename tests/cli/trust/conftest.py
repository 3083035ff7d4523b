"""Three servers: a fake with a kept authority, one that this may not sign for, and one of another authority."""

import os
import shutil
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import DNSName, SubjectAlternativeName

from fakeserver.listeners.authorities import kept_files
from fakeserver.listeners.authorities.authority import Leaf
from fakeserver.listeners.authorities.chain import Chain
from fakeserver.listeners.authorities.fresh import FreshAuthority
from fakeserver.listeners.authorities.kept import KeptLeaf
from fakeserver.listeners.authorities.x509_certificates import FOR_SERVERS, name_of, signed
from fakeserver.server import FakeServer
from fakeserver.trust import BUNDLE_VARIABLES

#: where this machine's environment may name roots
ROOTS = {*BUNDLE_VARIABLES, "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "GIT_SSL_CAINFO", "JAVA_TOOL_OPTIONS"}


@dataclass(frozen=True)
class Servers:
    """Where they are.

    Attributes:
        ca_dir: of the kept authority; its name has a blank in it.
        fake: URL of a fake with a certificate of that authority.
        posing: of a server whose certificate that authority has signed for localhost and a name that it may not.
        stranger: of a server whose certificate another authority has signed.
        tenant_id: of the fake's tenant.
    """

    ca_dir: Path
    fake: str
    posing: str
    stranger: str
    tenant_id: str

    @property
    def all(self) -> tuple[str, str, str]:
        """Every URL; a client that verifies takes the first alone."""
        return self.fake, self.posing, self.stranger


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The three, while the tests of a module run."""
    ca_dir = tmp_path_factory.mktemp("trust") / "our ca"
    with FakeServer(names=["fake"], ca_dir=ca_dir) as server:
        chain = kept_files.read(ca_dir)
        assert chain is not None
        with (
            answering(leaf_of(chain, "localhost", "www.microsoft.com")) as posing,
            answering(FreshAuthority("somebody else").issue("localhost")) as stranger,
        ):
            yield Servers(
                ca_dir, f"https://localhost:{server.http.port}/", posing, stranger, server.new_tenant().tenant_id
            )


def leaf_of(chain: Chain, *names: str) -> Leaf:
    """Sign a certificate as a thief of the key does, who keeps to no limits."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    certificate = signed(
        name_of("localhost"),
        key.public_key(),
        chain.signer.subject,
        chain.key,
        since=now - timedelta(days=1),
        until=now + timedelta(days=30),
        others=[FOR_SERVERS, SubjectAlternativeName(list(map(DNSName, names)))],
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return KeptLeaf(pem + certificate.public_bytes(Encoding.PEM) + chain.signer_pem)


@contextmanager
def answering(leaf: Leaf) -> Iterator[str]:
    """Answer "ok" to whoever takes a certificate; gives the URL."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_serve, args=(listening, context))
        thread.start()
        try:
            yield f"https://localhost:{listening.getsockname()[1]}/"
        finally:
            # It waits for the next client, and this one says nothing.
            listening.settimeout(0)
            socket.create_connection(listening.getsockname(), timeout=60).close()
            thread.join(60)


def _serve(listening: socket.socket, context: ssl.SSLContext) -> None:
    while listening.gettimeout() is None:
        # Most clients go away in the handshake, which is what they are here for.
        with (
            suppress(OSError),
            listening.accept()[0] as client,
            context.wrap_socket(client, server_side=True) as secured,
        ):
            secured.recv(10_000)
            secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")


def untrusting() -> dict[str, str]:
    """Return this environment without roots that it names, which a command is to name itself, and without proxies."""
    return {name: value for name, value in os.environ.items() if name not in ROOTS and "proxy" not in name.lower()}


def program(name: str) -> str:
    """Return the path of a program; skip the test where it is missing."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found
