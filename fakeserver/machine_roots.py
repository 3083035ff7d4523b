"""Where programs find the roots that this machine trusts, by the paths that distributions have given them."""

from __future__ import annotations

import os

#: files with all of them; the first is Debian's
BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/tls/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/var/lib/ca-certificates/ca-bundle.pem",
)
#: folders with a file for each; the last is Mono's
FOLDERS = ("/etc/ssl/certs", "/etc/pki/tls/certs", "/usr/share/.mono/new-certs/Trust")
#: the end of the path of certifi's own file, which stands for the machine's in Python
_CERTIFIS = os.path.join("certifi", "cacert.pem")


def are_roots(path: str | bytes | os.PathLike[str] | os.PathLike[bytes] | None) -> bool:
    """Return whether a file or folder is where programs find the machine's roots, and none of somebody's own."""
    if path is None:
        return False
    real = os.path.realpath(os.fsdecode(path))
    return real.endswith(_CERTIFIS) or real in {os.path.realpath(known) for known in (*BUNDLES, *FOLDERS)}
