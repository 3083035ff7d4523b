"""Security defaults, Conditional Access and the lives of tokens, at the token service and on the sign-in page."""

import json
from typing import Any

import pytest

from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of
from tests.world import PASSWORD

CP1 = '{"access_token":{"xms_cc":{"values":["cp1"]}}}'
EXCHANGE = "00000002-0000-0ff1-ce00-000000000000"


def refresh(entra: Entra, token: str, **form: Any) -> Any:
    usual = {"grant_type": "refresh_token", "client_id": entra.tenant.public_app.client_id, "refresh_token": token}
    return entra.token(**(usual | form))


def test_security_defaults_take_no_password_alone(entra: Entra) -> None:
    entra.tenant.policies.security_defaults = True
    answer = entra.password()
    assert (answer.json["error_codes"], answer.json["suberror"]) == ([50079], "basic_action")
    entra.alice.mfa = "required"
    assert entra.password().json["error_codes"] == [50076]


def test_a_block_names_its_policy_in_the_claims(entra: Entra) -> None:
    policy = entra.tenant.sign_ins.add_conditional_access("nobody")
    answer = entra.password()
    assert (answer.json["error"], answer.json["error_codes"]) == ("invalid_grant", [53003])
    assert answer.json["suberror"] == "message_only"
    assert json.loads(answer.json["claims"]) == {
        "access_token": {"capolids": {"essential": True, "values": [policy.policy_id]}}
    }
    assert answer.json["error_description"].startswith(
        "AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token "
        "issuance."
    )


def test_version_1_and_on_behalf_of_say_interaction_required(entra: Entra) -> None:
    entra.tenant.sign_ins.add_conditional_access("nobody")
    answer = entra.password(version=1, resource="https://outlook.office365.com", scope="openid")
    assert answer.json["error"] == "interaction_required"


@pytest.mark.parametrize(
    ("conditions", "blocked"),
    [
        ({"users": {"alice@contoso.onmicrosoft.com"}}, True),
        ({"users": {"bob@contoso.onmicrosoft.com"}}, False),
        ({"excluded_users": {"alice@contoso.onmicrosoft.com"}}, False),
        ({"resources": {EXCHANGE}}, True),
        ({"resources": {"00000003-0000-0000-c000-000000000000"}}, False),
        ({"applications": {"another"}}, False),
        ({"ways": {"password"}}, True),
        ({"ways": {"device_code", "page"}}, False),
        ({"networks": {"127.0.0.0/8"}}, True),
        ({"networks": {"203.0.113.0/24"}}, False),
        ({"excluded_networks": {"127.0.0.1/32"}}, False),
        ({"enabled": False}, False),
    ],
)
def test_conditions(entra: Entra, conditions: dict[str, Any], blocked: bool) -> None:
    entra.tenant.sign_ins.add_conditional_access("some", **conditions)
    assert (entra.password().status == 400) == blocked


@pytest.mark.parametrize(
    ("grant", "code", "suberror"),
    [
        ("block", 53003, "message_only"),
        ("mfa", 50076, "basic_action"),
        ("compliant_device", 53000, "message_only"),
        ("domain_joined_device", 53001, "message_only"),
    ],
)
def test_what_a_policy_asks_for(entra: Entra, grant: str, code: int, suberror: str) -> None:
    entra.tenant.sign_ins.add_conditional_access("some", grant=grant)
    answer = entra.password()
    assert (answer.json["error_codes"], answer.json["suberror"]) == ([code], suberror)


def test_a_block_wins_over_every_other_policy(entra: Entra) -> None:
    entra.tenant.sign_ins.add_conditional_access("factor", grant="mfa")
    entra.tenant.sign_ins.add_conditional_access("nobody", grant="block")
    assert entra.password().json["error_codes"] == [53003]


def test_a_second_factor_is_asked_for_on_the_page(entra: Entra) -> None:
    entra.tenant.sign_ins.add_conditional_access("factor", grant="mfa")
    browser = entra.sign_in(entra.browser())
    assert "Approve sign in request" in browser.page.text
    answer = entra.redeem(browser.submit("approve").parameters["code"])
    assert refresh(entra, answer.json["refresh_token"]).status == 200


