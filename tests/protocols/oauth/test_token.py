"""The token endpoint: which grant, which tenant, which members."""

import json
from typing import Any

import pytest

from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of
from tests.world import World


def test_the_members_of_a_delegated_answer(entra: Entra) -> None:
    answer = entra.password(client_info="1")
    assert answer.status == 200
    assert list(answer.json) == [
        "token_type",
        "scope",
        "expires_in",
        "ext_expires_in",
        "access_token",
        "refresh_token",
        "id_token",
        "client_info",
    ]
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["scope"] == "https://outlook.office.com/IMAP.AccessAsUser.All"
    assert 3600 <= answer.json["expires_in"] == answer.json["ext_expires_in"] <= 5400


def test_members_that_nobody_asked_for_are_left_out(entra: Entra) -> None:
    answer = entra.password(scope="https://outlook.office.com/IMAP.AccessAsUser.All")
    assert list(answer.json) == ["token_type", "scope", "expires_in", "ext_expires_in", "access_token"]


def test_the_members_of_an_app_only_answer(entra: Entra) -> None:
    answer = entra.daemon()
    assert list(answer.json) == ["token_type", "expires_in", "ext_expires_in", "access_token"]
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["expires_in"] == answer.json["ext_expires_in"] == 3599


def test_version_1_writes_numbers_as_texts(entra: Entra) -> None:
    answer = entra.password(version=1, resource="https://outlook.office365.com/", scope="openid")
    content = answer.json
    token = claims_of(content["access_token"])
    assert content["resource"] == token["aud"] == "https://outlook.office365.com/"
    assert content["expires_on"] == str(token["exp"])
    assert content["not_before"] == str(token["nbf"])
    assert isinstance(content["expires_in"], str)
    assert "IMAP.AccessAsUser.All" in content["scope"].split()
    assert claims_of(content["id_token"])["ver"] == "1.0"
    assert "refresh_token" in content


def test_version_1_for_a_daemon(entra: Entra) -> None:
    app = entra.tenant.daemon_app
    answer = entra.token(
        version=1,
        grant_type="client_credentials",
        client_id=app.client_id,
        client_secret=app.client_secret,
        resource="https://outlook.office365.com",
    )
    assert answer.json["expires_in"] == "3599"
    assert claims_of(answer.json["access_token"])["aud"] == "https://outlook.office365.com"


def test_the_headers_of_an_answer(entra: Entra) -> None:
    headers = entra.daemon().headers
    assert headers.get("Cache-Control") == "no-store, no-cache"
    assert headers.get("Pragma") == "no-cache"
    assert headers.get("Expires") == "-1"
    assert headers.get("Content-Type") == "application/json; charset=utf-8"
    assert headers.get("x-ms-clitelem") == "1,0,0,,"
    assert headers.get("x-ms-request-id")
    assert headers.get("x-ms-ests-server").endswith(" ProdSlices")
    cookies = [value for name, value in headers if name == "Set-Cookie"]
    assert [cookie.partition("=")[0] for cookie in cookies] == ["fpc", "x-ms-gateway-slice", "stsservicecookie"]


