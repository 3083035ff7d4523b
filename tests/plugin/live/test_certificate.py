"""Certificates of daemons: what opens, what is refused before any request, and that Entra ID takes them."""

import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

from fakeserver.tenant.directory.applications import Application
from pytest_m365 import Tenant
from pytest_m365.live.certificate import read_certificate
from pytest_m365.live.environment import SettingsWrong
from pytest_m365.live.errors import SignInRefused
from tests.certificates import KeyAndCertificate
from tests.plugin.live.conftest import Make
from tests.tokens import claims_of

PASSWORD = "Slate-Otter-77"


def encrypted_key(pair: KeyAndCertificate) -> str:
    return pair.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(PASSWORD.encode()),
    ).decode()


def pfx(pair: KeyAndCertificate, password: str | None = None, **parts: Any) -> bytes:
    encryption: Any = serialization.NoEncryption()
    if password:
        encryption = serialization.BestAvailableEncryption(password.encode())
    certificate = x509.load_pem_x509_certificate(pair.certificate_pem.encode())
    whole = {"key": pair.key, "cert": certificate, **parts}
    return pkcs12.serialize_key_and_certificates(b"daemon", whole["key"], whole["cert"], None, encryption)


#: name -> its octets and its password
FORMS: dict[str, tuple[Callable[[KeyAndCertificate], bytes], str | None]] = {
    "key first": (lambda pair: (pair.key_pem + pair.certificate_pem).encode(), None),
    "certificate first": (lambda pair: (pair.certificate_pem + pair.key_pem).encode(), None),
    "with text before, as of openssl": (
        lambda pair: f"Bag Attributes\n{pair.certificate_pem}Key Attributes: <No Attributes>\n{pair.key_pem}".encode(),
        None,
    ),
    "lines of Windows": (
        lambda pair: (pair.key_pem + pair.certificate_pem).replace("\n", "\r\n").encode(),
        None,
    ),
    "encrypted key": (lambda pair: (encrypted_key(pair) + pair.certificate_pem).encode(), PASSWORD),
    "PFX": (pfx, None),
    "encrypted PFX": (lambda pair: pfx(pair, PASSWORD), PASSWORD),
    "with its issuer's": (
        lambda pair: (KeyAndCertificate.new().certificate_pem + pair.key_pem + pair.certificate_pem).encode(),
        None,
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_it_signs_the_daemon_in(
    sign_in: Make, m365_fake: Tenant, certificate: KeyAndCertificate, tmp_path: Path, learned: list[str], form: str
) -> None:
    app = m365_fake.register_app(
        "Certified", certificate=certificate.certificate_pem, application=["full_access_as_app"]
    )
    make, password = FORMS[form]
    path = tmp_path / "certificate"
    path.write_bytes(make(certificate))
    signed_in = sign_in(
        M365_DAEMON_CLIENT_ID=app.client_id,
        M365_CLIENT_SECRET=None,
        M365_CLIENT_CERTIFICATE=str(path),
        M365_CLIENT_CERTIFICATE_PASSWORD=password,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        claims = claims_of(signed_in.app_token())
    assert (claims["appid"], claims["appidacr"]) == (app.client_id, "2")
    assert certificate.key_pem in learned
    assert password is None or password in learned


def test_it_is_not_the_applications(
    sign_in: Make, m365_fake: Tenant, certificate: KeyAndCertificate, tmp_path: Path
) -> None:
    other = KeyAndCertificate.new()
    app: Application = m365_fake.register_app("Certified", certificate=other.certificate_pem)
    path = tmp_path / "certificate.pem"
    path.write_text(certificate.key_pem + certificate.certificate_pem)
    with pytest.raises(SignInRefused, match="AADSTS700027") as refused:
        sign_in(
            M365_DAEMON_CLIENT_ID=app.client_id, M365_CLIENT_SECRET=None, M365_CLIENT_CERTIFICATE=str(path)
        ).app_token()
    assert refused.value.code == 700027


def elliptic() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


WRONG: list[tuple[str, Callable[[KeyAndCertificate], bytes], str | None, str]] = [
    ("no key", lambda pair: pair.certificate_pem.encode(), None, "has no private key: the file holds both"),
    ("no certificate", lambda pair: pair.key_pem.encode(), None, "has no certificate"),
    ("no password", lambda pair: (encrypted_key(pair) + pair.certificate_pem).encode(), None,
     "is encrypted, and M365_CLIENT_CERTIFICATE_PASSWORD is not set"),
    ("wrong password", lambda pair: (encrypted_key(pair) + pair.certificate_pem).encode(), "Wrong",
     "which M365_CLIENT_CERTIFICATE_PASSWORD does not open"),
    ("idle password", lambda pair: (pair.key_pem + pair.certificate_pem).encode(), PASSWORD,
     "is not encrypted, and M365_CLIENT_CERTIFICATE_PASSWORD is set"),
    ("damaged key", lambda pair: (pair.key_pem[:200] + pair.key_pem[-30:] + pair.certificate_pem).encode(), None,
     "that is damaged"),
    ("another's key", lambda pair: (KeyAndCertificate.new().key_pem + pair.certificate_pem).encode(), None,
     "has a private key that is not the certificate's"),
    ("not RSA", lambda pair: elliptic() + pair.certificate_pem.encode(), None, "a key that is not RSA"),
    ("PFX, wrong password", lambda pair: pfx(pair, PASSWORD), "Wrong", "M365_CLIENT_CERTIFICATE_PASSWORD does not"),
    ("PFX, no password", lambda pair: pfx(pair, PASSWORD), None, "M365_CLIENT_CERTIFICATE_PASSWORD, is not set"),
    ("PFX without key", lambda pair: pfx(pair, key=None), None, "has no private key: export both"),
    ("neither", lambda pair: b"thumbprint: 0123", None, "neither a PEM file nor a PFX file"),
    ("empty", lambda pair: b"", None, "neither a PEM file nor a PFX file"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "password", "message"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_file_is_refused_before_any_request(
    certificate: KeyAndCertificate,
    tmp_path: Path,
    make: Callable[[KeyAndCertificate], bytes],
    password: str | None,
    message: str,
) -> None:
    path = tmp_path / "certificate.pem"
    path.write_bytes(make(certificate))
    with pytest.raises(SettingsWrong) as wrong:
        read_certificate(str(path), password)
    assert message in str(wrong.value)
    assert str(wrong.value).startswith(f"M365_CLIENT_CERTIFICATE, {path}, ")
    assert password is None or password not in str(wrong.value)


@pytest.mark.parametrize(
    ("later", "message"), [(timedelta(days=31), "has expired, on "), (timedelta(days=-2), "is not valid before ")]
)
def test_not_at_this_time(certificate: KeyAndCertificate, tmp_path: Path, later: timedelta, message: str) -> None:
    path = tmp_path / "certificate.pem"
    path.write_text(certificate.key_pem + certificate.certificate_pem)
    with pytest.raises(SettingsWrong, match=message):
        read_certificate(str(path), now=datetime.now(UTC) + later)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="cannot be read"):
        read_certificate(str(tmp_path))


def test_a_wrong_file_comes_as_it_is_through_a_sign_in(
    sign_in: Make, certificate: KeyAndCertificate, tmp_path: Path
) -> None:
    path = tmp_path / "certificate.pem"
    path.write_text(certificate.key_pem)
    with pytest.raises(SettingsWrong, match="has no certificate"):
        sign_in(M365_CLIENT_SECRET=None, M365_CLIENT_CERTIFICATE=str(path)).app_token()


def test_its_key_is_not_shown(certificate: KeyAndCertificate, tmp_path: Path) -> None:
    path = tmp_path / "certificate.pem"
    path.write_text(certificate.key_pem + certificate.certificate_pem)
    read = read_certificate(str(path))
    assert read.thumbprint.lower() == certificate.thumbprint
    assert "PRIVATE" not in repr(read)
