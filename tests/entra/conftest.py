"""Real clients against Entra ID: at the fake's own address, and by the real one's name."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msal
import pytest
import requests

from pytest_m365 import Target, Tenant
from tests.certificates import KeyAndCertificate

REAL_NAME = "https://login.microsoftonline.com"


@pytest.fixture(scope="session")
def certificate() -> KeyAndCertificate:
    return KeyAndCertificate.new()


@pytest.fixture
def certificate_file(certificate: KeyAndCertificate, tmp_path: Path) -> Path:
    """Key and certificate in one PEM file, as azure-identity takes them."""
    path = tmp_path / "certificate.pem"
    path.write_text(certificate.key_pem + certificate.certificate_pem)
    return path


@pytest.fixture(params=["own address", "real name"])
def authority(request: pytest.FixtureRequest, m365: Target) -> str:
    """The authority: where the fake listens, or the unmodified one, which leads there."""
    if request.param == "own address":
        return m365.authority
    request.getfixturevalue("m365_redirect")
    return f"{REAL_NAME}/{m365.tenant_id}"


@pytest.fixture
def at_authority(authority: str) -> dict[str, Any]:
    """What msal's constructors need: at the real name nothing but the authority, instance discovery and all."""
    if authority.startswith(REAL_NAME):
        return {"authority": authority}
    return {"authority": authority, "instance_discovery": False}


@pytest.fixture
def public(m365: Target, at_authority: dict[str, Any]) -> msal.PublicClientApplication:
    return msal.PublicClientApplication(m365.public_app.client_id, **at_authority)


@pytest.fixture
def confidential(at_authority: dict[str, Any]) -> Callable[..., msal.ConfidentialClientApplication]:
    """Makes a confidential client of a registered application, by its secret unless told otherwise."""

    def make(app: Any, credential: object = None, **settings: Any) -> msal.ConfidentialClientApplication:
        return msal.ConfidentialClientApplication(
            app.client_id, client_credential=credential or app.client_secret, **at_authority, **settings
        )

    return make


@pytest.fixture
def answer_of(m365_fake: Tenant) -> Callable[[str], dict[str, str]]:
    """Opens an authorize URL as alice and returns the parameters that come back to the redirect URI."""

    def open_url(url: str) -> dict[str, str]:
        m365_fake.sign_ins.auto_sign_in = m365_fake.user("alice")
        answer = requests.get(url, allow_redirects=False, timeout=60)
        if answer.status_code == 200:
            # response_mode=form_post: a page that a browser would send on by itself.
            found = re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', answer.text)
            return {unescape(name): unescape(value) for name, value in found}
        assert answer.status_code == 302, answer.text
        parts = urlsplit(answer.headers["Location"])
        return dict(parse_qsl(parts.query or parts.fragment))

    return open_url
