"""`@azure/msal-node`, driven in a process of node's own."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pytest_m365 import Target, Tenant
from tests import tokens
from tests.certificates import KeyAndCertificate
from tests.node import NodeScript, node_script, result_of

DAEMON = "https://outlook.office365.com/.default"
IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"


@pytest.fixture(scope="module")
def script() -> NodeScript:
    return node_script(Path(__file__).parent / "node" / "msal.js", "@azure/msal-node")


def arguments(m365: Target, way: str, **given: Any) -> tuple[str, str]:
    """Return what the script is told: a way to get a token, and what msal is given."""
    usual = {
        "authority": m365.authority,
        "host": urlsplit(m365.authority).netloc,
        "clientId": m365.public_app.client_id,
        "scopes": [IMAP],
    }
    return way, json.dumps(usual | given)


def ask(script: NodeScript, m365: Target, way: str, **given: Any) -> dict[str, Any]:
    """Return what the script prints: a result or an error."""
    return script.result(m365, *arguments(m365, way, **given))


def claims_of(answer: dict[str, Any]) -> dict[str, Any]:
    assert "result" in answer, answer
    return tokens.claims_of(answer["result"]["accessToken"])


def test_client_credentials(script: NodeScript, m365: Target) -> None:
    app = m365.daemon_app
    answer = ask(
        script, m365, "clientCredentials", clientId=app.client_id, clientSecret=app.client_secret, scopes=[DAEMON]
    )
    assert claims_of(answer)["appid"] == app.client_id
    assert answer["result"]["cached"]


def test_a_certificate(
    script: NodeScript, m365: Target, m365_fake: Tenant, certificate: KeyAndCertificate, tmp_path: Path
) -> None:
    from hashlib import sha256

    app = m365_fake.register_app("Certified", certificate=certificate.certificate_pem)
    key_file = tmp_path / "key.pem"
    key_file.write_text(certificate.key_pem)
    thumbprint = sha256(app.certificates[0].der).hexdigest()
    given = {"clientId": app.client_id, "keyFile": str(key_file), "thumbprint": thumbprint, "scopes": [DAEMON]}
    assert claims_of(ask(script, m365, "certificate", **given))["appidacr"] == "2"


def test_a_wrong_secret(script: NodeScript, m365: Target) -> None:
    app = m365.daemon_app
    answer = ask(script, m365, "clientCredentials", clientId=app.client_id, clientSecret="wrong", scopes=[DAEMON])
    error = answer["error"]
    assert (error["errorCode"], str(error["errorNo"])) == ("invalid_client", "7000215")
    assert "AADSTS7000215: Invalid client secret provided." in error["errorMessage"]


def test_a_device_code(script: NodeScript, m365: Target, m365_fake: Tenant) -> None:
    with script.running(m365, *arguments(m365, "deviceCode")) as process:
        assert process.stdout is not None
        shown = json.loads(process.stdout.readline())
        assert shown["verificationUri"].endswith("/devicelogin")
        m365_fake.sign_ins.approve_device_code(shown["userCode"], m365.username)
        assert claims_of(result_of(process))["upn"] == m365.username


def test_the_interactive_way_and_a_silent_renewal(script: NodeScript, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.sign_ins.auto_sign_in = m365_fake.user("alice")
    answer = ask(script, m365, "interactive")
    assert claims_of(answer)["upn"] == m365.username
    assert answer["result"]["account"]["username"] == m365.username
    assert answer["result"]["renewed"]


def test_an_authorization_code(script: NodeScript, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.sign_ins.auto_sign_in = m365_fake.user("alice")
    answer = ask(script, m365, "authCode")
    assert claims_of(answer)["scp"] == "IMAP.AccessAsUser.All"
    assert answer["result"]["idTokenClaims"]["preferred_username"] == m365.username


def test_on_behalf_of(script: NodeScript, m365: Target, m365_fake: Tenant) -> None:
    api = m365_fake.register_app("Middle Tier", delegated=["IMAP.AccessAsUser.All"])
    scope = f"{m365_fake.applications.expose_api(api)}/access_as_user"
    front = m365_fake.register_app("Front", public=True, delegated=[scope])
    given = {"clientId": api.client_id, "clientSecret": api.client_secret}
    caller = m365_fake.token(front, m365.username, scope)
    assert claims_of(ask(script, m365, "onBehalfOf", assertion=caller, **given))["upn"] == m365.username


def test_a_conditional_access_block_carries_its_claims(script: NodeScript, m365: Target, m365_fake: Tenant) -> None:
    api = m365_fake.register_app("Middle Tier", delegated=["IMAP.AccessAsUser.All"])
    scope = f"{m365_fake.applications.expose_api(api)}/access_as_user"
    front = m365_fake.register_app("Front", public=True, delegated=[scope])
    caller = m365_fake.token(front, m365.username, scope)
    policy = m365_fake.sign_ins.add_conditional_access("nobody", applications={api.client_id})
    given = {"clientId": api.client_id, "clientSecret": api.client_secret}
    error = ask(script, m365, "onBehalfOf", assertion=caller, **given)["error"]
    assert (error["name"], error["errorCode"]) == ("InteractionRequiredAuthError", "interaction_required")
    assert policy.policy_id in error["claims"]
