"""Autodiscover over real sockets and TLS, with clients that nobody here wrote: exchangelib and curl."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pytest_m365 import Target, Tenant

POX = (
    '<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request>'
    "<EMailAddress>{}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/"
    "outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"
)


@pytest.fixture
def origin(m365: Target) -> str:
    parts = urlsplit(m365.ews_url)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.fixture
def discovery(m365: Target, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Return exchangelib's Autodiscovery for the test's mailbox; it looks nothing up in the DNS."""
    pytest.importorskip("exchangelib")
    from exchangelib.autodiscover import Autodiscovery, cache
    from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
    from oauthlib.oauth2 import OAuth2Token

    monkeypatch.setattr(Autodiscovery, "_ensure_valid_hostname", lambda self, url: None)
    # The user's own is one file for all processes of this machine.
    monkeypatch.setattr(cache, "AUTODISCOVER_PERSISTENT_STORAGE", tmp_path / "cache")
    token = OAuth2Token({"access_token": m365.token("EWS.AccessAsUser.All")})
    return Autodiscovery(m365.mailbox.address, credentials=OAuth2AuthorizationCodeCredentials(access_token=token))


def test_exchangelib_discovers_the_ews_url(discovery: Any, m365: Target, origin: str) -> None:
    found, response = discovery._attempt_response(f"{origin}/autodiscover/autodiscover.svc")
    assert found
    assert discovery._step_5(ad=response) is response
    assert response.ews_url == m365.ews_url
    assert response.autodiscover_smtp_address == m365.mailbox.address
    assert response.version.api_version == "Exchange2015"
    _, protocol = discovery._build_response(response)
    assert protocol.service_endpoint == m365.ews_url


def test_exchangelib_learns_that_there_is_nobody(discovery: Any, m365: Target, origin: str) -> None:
    from exchangelib.errors import ErrorNonExistentMailbox

    discovery.email = f"nobody@{m365.domain}"
    _, response = discovery._attempt_response(f"{origin}/autodiscover/autodiscover.svc")
    with pytest.raises(ErrorNonExistentMailbox):
        response.raise_errors()


def test_exchangelib_follows_a_guest_home(discovery: Any, m365_fake: Tenant, origin: str) -> None:
    guest = m365_fake.add_user("bob_fabrikam.com#EXT#", kind="guest", aliases=["bob@fabrikam.com"])
    discovery.email = guest.upn
    _, response = discovery._attempt_response(f"{origin}/autodiscover/autodiscover.svc")
    assert response.redirect_address == "bob@fabrikam.com"


def curl(m365: Target, *arguments: str) -> str:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    command = ["curl", "--silent", "--show-error", "--include", "--cacert", m365.ca_file, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_curl_asks_by_pox(m365: Target, origin: str) -> None:
    answer = curl(
        m365,
        "--header",
        f"Authorization: Bearer {m365.token('EWS.AccessAsUser.All')}",
        "--header",
        "Content-Type: text/xml; charset=utf-8",
        "--data",
        POX.format(m365.mailbox.address),
        f"{origin}/Autodiscover/Autodiscover.xml",
    )
    assert answer.startswith("HTTP/1.1 200")
    assert f"<EwsUrl>{m365.ews_url}</EwsUrl>" in answer


def test_curl_is_asked_for_a_token(m365: Target, origin: str) -> None:
    answer = curl(m365, "--data", POX.format(m365.mailbox.address), f"{origin}/autodiscover/autodiscover.xml")
    head, _, body = answer.partition("\n\n")
    assert head.startswith("HTTP/1.1 401")
    assert head.lower().count("www-authenticate: ") == 2
    assert body == ""


def test_curl_asks_version_2_without_a_token(m365: Target, origin: str) -> None:
    url = f"{origin}/autodiscover/autodiscover.json?Email={m365.mailbox.address}&Protocol=Ews"
    assert json.loads(curl(m365, url).splitlines()[-1]) == {"Protocol": "EWS", "Url": m365.ews_url}
