"""The certificate that a daemon proves itself by, read and checked before anything is asked of the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12

from pytest_m365.live.environment import SettingsWrong

_FILE, _PASSWORD = "M365_CLIENT_CERTIFICATE", "M365_CLIENT_CERTIFICATE_PASSWORD"


@dataclass(frozen=True)
class ClientCertificate:
    """A certificate and its key, as msal takes them."""

    #: PKCS#8, not encrypted
    key_pem: str = field(repr=False)
    certificate_pem: str
    #: SHA-1 in hexadecimal, as the admin centre shows it
    thumbprint: str


def read_certificate(path: str, password: str | None = None, now: datetime | None = None) -> ClientCertificate:
    """Read a PEM file with key and certificate in it, or a PFX file.

    Args:
        password: of the key, where it is encrypted.
        now: aware; the machine's time by default.

    Raises:
        SettingsWrong: the file is none of these, the password is wrong, or the certificate is of another key or not
            valid now.
    """
    try:
        octets = Path(path).read_bytes()
    except OSError as error:
        raise _wrong(path, f"cannot be read ({error.strerror})") from None
    secret = password.encode() if password else None
    key, certificates = _of_pem(path, octets, secret) if b"-----BEGIN " in octets else _of_pfx(path, octets, secret)
    if not isinstance(key, RSAPrivateKey):
        raise _wrong(path, "has a key that is not RSA, and Entra ID takes no other")
    own = [each for each in certificates if each.public_key() == key.public_key()]
    if not own:
        raise _wrong(path, "has a private key that is not the certificate's: put the two that belong together into it")
    certificate = own[0]
    now = now or datetime.now(UTC)
    if certificate.not_valid_after_utc < now:
        raise _wrong(path, f"has expired, on {certificate.not_valid_after_utc:%Y-%m-%d}: upload a new certificate")
    if certificate.not_valid_before_utc > now:
        raise _wrong(path, f"is not valid before {certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC; this is {now}")
    return ClientCertificate(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode(),
        certificate.public_bytes(serialization.Encoding.PEM).decode(),
        certificate.fingerprint(hashes.SHA1()).hex().upper(),
    )


def _wrong(path: str, what: str) -> SettingsWrong:
    return SettingsWrong([f"{_FILE}, {path}, {what}"])


def _of_pem(path: str, octets: bytes, password: bytes | None) -> tuple[object, list[x509.Certificate]]:
    block = _key_block(octets)
    if not block:
        raise _wrong(path, "has no private key: the file holds both, as of `cat key.pem certificate.pem > both.pem`")
    try:
        key = serialization.load_pem_private_key(block, password)
    except TypeError:
        # Each way round, and the library has no other error for it.
        what = f"is not encrypted, and {_PASSWORD} is set" if password else f"is encrypted, and {_PASSWORD} is not set"
        raise _wrong(path, f"has a key that {what}") from None
    except ValueError as error:
        what = f"which {_PASSWORD} does not open, or that is damaged" if password else f"that is damaged ({error})"
        raise _wrong(path, f"has a key {what}") from None
    try:
        return key, x509.load_pem_x509_certificates(octets)
    except ValueError:
        raise _wrong(path, "has no certificate: the file holds it beside its key") from None


def _key_block(pem: bytes) -> bytes:
    """Return the lines of the first private key; empty where there is none."""
    block: list[bytes] = []
    for line in pem.splitlines():
        if block or (line.startswith(b"-----BEGIN ") and line.rstrip().endswith(b"PRIVATE KEY-----")):
            block.append(line)
            if line.startswith(b"-----END "):
                break
    return b"\n".join(block)


def _of_pfx(path: str, octets: bytes, password: bytes | None) -> tuple[object, list[x509.Certificate]]:
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(octets, password)
    except ValueError:
        what = f"which {_PASSWORD} does not open" if password else f"whose password, {_PASSWORD}, is not set"
        raise _wrong(path, f"is neither a PEM file nor a PFX file that can be opened: perhaps one {what}") from None
    if key is None or certificate is None:
        raise _wrong(path, f"has no {'private key' if key is None else 'certificate'}: export both into the PFX file")
    return key, [certificate]
