"""The client credentials grant."""

from base64 import b64encode

import pytest

from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of


def test_the_token_is_the_applications_own(entra: Entra) -> None:
    app = entra.tenant.daemon_app
    token = claims_of(entra.daemon().json["access_token"])
    assert token["aud"] == "https://outlook.office365.com"
    assert token["appid"] == app.client_id
    assert token["oid"] == token["sub"] == app.service_principal_id
    assert token["appidacr"] == "1"
    assert "full_access_as_app" in token["roles"]
    assert "scp" not in token
    assert token["exp"] - token["iat"] == 3900


def test_the_secret_may_come_by_basic(entra: Entra) -> None:
    app = entra.tenant.daemon_app
    basic = b64encode(f"{app.client_id}:{app.client_secret}".encode()).decode()
    answer = entra.token(
        grant_type="client_credentials",
        scope="https://outlook.office365.com/.default",
        headers={"Authorization": f"Basic {basic}"},
    )
    assert answer.status == 200


@pytest.mark.parametrize("basic", ["%%%", "YWJj", "", "/////w=="])
def test_basic_that_cannot_be_read(entra: Entra, basic: str) -> None:
    answer = entra.token(
        grant_type="client_credentials",
        scope="https://outlook.office365.com/.default",
        headers={"Authorization": f"Basic {basic}"},
    )
    assert answer.json["error_codes"] == [9002313]


@pytest.mark.parametrize(
    ("change", "status", "error", "code"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client", 7000215),
        ({"client_secret": ""}, 401, "invalid_client", 7000216),
        ({"client_id": "nobody"}, 400, "unauthorized_client", 700016),
        ({"scope": "https://outlook.office365.com/EWS.AccessAsUser.All"}, 400, "invalid_scope", 1002012),
        ({"scope": "https://outlook.office365.com/.default openid"}, 400, "invalid_scope", 70011),
        ({"scope": "openid https://outlook.office365.com/.default"}, 400, "invalid_scope", 70011),
        ({"scope": "https://a.example/.default"}, 400, "invalid_resource", 500011),
        ({"resource": "https://outlook.office365.com"}, 400, "invalid_request", 901002),
    ],
)
def test_refused(entra: Entra, change: dict[str, str], status: int, error: str, code: int) -> None:
    answer = entra.daemon(**change)
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (status, error, [code])


def test_blanks_around_the_scope_are_none_of_it(entra: Entra) -> None:
    assert entra.daemon(scope="  https://outlook.office365.com/.default ").status == 200


def test_default_alone_is_that_of_graph(entra: Entra) -> None:
    """As a bare permission's name is in every scope."""
    assert claims_of(entra.daemon(scope=".default").json["access_token"])["aud"] == "https://graph.microsoft.com"
    assert entra.daemon(scope="x.default").json["error_codes"] == [1002012]


@pytest.mark.parametrize("end", ["\n", "\t", "/", "\u00a0"])
def test_what_else_stands_behind_the_scope_is_part_of_it(entra: Entra, end: str) -> None:
    assert entra.daemon(scope=f"https://outlook.office365.com/.default{end}").json["error_codes"] == [1002012]


def test_the_refused_scope_is_in_the_text(entra: Entra) -> None:
    text = entra.daemon(scope="https://outlook.office365.com/Mail.Read").json["error_description"]
    assert text.startswith(
        "AADSTS1002012: The provided value for scope https://outlook.office365.com/Mail.Read is not valid. Client "
        "credential flows must have a scope value with /.default suffixed to the resource identifier"
    )


def test_an_expired_secret(entra: Entra) -> None:
    expired = entra.tenant.applications.add_secret(entra.tenant.daemon_app, lifetime=-1)
    answer = entra.daemon(client_secret=expired.value)
    assert (answer.status, answer.json["error_codes"]) == (401, [7000222])
    assert entra.tenant.daemon_app.client_id in answer.json["error_description"]


def test_an_older_secret_is_still_good(entra: Entra) -> None:
    first = entra.tenant.daemon_app.client_secret
    entra.tenant.applications.add_secret(entra.tenant.daemon_app)
    assert entra.daemon(client_secret=first).status == 200


def test_a_disabled_application(entra: Entra) -> None:
    entra.tenant.daemon_app.enabled = False
    answer = entra.daemon()
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (400, "unauthorized_client", [7000112])


def test_a_public_client_has_no_secret(entra: Entra) -> None:
    answer = entra.daemon(client_id=entra.tenant.public_app.client_id)
    assert (answer.status, answer.json["error_codes"]) == (401, [700025])


def test_without_a_role_there_is_no_roles_claim(entra: Entra) -> None:
    app = entra.tenant.register_app("bare", consent=None)
    answer = entra.daemon(client_id=app.client_id, client_secret=app.client_secret)
    assert "roles" not in claims_of(answer.json["access_token"])


def test_an_api_that_only_those_with_a_role_may_call(entra: Entra) -> None:
    api = entra.tenant.register_app("api")
    scope = entra.tenant.applications.expose_api(api, roles=["Jobs.Run"]) + "/.default"
    assert "roles" not in claims_of(entra.daemon(scope=scope).json["access_token"])
    api.assignment_required = True
    answer = entra.daemon(scope=scope)
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (400, "invalid_grant", [501051])
    app = entra.tenant.register_app("job", application=[f"api://{api.client_id}/Jobs.Run"])
    allowed = entra.daemon(client_id=app.client_id, client_secret=app.client_secret, scope=scope)
    assert claims_of(allowed.json["access_token"])["roles"] == ["Jobs.Run"]


def test_a_client_that_can_be_challenged_says_so_in_its_token(entra: Entra) -> None:
    answer = entra.daemon(claims='{"access_token":{"xms_cc":{"values":["cp1"]}}}')
    assert claims_of(answer.json["access_token"])["xms_cc"] == ["cp1"]
