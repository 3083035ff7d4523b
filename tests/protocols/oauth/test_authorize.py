"""The authorize endpoint: which answer goes to the application, which stays on the page."""

import json
from base64 import urlsafe_b64decode
from typing import Any

import pytest

from fakeserver.tenant.directory.applications import RedirectUri
from tests.protocols.oauth.client import IMAP, Entra
from tests.tokens import claims_of
from tests.world import PASSWORD

CALLBACK = "http://localhost:4711"


def test_a_code_goes_to_the_redirect_uri_with_the_state(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser(), client_info="1")
    assert browser.left_for == CALLBACK
    assert list(browser.parameters) == ["code", "client_info", "state", "session_state"]
    assert browser.parameters["state"] == "a state"
    info = browser.parameters["client_info"]
    assert json.loads(urlsafe_b64decode(info + "=" * (-len(info) % 4))) == {
        "uid": entra.alice.object_id,
        "utid": entra.tenant.tenant_id,
    }


@pytest.mark.parametrize("mode", ["query", "fragment", "form_post"])
def test_response_modes(entra: Entra, mode: str) -> None:
    browser = entra.sign_in(entra.browser(), response_mode=mode)
    if mode == "form_post":
        assert browser.page.forms[0].action == CALLBACK
        assert "Continue" in browser.page.text
        browser.submit()
    assert browser.left_for == CALLBACK
    assert entra.redeem(browser.parameters["code"]).status == 200


def test_a_redirect_uri_keeps_its_query(entra: Entra) -> None:
    uri = "https://app.example/callback?a=1"
    app = entra.tenant.register_app("web", redirect_uris=[uri], delegated=["IMAP.AccessAsUser.All"])
    browser = entra.sign_in(entra.browser(), client_id=app.client_id, redirect_uri=uri)
    assert browser.left_for == "https://app.example/callback"
    assert browser.parameters["a"] == "1"


@pytest.mark.parametrize("uri", ["http://localhost", "http://localhost:1", "http://localhost:65535/"])
def test_a_loopback_redirect_goes_to_any_port(entra: Entra, uri: str) -> None:
    assert entra.sign_in(entra.browser(), redirect_uri=uri).left_for == uri


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"client_id": ""}, 900144),
        ({"scope": ""}, 900144),
        ({"scope": " ", "response_type": ""}, 900144),
        ({"scope": "", "redirect_uri": "https://evil.example/"}, 900144),
        ({"scope": "", "prompt": "none"}, 900144),
        ({"client_id": "nobody"}, 700016),
        ({"redirect_uri": "https://evil.example/"}, 50011),
        ({"redirect_uri": "http://localhost.evil.example"}, 50011),
        ({"redirect_uri": "http://[::1"}, 50011),
        ({"authority": "nowhere.example"}, 90002),
        ({"authority": "nonsense"}, 900023),
        ({"authority": "consumers"}, 9002332),
    ],
)
def test_errors_that_the_application_never_hears(entra: Entra, change: dict[str, Any], code: int) -> None:
    browser = entra.browser().get(entra.authorize_url(**change))
    assert browser.left_for == ""
    assert browser.answer.status == 400
    assert f"AADSTS{code}: " in browser.page.text
    assert "Correlation Id" in browser.page.text


def test_a_redirect_uri_that_is_not_registered_is_explained(entra: Entra) -> None:
    entra.browser().get(entra.authorize_url(redirect_uri="https://evil.example/"))
    refusal = entra.tenant.journal.refusals[-1].refusal
    assert refusal.name == "RedirectUriMismatch"
    assert refusal.rule.startswith("redirect_uri https://evil.example/ is not registered for ")
    assert refusal.fix == 'tenant.register_app(name, redirect_uris=["https://evil.example/"])'


def test_an_application_that_no_tenant_knows_is_explained(entra: Entra) -> None:
    entra.browser().get(entra.authorize_url(authority="organizations", client_id="nobody"))
    assert "client_id nobody is not registered in organizations" in str(entra.cloud.journal)


