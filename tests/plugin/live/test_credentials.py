"""What msal is given for each kind of daemon."""

from pathlib import Path

import pytest

from pytest_m365.live import credentials
from pytest_m365.live.assertions import GitHubTokens, TokenFile
from pytest_m365.live.credentials import client_credential
from pytest_m365.live.settings import Daemon
from tests.certificates import KeyAndCertificate
from tests.plugin.live.conftest import unheard

CLIENT = "8b2f0000-0000-4000-8000-00000000d43e"


def test_a_secret_is_itself() -> None:
    learned: list[str] = []
    assert client_credential(Daemon(CLIENT, secret="S8Q~maple"), learned.append) == "S8Q~maple"
    assert learned == ["S8Q~maple"]


@pytest.mark.parametrize(
    ("msal", "has_thumbprint"), [("1.30.0", True), ("1.34.9", True), ("1.35.0", False), ("2.0", False)]
)
def test_a_thumbprint_by_sha_1_is_for_those_that_compute_none(
    certificate: KeyAndCertificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, msal: str, has_thumbprint: bool
) -> None:
    path = tmp_path / "certificate.pem"
    path.write_text(certificate.key_pem + certificate.certificate_pem)
    monkeypatch.setattr(credentials, "version", lambda name: msal)
    credential = client_credential(Daemon(CLIENT, certificate=str(path)), unheard)
    assert isinstance(credential, dict)
    assert credential["public_certificate"] == certificate.certificate_pem
    assert ("thumbprint" in credential) == has_thumbprint


def test_a_federated_one_is_asked_for_when_it_is_needed() -> None:
    """Nothing is read or requested here."""
    of_file = client_credential(Daemon(CLIENT, token_file="/nowhere"), unheard)
    of_github = client_credential(Daemon(CLIENT, github_url="https://gh.example", github_token="t"), unheard)
    assert isinstance(of_file, dict)
    assert isinstance(of_github, dict)
    assert isinstance(of_file["client_assertion"], TokenFile)
    assert isinstance(of_github["client_assertion"], GitHubTokens)
