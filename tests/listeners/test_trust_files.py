"""Trust stores of other languages, as these read them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.trust_files import (
    STORE_PASSWORD,
    copy_hashed_folder,
    fill_hashed_folder,
    java_store,
    subject_hash,
)


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: str, given: bytes = b"") -> str:
    return subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True, timeout=60).stdout.decode()


@pytest.fixture
def certificates() -> Certificates:
    return Certificates()


@pytest.mark.parametrize(
    "subject",
    [
        "CN=Nightly import",
        "CN=ÄÖ  folds  White\\ ,O=Contoso\\, Ltd.,C=DE",
        "2.5.4.97=of ours,OU=Roots+CN=Two",
        "OU=" + "long " * 12 + "enough",
    ],
)
def test_a_subjects_hash_is_openssls(subject: str) -> None:
    openssl = program("openssl")
    name = x509.Name.from_rfc4514_string(subject)
    certificate = self_signed(name)
    assert run(
        openssl, "x509", "-hash", "-noout", given=certificate.public_bytes(Encoding.PEM)
    ).strip() == subject_hash(name)


def self_signed(name: x509.Name) -> x509.Certificate:
    from datetime import UTC, datetime, timedelta

    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    return builder.sign(key, hashes.SHA256())


def test_openssl_finds_the_authority_in_the_folder_and_the_machines_roots(certificates: Certificates) -> None:
    openssl = program("openssl")
    folder = certificates.hashed_folder
    assert certificates.hashed_folder == folder
    authority = str(certificates.ca_file)
    assert run(openssl, "verify", "-no-CAfile", "-CApath", str(folder), authority) == f"{authority}: OK\n"


def test_a_folder_of_the_machines_is_linked_and_a_taken_name_counted_up(
    certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines = tmp_path / "machines"
    machines.mkdir()
    subject = x509.load_pem_x509_certificate(certificates.ca_file.read_bytes()).subject
    taken = machines / f"{subject_hash(subject)}.0"
    taken.write_text("another of this name")
    monkeypatch.setenv("SSL_CERT_DIR", f"{machines}:{tmp_path / 'absent'}")
    fill_hashed_folder(tmp_path / "ours", certificates.ca_file)
    assert (tmp_path / "ours" / taken.name).read_text() == "another of this name"
    assert (tmp_path / "ours" / taken.with_suffix(".1").name).read_bytes() == certificates.ca_file.read_bytes()


def test_a_copy_of_a_folder_has_all_of_it_and_the_authority(certificates: Certificates, tmp_path: Path) -> None:
    machines, copy = tmp_path / "machines", tmp_path / "copy"
    (machines / "java").mkdir(parents=True)
    (machines / "java" / "cacerts").write_text("a store")
    (machines / "ca-certificates.crt").write_text("roots")
    (machines / "0.0").symlink_to("../elsewhere/root.crt")
    copy_hashed_folder(copy, machines, certificates.ca_file)
    assert (copy / "java" / "cacerts").read_text() == "a store"
    assert (copy / "ca-certificates.crt").read_text() == "roots"
    # In the machine's place it leads where it led.
    assert (copy / "0.0").readlink() == Path("../elsewhere/root.crt")
    assert (copy / "fakeserver.pem").read_bytes() == certificates.ca_file.read_bytes()
    assert len([*copy.iterdir()]) == 5


def test_java_reads_its_store(certificates: Certificates) -> None:
    keytool = program("keytool")
    store = str(certificates.java_store)
    listed = run(keytool, "-list", "-v", "-keystore", store, "-storepass", STORE_PASSWORD)
    count = certificates.bundle_file.read_text().count("BEGIN CERTIFICATE")
    assert listed.count("Entry type: trustedCertEntry") == count
    assert "O=fakeserver" in listed


def test_a_store_of_nothing() -> None:
    assert java_store(b"")[:12] == b"\xfe\xed\xfe\xed\0\0\0\x02\0\0\0\0"


def test_node_keeps_what_the_environment_names(
    certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS", raising=False)
    assert certificates.node_file == certificates.ca_file
    own = tmp_path / "own.pem"
    own.write_text("own roots")
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", str(own))
    assert certificates.node_file.read_bytes() == b"own roots\n" + certificates.ca_file.read_bytes()
