"""msal for Python: confidential clients by secret, certificate and federated assertion, and on behalf of users."""

import time
from collections.abc import Callable
from typing import Any

import jwt
import msal
import pytest

from pytest_m365 import Target, Tenant
from tests.certificates import KeyAndCertificate
from tests.tokens import claims_of

DAEMON = ["https://outlook.office365.com/.default"]
EWS = "https://outlook.office365.com/EWS.AccessAsUser.All"

Confidential = Callable[..., msal.ConfidentialClientApplication]


pytestmark = pytest.mark.filterwarnings("ignore:response_mode='form_post' is recommended:UserWarning")


@pytest.fixture
def daemon(m365_fake: Tenant, certificate: KeyAndCertificate) -> Any:
    """An application with a certificate and a secret."""
    return m365_fake.register_app(
        "Certified", certificate=certificate.certificate_pem, secret=True, application=["full_access_as_app"]
    )


def test_a_secret(m365: Target, confidential: Confidential) -> None:
    result = confidential(m365.daemon_app).acquire_token_for_client(DAEMON)
    assert set(result) == {"token_type", "expires_in", "ext_expires_in", "access_token", "token_source"}
    assert result["expires_in"] == 3599
    assert claims_of(result["access_token"])["appidacr"] == "1"


def test_a_certificate_by_ps256_and_the_new_thumbprint(
    confidential: Confidential, daemon: Any, certificate: KeyAndCertificate
) -> None:
    credential = {"private_key": certificate.key_pem, "public_certificate": certificate.certificate_pem}
    result = confidential(daemon, credential).acquire_token_for_client(DAEMON)
    assert claims_of(result["access_token"])["appidacr"] == "2"


def test_a_certificate_by_rs256_and_the_old_thumbprint(
    confidential: Confidential, daemon: Any, certificate: KeyAndCertificate
) -> None:
    credential = {"private_key": certificate.key_pem, "thumbprint": certificate.thumbprint}
    result = confidential(daemon, credential).acquire_token_for_client(DAEMON)
    assert claims_of(result["access_token"])["appidacr"] == "2"


def test_a_federated_assertion(
    m365_fake: Tenant, confidential: Confidential, daemon: Any, certificate: KeyAndCertificate
) -> None:
    issuer, subject = "https://token.actions.example", "repo:contoso/mail:ref:refs/heads/main"
    public = certificate.key.public_key()
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    m365_fake.applications.trust_issuer(daemon, issuer, subject, [pem])

    def assertion() -> str:
        now = int(time.time())
        claims = {"iss": issuer, "sub": subject, "aud": "api://AzureADTokenExchange", "iat": now, "exp": now + 300}
        return jwt.encode(claims, certificate.key, "RS256")

    result = confidential(daemon, {"client_assertion": assertion}).acquire_token_for_client(DAEMON)
    assert claims_of(result["access_token"])["appid"] == daemon.client_id


def test_the_cache_and_its_end(m365: Target, m365_fake: Tenant, confidential: Confidential) -> None:
    app = confidential(m365.daemon_app)
    first = app.acquire_token_for_client(DAEMON)
    again = app.acquire_token_for_client(DAEMON)
    assert (again["token_source"], again["access_token"]) == ("cache", first["access_token"])
    app.remove_tokens_for_client()
    assert app.acquire_token_for_client(DAEMON)["token_source"] == "identity_provider"


def test_a_token_that_has_expired_is_asked_for_again(
    m365: Target, m365_fake: Tenant, confidential: Confidential, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = confidential(m365.daemon_app)
    first = app.acquire_token_for_client(DAEMON)
    m365_fake.clock.advance(3600)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 3600)
    renewed = app.acquire_token_for_client(DAEMON)
    assert renewed["token_source"] == "identity_provider"
    assert claims_of(renewed["access_token"])["exp"] >= claims_of(first["access_token"])["exp"] + 3600


def test_on_behalf_of(m365: Target, m365_fake: Tenant, confidential: Confidential) -> None:
    api = m365_fake.register_app("Middle Tier", delegated=["EWS.AccessAsUser.All"])
    scope = f"{m365_fake.applications.expose_api(api)}/access_as_user"
    front = m365_fake.register_app("Front", public=True, delegated=[scope])
    caller = m365_fake.token(front, m365.username, scope)
    result = confidential(api).acquire_token_on_behalf_of(caller, [EWS])
    claims = claims_of(result["access_token"])
    assert (claims["upn"], claims["appid"], claims["scp"]) == (m365.username, api.client_id, "EWS.AccessAsUser.All")
    assert result["id_token_claims"]["preferred_username"] == m365.username
    app = confidential(api)
    app.acquire_token_on_behalf_of(caller, [EWS])
    (account,) = app.get_accounts()
    assert app.acquire_token_silent([EWS], account)["token_source"] == "cache"


def test_a_web_app_signs_a_user_in(
    m365: Target, m365_fake: Tenant, confidential: Confidential, answer_of: Callable[[str], dict[str, str]]
) -> None:
    web = m365_fake.register_app(
        "Web", redirect_uris=["https://contoso.example/signed-in"], delegated=["EWS.AccessAsUser.All"]
    )
    app = confidential(web)
    flow = app.initiate_auth_code_flow([EWS], redirect_uri="https://contoso.example/signed-in")
    result = app.acquire_token_by_auth_code_flow(flow, answer_of(flow["auth_uri"]))
    assert (result["scope"], result["id_token_claims"]["preferred_username"]) == (EWS, m365.username)
    (account,) = app.get_accounts()
    assert app.acquire_token_silent_with_error([EWS], account, force_refresh=True)["scope"] == EWS


def test_the_agents_grant_is_refused_in_entras_words(m365: Target, confidential: Confidential) -> None:
    """`user_fic` is a preview for agents; the fake has none, and says what Entra ID says of an unknown grant."""
    result = confidential(m365.daemon_app).acquire_token_by_user_federated_identity_credential(
        [EWS], "an.assertion.of-an-agent", username=m365.username
    )
    assert (result["error"], result["error_codes"]) == ("unsupported_grant_type", [70003])
