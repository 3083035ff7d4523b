"""Signing out of the browser."""

from typing import Any
from urllib.parse import quote_plus

from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of
from tests.world import PASSWORD


def test_the_browser_is_signed_out_and_tokens_live(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    refresh_token = entra.redeem(browser.parameters["code"]).json["refresh_token"]
    browser.get(f"/{entra.tenant.tenant_id}/oauth2/v2.0/logout")
    assert "You signed out of your account" in browser.page.text
    assert browser.get(entra.authorize_url(prompt="none")).parameters["error"] == "login_required"
    form: dict[str, Any] = {"grant_type": "refresh_token", "client_id": entra.tenant.public_app.client_id}
    assert entra.token(**form, refresh_token=refresh_token).status == 200


def test_the_way_back_must_be_registered(entra: Entra) -> None:
    path = f"/{entra.tenant.tenant_id}/oauth2/v2.0/logout"
    browser = entra.browser().get(path, post_logout_redirect_uri="http://localhost:5/", state="bye")
    assert (browser.left_for, browser.parameters) == ("http://localhost:5/", {"state": "bye"})
    browser = entra.browser().get(path, post_logout_redirect_uri="https://evil.example/")
    assert browser.left_for == ""


def test_common_and_version_1_sign_out_too(entra: Entra) -> None:
    for path in ("/common/oauth2/v2.0/logout", f"/{entra.tenant.domain}/oauth2/logout"):
        browser = entra.sign_in(entra.browser()).get(path)
        assert browser.get(entra.authorize_url(prompt="none")).parameters["error"] == "login_required"


FRAME = "https://app.example/signed-out?app=1"


def test_applications_that_were_signed_in_to_are_told(entra: Entra) -> None:
    entra.tenant.public_app.logout_url = FRAME
    entra.tenant.daemon_app.logout_url = "https://never-used.example/"
    browser = entra.sign_in(entra.browser())
    session = claims_of(entra.redeem(browser.parameters["code"]).json["access_token"])["sid"]
    body = browser.get(f"/{entra.tenant.tenant_id}/oauth2/v2.0/logout").answer.body.decode()
    issuer = quote_plus(f"https://login.microsoftonline.com/{entra.tenant.tenant_id}/v2.0")
    assert f'<iframe src="{FRAME}&amp;iss={issuer}&amp;sid={session}"' in body
    assert body.count("<iframe") == 1


def test_applications_are_told_before_the_way_back(entra: Entra) -> None:
    entra.tenant.public_app.logout_url = FRAME
    browser = entra.sign_in(entra.browser())
    path = f"/{entra.tenant.tenant_id}/oauth2/v2.0/logout"
    body = browser.get(path, post_logout_redirect_uri="http://localhost:5/", state="bye").answer.body.decode()
    assert '<meta http-equiv="refresh" content="1;url=http://localhost:5/?state=bye">' in body
    assert '<a href="http://localhost:5/?state=bye">Continue</a>' in body
    assert "<iframe" in body
    assert "<iframe" not in browser.get(path).answer.body.decode()


def test_only_web_addresses_are_framed(entra: Entra) -> None:
    entra.tenant.public_app.logout_url = "javascript:alert(1)"
    browser = entra.sign_in(entra.browser())
    assert b"<iframe" not in browser.get(f"/{entra.tenant.tenant_id}/oauth2/v2.0/logout").answer.body


def test_a_hint_signs_out_one_account_alone(entra: Entra) -> None:
    entra.tenant.public_app.logout_url = FRAME
    entra.tenant.public_app.optional_claims = frozenset({"login_hint"})
    bob = entra.tenant.add_user("bob", PASSWORD)
    browser = entra.sign_in(entra.browser())
    hint = claims_of(entra.redeem(browser.parameters["code"]).json["id_token"])["login_hint"]
    browser.get(entra.authorize_url(prompt="login")).submit("next", loginfmt=bob.upn).submit("sign-in", passwd=PASSWORD)
    path = f"/{entra.tenant.tenant_id}/oauth2/v2.0/logout"
    assert browser.get(path, logout_hint=hint).answer.body.count(b"<iframe") == 1
    silent = browser.get(entra.authorize_url(prompt="none")).parameters
    signed_in = claims_of(entra.redeem(silent["code"]).json["id_token"])
    assert signed_in["preferred_username"] == bob.upn
    assert signed_in["login_hint"] != hint


def test_a_hint_that_is_nobodys_signs_out_everybody(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    browser.get(f"/{entra.tenant.tenant_id}/oauth2/v2.0/logout", logout_hint=entra.alice.upn)
    assert browser.get(entra.authorize_url(prompt="none")).parameters["error"] == "login_required"
