"""The on-behalf-of grant."""

from typing import Any

import msal
import pytest

from pytest_m365 import Target, Tenant
from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
EWS = "https://outlook.office365.com/EWS.AccessAsUser.All"


@pytest.fixture
def api(entra: Entra) -> Any:
    api = entra.tenant.register_app("Middle Tier", delegated=["EWS.AccessAsUser.All"])
    entra.tenant.applications.expose_api(api)
    return api


@pytest.fixture
def assertion(entra: Entra, api: Any) -> str:
    scope = f"api://{api.client_id}/access_as_user"
    caller = entra.tenant.register_app("Front", public=True, delegated=[scope])
    return str(entra.password(client_id=caller.client_id, scope=scope).json["access_token"])


def exchange(entra: Entra, api: Any, assertion: str, **form: Any) -> Any:
    usual = {
        "grant_type": GRANT,
        "client_id": api.client_id,
        "client_secret": api.client_secret,
        "assertion": assertion,
        "requested_token_use": "on_behalf_of",
        "scope": f"{EWS} offline_access",
    }
    return entra.token(**{name: value for name, value in (usual | form).items() if value})


def test_the_callers_token_names_the_api(assertion: str, api: Any) -> None:
    token = claims_of(assertion)
    assert (token["aud"], token["scp"]) == (f"api://{api.client_id}", "access_as_user")


def test_the_api_acts_for_the_caller(entra: Entra, api: Any, assertion: str) -> None:
    answer = exchange(entra, api, assertion)
    assert list(answer.json) == [
        "token_type",
        "scope",
        "expires_in",
        "ext_expires_in",
        "access_token",
        "refresh_token",
    ]
    token = claims_of(answer.json["access_token"])
    assert (token["upn"], token["appid"], token["scp"]) == (entra.alice.upn, api.client_id, "EWS.AccessAsUser.All")
    assert token["appidacr"] == "1"


@pytest.mark.parametrize(
    ("change", "status", "error", "code"),
    [
        ({"assertion": ""}, 400, "invalid_request", 900144),
        ({"assertion": "nonsense"}, 400, "invalid_request", 50027),
        ({"assertion": "a.b.c"}, 400, "invalid_request", 50027),
        ({"requested_token_use": ""}, 400, "invalid_request", 900144),
        ({"requested_token_use": "fun"}, 400, "invalid_request", 9002313),
        ({"requested_token_type": "urn:ietf:params:oauth:token-type:saml2"}, 400, "invalid_request", 9002313),
        ({"client_secret": "wrong"}, 401, "invalid_client", 7000215),
        ({"client_secret": ""}, 401, "invalid_client", 7000218),
        ({"scope": ""}, 400, "invalid_request", 900144),
        ({"scope": "https://outlook.office365.com/IMAP.AccessAsUser.All"}, 400, "invalid_grant", 65001),
        ({"authority": "common"}, 400, "invalid_request", 50059),
    ],
)
def test_refused(
    entra: Entra, api: Any, assertion: str, change: dict[str, str], status: int, error: str, code: int
) -> None:
    answer = exchange(entra, api, **{"assertion": assertion, **change})
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (status, error, [code])


def test_a_token_for_somebody_else(entra: Entra, api: Any) -> None:
    token = entra.password().json["access_token"]
    answer = exchange(entra, api, token).json
    assert (answer["error"], answer["error_codes"]) == ("invalid_grant", [500131])
    assert f"expected audience is 'api://{api.client_id}'" in answer["error_description"]


def test_an_id_token_is_no_access_token(entra: Entra, api: Any) -> None:
    answer = entra.password(client_id=api.client_id, client_secret=api.client_secret, scope="openid")
    refused = exchange(entra, api, answer.json["id_token"]).json
    assert (refused["error"], refused["error_codes"]) == ("invalid_request", [240002])


def test_an_applications_own_token(entra: Entra, api: Any) -> None:
    answer = entra.daemon(scope=f"api://{api.client_id}/.default")
    assert exchange(entra, api, answer.json["access_token"]).json["error_codes"] == [7000114]


def test_an_expired_token(entra: Entra, api: Any, assertion: str) -> None:
    entra.tenant.clock.advance(7200)
    answer = exchange(entra, api, assertion)
    assert answer.json["error_codes"] == [500133]
    assert "Current time: 20" in answer.json["error_description"]


def test_a_revoked_session(entra: Entra, api: Any, assertion: str) -> None:
    entra.tenant.revoke(entra.alice)
    assert exchange(entra, api, assertion).json["error_codes"] == [50173]


def test_msal_does_it_too(m365: Target, m365_fake: Tenant) -> None:
    tenant = m365_fake
    api = tenant.register_app("Middle Tier", delegated=["EWS.AccessAsUser.All"])
    address = tenant.applications.expose_api(api)
    front = tenant.register_app("Front", public=True, delegated=[f"{address}/access_as_user"])
    token = tenant.token(front, "alice", f"{address}/access_as_user")
    app = msal.ConfidentialClientApplication(
        api.client_id,
        client_credential=api.client_secret,
        authority=m365.authority,
        instance_discovery=False,
        verify=m365.ca_file,
    )
    result = app.acquire_token_on_behalf_of(token, [EWS])
    assert result["scope"] == EWS


def test_an_api_that_keeps_no_secret_does_not_act_for_anybody(entra: Entra, api: Any, assertion: str) -> None:
    api.public = True
    answer = exchange(entra, api, assertion, client_secret="")
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (401, "invalid_client", [7000218])


def test_the_usual_kind_of_token_may_be_named(entra: Entra, api: Any, assertion: str) -> None:
    kind = "urn:ietf:params:oauth:token-type:access_token"
    assert exchange(entra, api, assertion, requested_token_type=kind).status == 200
