"""What the daemon proves itself by, in the form that msal takes as ``client_credential``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from typing import Any, TypeAlias

from pytest_m365.live.assertions import GitHubTokens, TokenFile
from pytest_m365.live.certificate import read_certificate
from pytest_m365.live.settings import Daemon

#: a secret, or a dict of a certificate or of a callable that returns an assertion
Credential: TypeAlias = str | dict[str, Any]
#: the first msal that computes a certificate's SHA-256 thumbprint by itself
_COMPUTES_THUMBPRINTS = (1, 35)


def client_credential(daemon: Daemon, learn: Callable[[str], None], now: datetime | None = None) -> Credential:
    """Return a daemon's credential; no request is made.

    Args:
        learn: is told what no report may show.
        now: aware; what a certificate must be valid at, the machine's time by default.

    Raises:
        SettingsWrong: the certificate's file cannot be used.
    """
    if daemon.secret is not None:
        learn(daemon.secret)
        return daemon.secret
    if daemon.certificate is not None:
        return _certificate(daemon.certificate, daemon.certificate_password, learn, now)
    # A callable, since a text would be too old within minutes: each msal that we allow takes it.
    if daemon.token_file is not None:
        return {"client_assertion": TokenFile(daemon.token_file, learn)}
    return {"client_assertion": GitHubTokens(daemon.github_url or "", daemon.github_token or "", learn)}


def _certificate(path: str, password: str | None, learn: Callable[[str], None], now: datetime | None) -> dict[str, Any]:
    if password:
        learn(password)
    certificate = read_certificate(path, password, now)
    learn(certificate.key_pem)
    credential = {"private_key": certificate.key_pem, "public_certificate": certificate.certificate_pem}
    if _msal_version() < _COMPUTES_THUMBPRINTS:
        # Newer ones take this as the wish for an assertion by SHA-1.
        credential["thumbprint"] = certificate.thumbprint
    return credential


def _msal_version() -> tuple[int, ...]:
    from fakeserver.digits import number_in

    return tuple(number_in(part) or 0 for part in version("msal").split(".")[:2])
