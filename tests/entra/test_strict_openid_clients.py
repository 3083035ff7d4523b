"""Clients that insist that the issuer is the address that they asked (OpenID Connect Discovery 1.0, section 4.3).

By default they refuse what they read, as they would if Entra ID answered under another name; the switch `own_issuer` is
for them. A test skips where its client is not installed.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msal
import pytest

from pytest_m365 import Target, Tenant
from tests.node import NodeScript, node_script

REDIRECT = "http://localhost:4711/"
SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All openid profile"

AnswerOf = Callable[[str], dict[str, str]]


@pytest.fixture
def issuer(m365: Target) -> str:
    return f"{m365.authority}/v2.0"


@pytest.fixture
def script() -> NodeScript:
    return node_script(Path(__file__).parent / "node" / "openid.js", "openid-client")


def by_node(script: NodeScript, m365: Target, m365_fake: Tenant, issuer: str) -> dict[str, Any]:
    """Return what the script prints: the claims and the scope, or an error."""
    m365_fake.sign_ins.auto_sign_in = m365_fake.user("alice")
    given = {"issuer": issuer, "clientId": m365.public_app.client_id, "redirectUri": REDIRECT, "scope": SCOPE}
    return script.result(m365, json.dumps(given))


@pytest.mark.m365(own_issuer=True)
def test_msal_by_its_openid_authority(m365: Target, issuer: str) -> None:
    app = m365.daemon_app
    client = msal.ConfidentialClientApplication(
        app.client_id, client_credential=app.client_secret, oidc_authority=issuer, verify=m365.ca_file
    )
    assert "access_token" in client.acquire_token_for_client(["https://outlook.office365.com/.default"])


@pytest.mark.m365(own_issuer=True)
def test_openid_client_of_node(script: NodeScript, m365: Target, m365_fake: Tenant, issuer: str) -> None:
    printed = by_node(script, m365, m365_fake, issuer)
    assert printed["claims"]["iss"] == issuer
    assert printed["claims"]["preferred_username"] == m365.username
    assert "IMAP.AccessAsUser.All" in printed["scope"]


def test_openid_client_of_node_refuses_microsofts_issuer(
    script: NodeScript, m365: Target, m365_fake: Tenant, issuer: str
) -> None:
    assert by_node(script, m365, m365_fake, issuer) == {"error": "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED"}


# pyoidc does not verify the certificate of localhost when it reads the keys.
@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
@pytest.mark.m365(own_issuer=True)
def test_pyoidc(m365: Target, issuer: str, answer_of: AnswerOf) -> None:
    client = pyoidc(m365)
    client.provider_config(issuer)
    client.redirect_uris = [REDIRECT]
    asked = client.construct_AuthorizationRequest(
        request_args={
            "client_id": client.client_id,
            "response_type": "code",
            "scope": SCOPE.split(),
            "redirect_uri": REDIRECT,
            "state": "a state",
            "nonce": "n-0S6",
        }
    )
    answer = answer_of(asked.request(client.authorization_endpoint))
    client.parse_response(_pyoidc_message("AuthorizationResponse"), info=answer, sformat="dict")
    given = client.do_access_token_request(
        state="a state", authn_method="", request_args={"client_id": client.client_id}
    )
    # The id_token was verified: signature, audience, nonce, and that the issuer is the one asked.
    assert given["id_token"]["iss"] == issuer
    assert given["id_token"]["preferred_username"] == m365.username


def test_pyoidc_refuses_microsofts_issuer(m365: Target, issuer: str) -> None:
    exceptions = pytest.importorskip("oic.exception")
    with pytest.raises(exceptions.PyoidcError, match="provider info issuer mismatch"):
        pyoidc(m365).provider_config(issuer)


def pyoidc(m365: Target) -> Any:
    """Return a client of pyoidc for the public app."""
    module = pytest.importorskip("oic.oic")
    settings = pytest.importorskip("oic.utils.settings").OicClientSettings(verify_ssl=m365.ca_file, timeout=60)
    return module.Client(client_id=m365.public_app.client_id, client_authn_method={}, settings=settings)


def _pyoidc_message(name: str) -> Any:
    return getattr(pytest.importorskip("oic.oic.message"), name)


@pytest.mark.m365(own_issuer=True)
def test_authlib_validates_the_issuer_of_the_document(m365: Target, issuer: str, answer_of: AnswerOf) -> None:
    pytest.importorskip("authlib")
    pytest.importorskip("joserfc", reason="this authlib is an older one, which reads tokens by itself")
    import requests
    from authlib.integrations.requests_client import OAuth2Session
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.jwk import KeySet

    document = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=60).json()
    with OAuth2Session(
        m365.public_app.client_id,
        scope=SCOPE,
        redirect_uri=REDIRECT,
        token_endpoint_auth_method="none",
    ) as session:
        url, _ = session.create_authorization_url(document["authorization_endpoint"], nonce="n-0S6")
        token = session.fetch_token(document["token_endpoint"], code=answer_of(url)["code"], redirect_uri=REDIRECT)
    keys = KeySet.import_key_set(requests.get(document["jwks_uri"], timeout=60).json())
    claims = CodeIDToken(
        jwt.decode(token["id_token"], keys, ["RS256"]).claims,
        {},
        {"iss": {"essential": True, "values": [document["issuer"]]}},
        {"nonce": "n-0S6", "client_id": m365.public_app.client_id},
    )
    claims.validate()
    assert claims["iss"] == document["issuer"] == issuer
