"""Authlib and oauthlib: clients that know OAuth 2.0 and nothing of Microsoft."""

from collections.abc import Callable
from typing import Any

import jwt
import pytest

from pytest_m365 import Target, Tenant
from tests import tokens

DAEMON = "https://outlook.office365.com/.default"
IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
REDIRECT = "http://localhost:4711"

AnswerOf = Callable[[str], dict[str, str]]


@pytest.fixture
def document(authority: str) -> dict[str, Any]:
    """The discovery document, which is all that these clients read."""
    import requests

    answer = requests.get(f"{authority}/v2.0/.well-known/openid-configuration", timeout=60)
    content: dict[str, Any] = answer.json()
    return content


def claims_of(token: dict[str, Any]) -> dict[str, Any]:
    return tokens.claims_of(token["access_token"])


def keys_of(document: dict[str, Any]) -> Any:
    return jwt.PyJWKClient(document["jwks_uri"])


def test_oauthlib_by_client_credentials(m365: Target, document: dict[str, Any]) -> None:
    pytest.importorskip("requests_oauthlib")
    from oauthlib.oauth2 import BackendApplicationClient
    from requests_oauthlib import OAuth2Session

    app = m365.daemon_app
    with OAuth2Session(client=BackendApplicationClient(app.client_id, scope=[DAEMON])) as session:
        token = session.fetch_token(document["token_endpoint"], client_secret=app.client_secret)
    assert claims_of(token)["appid"] == app.client_id


def test_oauthlib_by_authorization_code_and_refresh_token(
    m365: Target, document: dict[str, Any], answer_of: AnswerOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("requests_oauthlib")
    from requests_oauthlib import OAuth2Session

    # Entra ID writes the granted scopes its own way; oauthlib takes that for a change unless told otherwise.
    monkeypatch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    client_id = m365.public_app.client_id
    scopes = [IMAP, "offline_access", "openid"]
    with OAuth2Session(client_id, redirect_uri=REDIRECT, scope=scopes, pkce="S256") as session:
        url, state = session.authorization_url(document["authorization_endpoint"])
        answer = answer_of(url)
        assert answer["state"] == state
        token = session.fetch_token(document["token_endpoint"], code=answer["code"], include_client_id=True)
        renewed = session.refresh_token(document["token_endpoint"], client_id=client_id)
    assert claims_of(token)["upn"] == claims_of(renewed)["upn"] == m365.username
    assert renewed["refresh_token"] != token["refresh_token"]


def test_authlib_by_client_credentials_with_basic(m365: Target, document: dict[str, Any]) -> None:
    pytest.importorskip("authlib")
    from authlib.integrations.requests_client import OAuth2Session

    app = m365.daemon_app
    with OAuth2Session(app.client_id, app.client_secret, scope=DAEMON) as session:
        token = session.fetch_token(document["token_endpoint"], grant_type="client_credentials")
    assert claims_of(token)["appid"] == app.client_id


def test_authlib_by_authorization_code(m365: Target, document: dict[str, Any], answer_of: AnswerOf) -> None:
    pytest.importorskip("authlib")
    from authlib.integrations.requests_client import OAuth2Session

    verifier = "v" * 43
    with OAuth2Session(
        m365.public_app.client_id,
        scope=f"{IMAP} openid profile offline_access",
        redirect_uri=REDIRECT,
        code_challenge_method="S256",
        token_endpoint_auth_method="none",
    ) as session:
        url, _ = session.create_authorization_url(
            document["authorization_endpoint"], code_verifier=verifier, nonce="n-0S6"
        )
        token = session.fetch_token(
            document["token_endpoint"], code=answer_of(url)["code"], code_verifier=verifier, redirect_uri=REDIRECT
        )
    key = keys_of(document).get_signing_key_from_jwt(token["id_token"])
    claims = jwt.decode(
        token["id_token"], key, ["RS256"], audience=m365.public_app.client_id, issuer=document["issuer"]
    )
    assert (claims["preferred_username"], claims["nonce"]) == (m365.username, "n-0S6")


def test_a_wrong_secret_is_named(m365: Target, document: dict[str, Any]) -> None:
    pytest.importorskip("requests_oauthlib")
    from oauthlib.oauth2 import BackendApplicationClient, InvalidClientError
    from requests_oauthlib import OAuth2Session

    client_id = m365.daemon_app.client_id
    with (
        OAuth2Session(client=BackendApplicationClient(client_id, scope=[DAEMON])) as session,
        pytest.raises(InvalidClientError, match="AADSTS7000215"),
    ):
        session.fetch_token(document["token_endpoint"], client_secret="wrong")


def test_rolled_keys_are_found_by_who_reads_them_again(
    m365: Target, m365_fake: Tenant, document: dict[str, Any]
) -> None:
    keys = keys_of(document)
    before = m365.app_token()
    assert jwt.decode(before, keys.get_signing_key_from_jwt(before), ["RS256"], audience=document_audience(before))
    m365_fake.keys.roll()
    after = m365.app_token()
    assert jwt.decode(after, keys.get_signing_key_from_jwt(after), ["RS256"], audience=document_audience(after))
    with pytest.raises(jwt.PyJWKClientError):
        keys_of(document).get_signing_key_from_jwt(before)


def document_audience(token: str) -> str:
    audience: str = tokens.claims_of(token)["aud"]
    return audience