def test_a_second_factor_is_missed_where_nobody_may_be_asked(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    policy = entra.tenant.sign_ins.add_conditional_access("factor", grant="mfa")
    browser.get(entra.authorize_url(prompt="none"))
    assert browser.parameters["error"] == "interaction_required"
    assert "AADSTS50076" in browser.parameters["error_description"]
    assert policy.policy_id in browser.parameters["claims"]


def test_a_policy_that_comes_later_bites_at_the_next_renewal(entra: Entra) -> None:
    token = entra.password().json["refresh_token"]
    entra.tenant.sign_ins.add_conditional_access("factor", grant="mfa")
    assert refresh(entra, token).json["error_codes"] == [50076]


@pytest.mark.parametrize(
    ("grant", "code", "heading"),
    [
        ("block", 53003, "You cannot access this right now"),
        ("compliant_device", 53000, "You can’t get there from here"),
        ("domain_joined_device", 53001, "You can’t get there from here"),
        ("managed_device", 530003, "You can’t get there from here"),
    ],
)
def test_a_block_is_told_to_the_person_alone(entra: Entra, grant: Any, code: int, heading: str) -> None:
    entra.tenant.sign_ins.add_conditional_access("nobody", grant=grant)
    browser = entra.sign_in(entra.browser())
    assert not browser.left_for
    assert heading in browser.page.text
    assert browser.page.text.count(f"AADSTS{code}: ") == 1


def test_a_block_is_told_to_an_application_that_wants_no_page(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    entra.tenant.sign_ins.add_conditional_access("nobody")
    browser.get(entra.authorize_url(prompt="none"))
    assert browser.parameters["error"] == "interaction_required"
    assert "AADSTS53003" in browser.parameters["error_description"]


def test_the_device_code_flow_is_often_blocked(entra: Entra) -> None:
    entra.tenant.sign_ins.add_conditional_access("no device codes", ways={"device_code"})
    client: dict[str, Any] = {"client_id": entra.tenant.public_app.client_id}
    form = {**client, "scope": "https://outlook.office.com/IMAP.AccessAsUser.All"}
    device = json.loads(entra.send(f"/{entra.tenant.tenant_id}/oauth2/v2.0/devicecode", form).body)
    browser = entra.browser().get("/devicelogin").submit("next", otc=device["user_code"])
    browser.submit("next", loginfmt=entra.alice.upn, passwd=PASSWORD)
    assert "AADSTS53003" in browser.page.text
    answer = entra.token(grant_type="device_code", device_code=device["device_code"], **client)
    assert answer.json["error_codes"] == [53003]


def test_sign_in_frequency(entra: Entra) -> None:
    entra.tenant.sign_ins.add_conditional_access("daily", grant=None, sign_in_frequency=86400)
    token = entra.password().json["refresh_token"]
    token = refresh(entra, token).json["refresh_token"]
    entra.tenant.clock.advance(86401)
    answer = refresh(entra, token)
    assert (answer.json["error_codes"], answer.json["suberror"]) == ([70043], "token_expired")
    assert "maximum allowed lifetime for this request is 86400." in answer.json["error_description"]


def test_a_lifetime_for_access_tokens(entra: Entra) -> None:
    entra.tenant.sign_ins.rules.access_token_lifetime = 600
    answer = entra.password()
    assert answer.json["expires_in"] == 600
    token = claims_of(answer.json["access_token"])
    assert token["exp"] - token["iat"] == 900


def test_tokens_that_can_be_called_back_live_long(entra: Entra) -> None:
    user = entra.password(claims=CP1)
    assert 72000 <= user.json["expires_in"] <= 100800
    assert user.json["refresh_in"] == user.json["expires_in"] // 2
    assert claims_of(user.json["access_token"])["xms_cc"] == ["cp1"]
    daemon = entra.daemon(claims=CP1)
    assert list(daemon.json) == ["token_type", "expires_in", "ext_expires_in", "refresh_in", "access_token"]
    assert daemon.json["expires_in"] == 86399
    assert "refresh_in" not in entra.password().json
