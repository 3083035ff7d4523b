"""Certificates and proxies: what the environment says while a test runs.

Clients disagree on where trust comes from. requests (so msal and exchangelib) takes REQUESTS_CA_BUNDLE over the
session's own setting, ssl and most others take SSL_CERT_FILE, curl CURL_CA_BUNDLE. So all three name one bundle: the
roots that the machine would have used, and the fake's authority. No module of anybody is patched.
"""

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def machine_roots() -> bytes:
    """Return the roots that this machine's clients trust, as PEM; empty where none can be found."""
    candidates = [os.environ.get(name, "") for name in BUNDLE_VARIABLES]
    candidates.append(ssl.get_default_verify_paths().cafile or "")
    for candidate in candidates:
        # A variable may name a folder of hashed files, which cannot be joined to a bundle.
        if candidate and Path(candidate).is_file():
            return Path(candidate).read_bytes()
    try:
        import certifi
    except ImportError:
        return b""
    return Path(certifi.where()).read_bytes()


def write_bundle(ca_file: str | Path, path: Path) -> Path:
    """Write the machine's roots and the fake's authority to ``path``; returns it."""
    path.write_bytes(Path(ca_file).read_bytes() + b"\n" + machine_roots())
    return path


@contextmanager
def trusted(bundle: str) -> Iterator[None]:
    """Let the environment trust a bundle, and keep loopback away from proxies, until the block ends."""
    with pytest.MonkeyPatch.context() as patch:
        for name in BUNDLE_VARIABLES:
            patch.setenv(name, bundle)
        for name in ("NO_PROXY", "no_proxy"):
            hosts = [host for host in os.environ.get(name, "").split(",") if host]
            patch.setenv(name, ",".join([*hosts, *(host for host in LOOPBACK if host not in hosts)]))
        yield
