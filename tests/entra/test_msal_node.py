"""`@azure/msal-node`, driven in a process of node's own.

Nothing is installed here: the package is looked for where node finds it (NODE_PATH, or a ``node_modules`` folder above
``node/msal.js``). ``.ci/run`` installs it.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pytest_m365 import Target, Tenant
from tests import tokens
from tests.certificates import KeyAndCertificate

SCRIPT = Path(__file__).parent / "node" / "msal.js"
DAEMON = "https://outlook.office365.com/.default"
IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
#: seconds; node needs one to start, where others use the machine as well
LIMIT = 60


@pytest.fixture(scope="module")
def node() -> str:
    command = shutil.which("node")
    if command is None:
        pytest.skip("node is not installed")
    look = [command, "-e", "require.resolve('@azure/msal-node')"]
    if subprocess.run(look, cwd=SCRIPT.parent, capture_output=True, check=False, timeout=LIMIT).returncode:
        pytest.skip("node does not find @azure/msal-node: npm install it, and set NODE_PATH")
    return command


@contextmanager
def running(node: str, m365: Target, way: str, **given: Any) -> Iterator[subprocess.Popen[str]]:
    usual = {
        "authority": m365.authority,
        "host": urlsplit(m365.authority).netloc,
        "clientId": m365.public_app.client_id,
        "scopes": [IMAP],
    }
    command = [node, str(SCRIPT), way, json.dumps(usual | given)]
    environment = os.environ | {"NODE_EXTRA_CA_CERTS": m365.ca_file}
    with subprocess.Popen(
        command, cwd=SCRIPT.parent, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(node: str, m365: Target, way: str, **given: Any) -> dict[str, Any]:
    """Return what the script prints: a result or an error."""
    with running(node, m365, way, **given) as process:
        return last_line(process)


def last_line(process: "subprocess.Popen[str]") -> dict[str, Any]:
    said, complained = process.communicate(timeout=LIMIT)
    assert said, complained
    content: dict[str, Any] = json.loads(said.splitlines()[-1])
    return content


def claims_of(answer: dict[str, Any]) -> dict[str, Any]:
    assert "result" in answer, answer
    return tokens.claims_of(answer["result"]["accessToken"])


def test_client_credentials(node: str, m365: Target) -> None:
    app = m365.daemon_app
    answer = ask(
        node, m365, "clientCredentials", clientId=app.client_id, clientSecret=app.client_secret, scopes=[DAEMON]
    )
    assert claims_of(answer)["appid"] == app.client_id
    assert answer["result"]["cached"]


def test_a_certificate(
    node: str, m365: Target, m365_fake: Tenant, certificate: KeyAndCertificate, tmp_path: Path
) -> None:
    from hashlib import sha256

    app = m365_fake.register_app("Certified", certificate=certificate.certificate_pem)
    key_file = tmp_path / "key.pem"
    key_file.write_text(certificate.key_pem)
    thumbprint = sha256(app.certificates[0].der).hexdigest()
    given = {"clientId": app.client_id, "keyFile": str(key_file), "thumbprint": thumbprint, "scopes": [DAEMON]}
    assert claims_of(ask(node, m365, "certificate", **given))["appidacr"] == "2"


def test_a_wrong_secret(node: str, m365: Target) -> None:
    app = m365.daemon_app
    answer = ask(node, m365, "clientCredentials", clientId=app.client_id, clientSecret="wrong", scopes=[DAEMON])
    error = answer["error"]
    assert (error["errorCode"], str(error["errorNo"])) == ("invalid_client", "7000215")
    assert "AADSTS7000215: Invalid client secret provided." in error["errorMessage"]


def test_a_device_code(node: str, m365: Target, m365_fake: Tenant) -> None:
    with running(node, m365, "deviceCode") as process:
        assert process.stdout is not None
        shown = json.loads(process.stdout.readline())
        assert shown["verificationUri"].endswith("/devicelogin")
        m365_fake.sign_ins.approve_device_code(shown["userCode"], m365.username)
        assert claims_of(last_line(process))["upn"] == m365.username


def test_the_interactive_way_and_a_silent_renewal(node: str, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.sign_ins.auto_sign_in = m365_fake.user("alice")
    answer = ask(node, m365, "interactive")
    assert claims_of(answer)["upn"] == m365.username
    assert answer["result"]["account"]["username"] == m365.username
    assert answer["result"]["renewed"]


def test_an_authorization_code(node: str, m365: Target, m365_fake: Tenant) -> None:
    m365_fake.sign_ins.auto_sign_in = m365_fake.user("alice")
    answer = ask(node, m365, "authCode")
    assert claims_of(answer)["scp"] == "IMAP.AccessAsUser.All"
    assert answer["result"]["idTokenClaims"]["preferred_username"] == m365.username


def test_on_behalf_of(node: str, m365: Target, m365_fake: Tenant) -> None:
    api = m365_fake.register_app("Middle Tier", delegated=["IMAP.AccessAsUser.All"])
    scope = f"{m365_fake.applications.expose_api(api)}/access_as_user"
    front = m365_fake.register_app("Front", public=True, delegated=[scope])
    given = {"clientId": api.client_id, "clientSecret": api.client_secret}
    caller = m365_fake.token(front, m365.username, scope)
    assert claims_of(ask(node, m365, "onBehalfOf", assertion=caller, **given))["upn"] == m365.username


def test_a_conditional_access_block_carries_its_claims(node: str, m365: Target, m365_fake: Tenant) -> None:
    api = m365_fake.register_app("Middle Tier", delegated=["IMAP.AccessAsUser.All"])
    scope = f"{m365_fake.applications.expose_api(api)}/access_as_user"
    front = m365_fake.register_app("Front", public=True, delegated=[scope])
    caller = m365_fake.token(front, m365.username, scope)
    policy = m365_fake.sign_ins.add_conditional_access("nobody", applications={api.client_id})
    given = {"clientId": api.client_id, "clientSecret": api.client_secret}
    error = ask(node, m365, "onBehalfOf", assertion=caller, **given)["error"]
    assert (error["name"], error["errorCode"]) == ("InteractionRequiredAuthError", "interaction_required")
    assert policy.policy_id in error["claims"]
