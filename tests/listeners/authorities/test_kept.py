"""An authority that is kept: what it signs, what it refuses, and for how long."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography import x509

from fakeserver.listeners.authorities import chain as chains
from fakeserver.listeners.authorities.authority import ANOTHER_HOST, Authority
from fakeserver.listeners.authorities.kept import KeptAuthority
from fakeserver.listeners.authorities.kept_files import KEY, AuthorityError, keep
from fakeserver.listeners.certificates import Certificates
from fakeserver.wire import HandshakeFault

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority for `fake`, `10.1.2.3` and a domain."""
    folder = tmp_path_factory.mktemp("kept") / "ca"
    KeptAuthority.of(folder, ["fake", "10.1.2.3"], ["autodiscover.contoso.example"])
    return folder


def shown(
    certificates: Certificates,
    name: str,
    client: ssl.SSLContext | None = None,
    meets: Callable[[], HandshakeFault | None] = lambda: None,
) -> x509.Certificate:
    """Shake hands in memory as a client that trusts the authority; return the certificate that it is shown."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server_side = certificates.server_context(meets).wrap_bio(to_server, to_client, server_side=True)
    client_side = (client or certificates.client_context()).wrap_bio(to_client, to_server, server_hostname=name)
    for side in (client_side, server_side, client_side):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    return x509.load_der_x509_certificate(client_side.getpeercert(binary_form=True) or b"")


def unverifying() -> ssl.SSLContext:
    """Return a client that takes every certificate."""
    client = ssl.create_default_context()
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    return client


def test_restarts_have_the_same_authority_and_other_certificates(folder: Path) -> None:
    one, other = KeptAuthority.of(folder, ["fake"]), KeptAuthority.read(folder)
    assert one.certificate == other.certificate == (folder / "ca.pem").read_bytes()
    assert one.file == folder / "ca.pem"
    first, second = Certificates(("fake",), one), Certificates(("fake",), other)
    assert shown(first, "fake").serial_number != shown(second, "fake", first.client_context()).serial_number


def test_a_relative_folder_is_told_as_an_absolute_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert KeptAuthority.read(Path("ca")).file == folder / "ca.pem"


@pytest.mark.parametrize(
    "name",
    ["localhost", "127.0.0.1", "::1", "fake", "10.1.2.3", "login.microsoftonline.com", "autodiscover.contoso.example"],
)
def test_strict_clients_take_its_certificates(folder: Path, name: str) -> None:
    certificates = Certificates(("fake", "10.1.2.3"), KeptAuthority.read(folder))
    client = ssl.create_default_context(cafile=str(certificates.ca_file))
    # As Python 3.13 does by itself.
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    certificate = shown(certificates, name, client)
    certificates.close()
    assert timedelta(days=300) < certificate.not_valid_after_utc - NOW < timedelta(days=400)
    assert certificates.ca_file.exists()


def test_a_domain_that_it_was_not_made_for_gets_the_usual_certificate(folder: Path) -> None:
    certificates = Certificates((), KeptAuthority.read(folder))
    client = certificates.client_context()
    client.check_hostname = False
    names = shown(certificates, "autodiscover.fabrikam.example", client).extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    assert "localhost" in names.value.get_values_for_type(x509.DNSName)


def test_it_signs_for_no_other_name(folder: Path) -> None:
    authority: Authority = KeptAuthority.read(folder)
    with pytest.raises(ValueError, match=r"may not sign for www.microsoft.com, 10.1.2.4"):
        authority.issue("localhost", "www.microsoft.com", "10.1.2.4")
    # What the fault "wrong name" shows is refused for its name, and not for who has signed it.
    assert authority.covers(ANOTHER_HOST)


def test_a_name_that_it_was_not_made_for_is_an_error_that_says_what_to_do(folder: Path) -> None:
    with pytest.raises(AuthorityError) as refusal:
        KeptAuthority.of(folder, ["fake", "mail.local", "10.9.9.9"])
    assert str(refusal.value) == (
        f"the authority in {folder} was not made for mail.local, 10.9.9.9, and signs for no other names than it was "
        "made for: remove ca.pem and ca-key.pem there and start again, and let programs trust the new ca.pem; or give "
        "another --ca-dir"
    )


def test_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match=r"there is no authority in .*; `fakeserver serve --ca-dir .*` makes one"):
        KeptAuthority.read(tmp_path)


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        (6 * 365, r"has expired on \d{4}-\d\d-\d\d: remove ca.pem"),
        (-30, r"is good from \d{4}-\d\d-\d\d on, and it is \d{4}-\d\d-\d\d: set the machine's clock"),
    ],
)
def test_it_is_not_good_now(folder: Path, days: int, problem: str) -> None:
    with time_machine.travel(NOW + timedelta(days=days)), pytest.raises(AuthorityError, match=problem):
        KeptAuthority.of(folder, ["fake"])


def test_no_certificate_outlasts_it(folder: Path) -> None:
    with time_machine.travel(NOW + chains.GOOD_FOR - timedelta(days=20)):
        authority = KeptAuthority.read(folder)
        until = shown(Certificates((), authority), "localhost", unverifying()).not_valid_after_utc
    assert until == authority.root.not_valid_after_utc


def test_an_authority_without_limits_is_none_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "permitting", lambda names: x509.NameConstraints([x509.DNSName("example.com")], None))
    keep(tmp_path, chains.Chain.made([]))
    with pytest.raises(AuthorityError, match="is none that fakeserver has made"):
        KeptAuthority.read(tmp_path)


def test_a_server_that_runs_for_long_renews_its_certificates(folder: Path) -> None:
    certificates = Certificates((), KeptAuthority.read(folder))
    first = shown(certificates, "localhost").serial_number
    assert shown(certificates, "localhost").serial_number == first
    # OpenSSL goes by the machine's own time.
    client = unverifying()
    with time_machine.travel(NOW + timedelta(days=250)):
        renewed = shown(certificates, "localhost", client).serial_number
        assert renewed != first
        assert shown(certificates, "localhost", client).serial_number == renewed


def test_the_key_of_a_certificate_is_nowhere_on_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spare = folder.parent / "spare"
    spare.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    leaf = KeptAuthority.read(folder).issue("localhost")
    leaf.configure_cert(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
    assert [*spare.iterdir()] == []
    assert "PRIVATE" not in repr(leaf)
    assert leaf.pem[:200] not in (folder / KEY).read_bytes()


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [("wrong name", "Hostname mismatch"), ("expired", "has expired"), ("untrusted", "self.signed|local issuer")],
)
def test_certificates_that_no_client_should_take_are_refused_for_what_is_wrong_with_them(
    folder: Path, fault: HandshakeFault, refusal: str
) -> None:
    certificates = Certificates((), KeptAuthority.read(folder))
    with pytest.raises(ssl.SSLCertVerificationError, match=refusal):
        shown(certificates, "localhost", meets=lambda: fault)