@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        ({"response_type": ""}, "invalid_request", 900144),
        ({"response_type": "magic"}, "unsupported_response_type", 70005),
        ({"response_type": "code token"}, "unsupported_response_type", 70005),
        ({"response_type": "id_token", "nonce": "1"}, "unsupported_response_type", 700054),
        ({"response_mode": "pigeon"}, "invalid_request", 70007),
        ({"scope": "https://outlook.office.com/Nonsense"}, "invalid_client", 650053),
        ({"scope": f"{IMAP}\n"}, "invalid_client", 650053),
        ({"scope": "User.Read,Mail.Read"}, "invalid_client", 650053),
        ({"scope": "https://outlook.office.com/.default User.Read openid"}, "invalid_scope", 70011),
        ({"scope": "https://outlook.office.com/.default .default"}, "invalid_scope", 70011),
        ({"response_type": "code\nid_token"}, "unsupported_response_type", 70005),
        ({"scope": "https://a.example/x"}, "invalid_resource", 500011),
        ({"resource": "https://outlook.office.com"}, "invalid_request", 901002),
        ({"prompt": "none"}, "login_required", 50058),
        ({"code_challenge": "short"}, "invalid_request", 501491),
        ({"code_challenge_method": "S512"}, "invalid_request", 50149),
        ({"claims": "[1]"}, "invalid_request", 9002313),
    ],
)
def test_errors_that_go_to_the_application(entra: Entra, change: dict[str, Any], error: str, code: int) -> None:
    browser = entra.browser().get(entra.authorize_url(**change))
    assert browser.left_for == CALLBACK
    assert browser.parameters["error"] == error
    assert browser.parameters["error_description"].startswith(f"AADSTS{code}: ")
    assert browser.parameters["state"] == "a state"


def test_an_error_takes_the_way_that_was_asked_for(entra: Entra) -> None:
    browser = entra.browser().get(entra.authorize_url(prompt="none", response_mode="form_post")).submit()
    assert browser.left_for == CALLBACK
    assert browser.parameters["error"] == "login_required"


def test_a_single_page_app_needs_pkce(entra: Entra) -> None:
    uri = "https://spa.example/"
    app = entra.tenant.register_app("spa", redirect_uris=[RedirectUri(uri, "spa")])
    url = entra.authorize_url(client_id=app.client_id, redirect_uri=uri, code_challenge="", code_challenge_method="")
    browser = entra.browser().get(url)
    assert browser.parameters["error_description"].startswith("AADSTS9002325: ")


def test_a_single_page_app_that_names_no_redirect_uri_is_one_all_the_same(entra: Entra) -> None:
    app = entra.tenant.register_app("spa", public=True, redirect_uris=[RedirectUri("https://spa.example/", "spa")])
    app.delegated, app.consent = entra.tenant.public_app.delegated, "user"
    browser = entra.sign_in(entra.browser(), client_id=app.client_id, redirect_uri="")
    code = browser.submit("accept").parameters["code"]
    answer = entra.redeem(code, client_id=app.client_id, redirect_uri="")
    assert answer.json["error_codes"] == [9002327]


def test_the_redirect_uri_may_be_left_out_where_there_is_one(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser(), redirect_uri="")
    assert browser.left_for == "http://localhost"
    assert entra.redeem(browser.parameters["code"], redirect_uri="").status == 200


@pytest.mark.parametrize(("uris", "code"), [((), 500113), (("https://a.example", "https://b.example"), 900971)])
def test_the_redirect_uri_is_missed_where_it_is_not_plain(entra: Entra, uris: tuple[str, ...], code: int) -> None:
    app = entra.tenant.register_app("web", redirect_uris=uris)
    browser = entra.browser().get(entra.authorize_url(client_id=app.client_id, redirect_uri=""))
    assert f"AADSTS{code}: " in browser.page.text


