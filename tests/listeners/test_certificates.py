import os
import ssl
from pathlib import Path

import pytest

from fakeserver.listeners import certificates as module
from fakeserver.listeners.certificates import Certificates


def connect(certificates: Certificates, name: str, client: ssl.SSLContext) -> ssl.SSLObject:
    """Shake hands in memory; return the client's side."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server_side = certificates.server_context().wrap_bio(to_server, to_client, server_side=True)
    client_side = client.wrap_bio(to_client, to_server, server_hostname=name)
    for side in (client_side, server_side, client_side):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    return client_side


def handshake(certificates: Certificates, name: str, client: ssl.SSLContext) -> str | None:
    """Shake hands in memory; return the TLS version."""
    return connect(certificates, name, client).version()


@pytest.mark.parametrize(
    "name",
    [
        "localhost",
        "127.0.0.1",
        "::1",
        "login.microsoftonline.com",
        "outlook.office365.com",
        "outlook.office.com",
        "smtp.office365.com",
        "autodiscover-s.outlook.com",
        "outlook.office365.us",
        "login.microsoftonline.us",
        "partner.outlook.cn",
        "login.partner.microsoftonline.cn",
    ],
)
def test_the_certificate_is_good_for_loopback_and_the_real_names(certificates: Certificates, name: str) -> None:
    assert handshake(certificates, name, certificates.client_context()) == "TLSv1.3"


def test_the_certificate_has_a_common_name_as_well(certificates: Certificates) -> None:
    shown = connect(certificates, "localhost", certificates.client_context()).getpeercert()
    assert shown is not None
    assert (("commonName", "localhost"),) in shown["subject"]


def test_the_certificate_is_good_for_no_other_name(certificates: Certificates) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
        handshake(certificates, "example.com", certificates.client_context())


def test_further_names_may_be_asked_for() -> None:
    certificates = Certificates(("fake.example", "192.0.2.7"))
    try:
        assert handshake(certificates, "fake.example", certificates.client_context()) == "TLSv1.3"
        assert handshake(certificates, "192.0.2.7", certificates.client_context()) == "TLSv1.3"
    finally:
        certificates.close()


def test_a_client_that_trusts_the_file_connects(certificates: Certificates) -> None:
    client = ssl.create_default_context(cafile=str(certificates.ca_file))
    assert handshake(certificates, "localhost", client) == "TLSv1.3"


def test_another_servers_authority_is_not_trusted(certificates: Certificates) -> None:
    other = Certificates()
    try:
        with pytest.raises(ssl.SSLCertVerificationError):
            handshake(certificates, "localhost", other.client_context())
    finally:
        other.close()


def test_the_bundle_holds_the_machines_roots_and_ours(
    certificates: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_bytes(b"# the roots of this machine\n")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(roots))
    bundle = certificates.bundle_file.read_bytes()
    assert bundle.startswith(roots.read_bytes())
    assert certificates.ca_file.read_bytes() in bundle
    assert (
        handshake(certificates, "localhost", ssl.create_default_context(cafile=certificates.bundle_file)) == "TLSv1.3"
    )


def test_closing_removes_the_files(certificates: Certificates) -> None:
    directory = certificates.ca_file.parent
    assert os.listdir(directory) == ["ca.pem"]
    certificates.close()
    assert not directory.exists()


def test_a_domains_autodiscover_name_gets_a_certificate_when_it_is_asked_for(certificates: Certificates) -> None:
    for name in ("autodiscover.contoso-7.onmicrosoft.com", "autodiscover.example.org"):
        assert handshake(certificates, name, certificates.client_context()) == "TLSv1.3"


@pytest.mark.parametrize("name", ["autodiscover.a_b.example", "autodiscover.-.-", "autodiscover.*.example"])
def test_a_name_that_no_domain_has_gets_the_common_certificate(certificates: Certificates, name: str) -> None:
    client = certificates.client_context()
    client.check_hostname = False
    shown = connect(certificates, name, client).getpeercert()
    assert shown is not None
    assert (("commonName", "localhost"),) in shown["subject"]


def test_a_domain_may_be_longer_than_a_common_name(certificates: Certificates) -> None:
    name = f"autodiscover.{'a' * 60}.example"
    assert handshake(certificates, name, certificates.client_context()) == "TLSv1.3"


def test_certificates_of_domains_are_bounded(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MAX_NAMES", 2)
    for number in range(5):
        handshake(certificates, f"autodiscover.contoso-{number}.com", certificates.client_context())
        assert 1 <= len(certificates._of_domains) <= 2


def test_a_new_folder_goes_with_the_files() -> None:
    certificates = Certificates()
    one, other = certificates.new_folder("network"), certificates.new_folder("network")
    assert one != other
    assert one.is_dir()
    certificates.close()
    assert not one.exists()


@pytest.mark.skipif(os.name == "nt", reason="needs the modes of Unix")
def test_programs_of_other_users_may_read_all_files_whatever_the_umask() -> None:
    before = os.umask(0o077)
    try:
        made = Certificates()
        shown = [made.ca_file, made.bundle_file, made.java_store, made.node_file]
        for folder in (made.hashed_folder, made.php_folder):
            shown += [folder.parent, folder, *(file for file in folder.iterdir() if not file.is_symlink())]
    finally:
        os.umask(before)
    # Read by all, and folders searched.
    assert [path for path in shown if path.stat().st_mode & 0o777 != (0o755 if path.is_dir() else 0o644)] == []
    made.close()
