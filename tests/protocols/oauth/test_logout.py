"""Signing out of the browser."""

from typing import Any


def test_the_browser_is_signed_out_and_tokens_live(entra: Any) -> None:
    browser = entra.sign_in(entra.browser())
    refresh_token = entra.redeem(browser.parameters["code"]).json["refresh_token"]
    browser.get(f"/{entra.tenant.tenant_id}/oauth2/v2.0/logout")
    assert "You signed out of your account" in browser.page.text
    assert browser.get(entra.authorize_url(prompt="none")).parameters["error"] == "login_required"
    form = {"grant_type": "refresh_token", "client_id": entra.tenant.public_app.client_id}
    assert entra.token(**form, refresh_token=refresh_token).status == 200


def test_the_way_back_must_be_registered(entra: Any) -> None:
    path = f"/{entra.tenant.tenant_id}/oauth2/v2.0/logout"
    browser = entra.browser().get(path, post_logout_redirect_uri="http://localhost:5/", state="bye")
    assert (browser.left_for, browser.parameters) == ("http://localhost:5/", {"state": "bye"})
    browser = entra.browser().get(path, post_logout_redirect_uri="https://evil.example/")
    assert browser.left_for == ""


def test_common_and_version_1_sign_out_too(entra: Any) -> None:
    for path in ("/common/oauth2/v2.0/logout", f"/{entra.tenant.domain}/oauth2/logout"):
        browser = entra.sign_in(entra.browser()).get(path)
        assert browser.get(entra.authorize_url(prompt="none")).parameters["error"] == "login_required"