@pytest.mark.parametrize(
    ("form", "code", "error"),
    [
        ({}, 900144, "invalid_request"),
        ({"grant_type": ""}, 900144, "invalid_request"),
        ({"grant_type": "magic"}, 70003, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, 90014, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": "x/.default"}, 900144, "invalid_request"),
        ({"grant_type": "password"}, 90014, "invalid_request"),
        ({"grant_type": "authorization_code"}, 900144, "invalid_request"),
        ({"grant_type": "refresh_token"}, 900144, "invalid_request"),
    ],
)
def test_what_is_missing_is_named(entra: Entra, form: dict[str, Any], code: int, error: str) -> None:
    answer = entra.token(**form)
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (400, error, [code])


def test_the_missing_parameter_is_in_the_text(entra: Entra) -> None:
    assert "parameter: 'grant_type'." in entra.token().json["error_description"]


def test_a_get_is_told_to_post(entra: Entra) -> None:
    answer = entra.send(f"/{entra.tenant.tenant_id}/oauth2/v2.0/token")
    document = json.loads(answer.body)
    assert (answer.status, document["error_codes"]) == (400, [900561])
    text = "AADSTS900561: The endpoint only accepts POST, OPTIONS requests. Received a GET request."
    assert document["error_description"].startswith(text)


@pytest.mark.parametrize(
    ("authority", "code"),
    [("00000000-0000-0000-0000-000000000000", 90002), ("nowhere.example", 90002), ("contoso", 900023)],
)
def test_an_unknown_tenant(entra: Entra, authority: str, code: int) -> None:
    answer = entra.daemon(authority=authority)
    assert (answer.status, answer.json["error"], answer.json["error_codes"]) == (400, "invalid_request", [code])


def test_a_tenant_goes_by_its_domain_too(entra: Entra) -> None:
    assert entra.daemon(authority=entra.tenant.domain.upper()).status == 200


def test_the_paths_have_no_case(entra: Entra) -> None:
    answer = entra.send(f"/{entra.tenant.tenant_id}/OAuth2/V2.0/Token", {"grant_type": "magic"})
    assert json.loads(answer.body)["error_codes"] == [70003]


def test_an_app_must_name_its_tenant(entra: Entra) -> None:
    answer = entra.daemon(authority="common")
    assert (answer.status, answer.json["error_codes"]) == (400, [50059])


@pytest.mark.parametrize("authority", ["common", "consumers"])
def test_a_password_wants_a_tenant_or_organizations(entra: Entra, authority: str) -> None:
    answer = entra.password(authority=authority)
    assert (answer.json["error"], answer.json["error_codes"]) == ("invalid_request", [9001023])


@pytest.mark.parametrize("grant", ["authorization_code", "refresh_token", "device_code"])
def test_no_grant_is_redeemed_for_personal_accounts(entra: Entra, grant: str) -> None:
    """Wherever it was issued, and whatever it is."""
    name = {"authorization_code": "code"}.get(grant, grant)
    redeemed = entra.password().json["refresh_token"] if grant == "refresh_token" else "x"
    form: dict[str, Any] = {"client_id": entra.tenant.public_app.client_id, name: redeemed}
    answer = entra.token(authority="Consumers", grant_type=grant, **form)
    assert (answer.json["error"], answer.json["error_codes"]) == ("invalid_request", [9002332])


def test_organizations_goes_by_the_users_domain(entra: Entra, world: World) -> None:
    world.neighbour()
    answer = entra.password(authority="organizations")
    assert claims_of(answer.json["access_token"])["tid"] == entra.tenant.tenant_id


def test_common_redeems_where_the_grant_was_issued(entra: Entra, world: World) -> None:
    world.neighbour()
    refresh_token = entra.password().json["refresh_token"]
    answer = entra.token(
        authority="common",
        grant_type="refresh_token",
        client_id=entra.tenant.public_app.client_id,
        refresh_token=refresh_token,
    )
    assert claims_of(answer.json["access_token"])["tid"] == entra.tenant.tenant_id


def test_resource_is_refused_on_version_2(entra: Entra) -> None:
    answer = entra.password(resource="https://outlook.office365.com")
    assert (answer.json["error"], answer.json["error_codes"]) == ("invalid_request", [901002])


def test_a_browsers_script_may_read_the_answer(entra: Entra) -> None:
    headers = entra.token(grant_type="magic", headers={"Origin": "https://spa.example"}).headers
    assert headers.get("Access-Control-Allow-Origin") == "https://spa.example"
    assert "Access-Control-Allow-Origin" not in entra.token(grant_type="magic").headers


def test_every_request_is_in_the_journal_without_secrets(entra: Entra) -> None:
    entra.tenant.journal.clear()
    app = entra.tenant.daemon_app
    token = entra.daemon().json["access_token"]
    entra.password(password="not-my-password")
    good, bad = entra.tenant.journal.entries
    assert good.protocol == "OAuth"
    assert "grant_type=client_credentials" in good.asked
    assert good.refusal is None
    assert bad.refusal is not None
    assert bad.refusal.name == "UserPasswordWrong"
    assert "AADSTS50126" in bad.answered
    assert app.client_secret is not None
    for secret in (app.client_secret, token, "not-my-password"):
        assert secret not in str(entra.tenant.journal)


@pytest.mark.parametrize("before", [0, 100, 115, 190, 490, 495, 1000])
def test_no_part_of_a_secret_is_in_the_journal(entra: Entra, before: int) -> None:
    secret = entra.tenant.daemon_app.client_secret
    assert secret is not None
    entra.token(grant_type="client_credentials", scope="x" * before + secret)
    shown = str(entra.tenant.journal)
    assert "grant_type=client_credentials" in shown
    assert not [part for part in range(len(secret) - 6) if secret[part : part + 6] in shown]


def test_a_request_that_names_no_tenant_is_in_the_clouds_journal(entra: Entra) -> None:
    entra.daemon(authority="nowhere.example")
    noted = entra.cloud.journal.entries[-1]
    assert "AADSTS90002" in noted.answered
    assert noted.refusal is not None
    assert (noted.refusal.name, entra.tenant.tenant_id in noted.refusal.fix) == ("AADSTS90002", True)