def test_common_goes_to_the_tenant_of_the_hinted_user(entra: Entra) -> None:
    browser = entra.browser().get(entra.authorize_url(authority="common", login_hint=entra.alice.upn))
    browser.submit("sign-in", passwd=PASSWORD)
    answer = entra.redeem(browser.parameters["code"], authority="common")
    assert claims_of(answer.json["access_token"])["tid"] == entra.tenant.tenant_id


def test_a_request_by_post_works_too(entra: Entra) -> None:
    from urllib.parse import urlsplit

    parts = urlsplit(entra.authorize_url())
    answer = entra.send(parts.path, parts.query.encode())
    assert answer.status == 200
    assert b'name="loginfmt"' in answer.body


def test_values_are_escaped_on_every_page(entra: Entra) -> None:
    script = '"><script>alert(1)</script>'
    for url in (
        entra.authorize_url(login_hint=script),
        entra.authorize_url(login_hint=script, prompt="select_account"),
        entra.authorize_url(client_id=script),
        entra.authorize_url(redirect_uri=script),
        entra.authorize_url(state=script, response_mode="form_post", prompt="none"),
    ):
        body = entra.browser().get(url).answer.body
        assert b"<script>alert" not in body


def test_a_test_that_says_who_signs_in_sees_no_page(entra: Entra) -> None:
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    browser = entra.browser().get(entra.authorize_url())
    assert browser.left_for == CALLBACK
    assert claims_of(entra.redeem(browser.parameters["code"]).json["access_token"])["upn"] == entra.alice.upn


def test_it_may_leave_the_choice_to_the_login_hint(entra: Entra) -> None:
    bob = entra.tenant.add_user("bob")
    entra.tenant.sign_ins.auto_sign_in = True
    code = entra.browser().get(entra.authorize_url(login_hint=bob.upn)).parameters["code"]
    assert claims_of(entra.redeem(code).json["access_token"])["upn"] == bob.upn


def test_a_user_who_may_not_sign_in_does_not_by_that_either(entra: Entra) -> None:
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    entra.alice.enabled = False
    browser = entra.browser().get(entra.authorize_url())
    assert "AADSTS50057" in browser.page.text


def test_everything_is_in_the_journal(entra: Entra) -> None:
    entra.sign_in(entra.browser())
    entra.browser().get(entra.authorize_url(prompt="none"))
    *_, signed_in, refused = entra.tenant.journal.entries
    assert "do=sign-in" in signed_in.asked
    assert signed_in.refusal is None
    assert refused.refusal is not None
    assert refused.refusal.name == "SessionMissing"
    assert PASSWORD not in str(entra.tenant.journal)


def test_what_claims_asks_for_comes_with_the_code(entra: Entra) -> None:
    requested = {
        "access_token": {"xms_cc": {"values": ["CP1"]}},
        "id_token": {"auth_time": {"essential": True}, "magic": None},
    }
    browser = entra.sign_in(entra.browser(), claims=json.dumps(requested))
    answer = entra.redeem(browser.parameters["code"]).json
    assert claims_of(answer["access_token"])["xms_cc"] == ["cp1"]
    assert answer["expires_in"] > 70000
    id_token = claims_of(answer["id_token"])
    assert id_token["auth_time"] == pytest.approx(entra.tenant.clock.time(), abs=60)
    assert "magic" not in id_token
    refreshed = entra.token(
        grant_type="refresh_token", client_id=entra.tenant.public_app.client_id, refresh_token=answer["refresh_token"]
    ).json
    assert "xms_cc" not in claims_of(refreshed["access_token"])


@pytest.mark.parametrize("requested", ["[]", "{", '{"id_token":[]}', '{"access_token":"x"}'])
def test_claims_that_cannot_be_read(entra: Entra, requested: str) -> None:
    browser = entra.browser().get(entra.authorize_url(claims=requested))
    assert browser.parameters["error"] == "invalid_request"
    assert browser.parameters["error_description"].startswith("AADSTS9002313: ")
