"""What a person answers: accounts, passwords, second factors, cancel."""

from typing import Any

import pytest

CALLBACK = "http://localhost:4711"


def test_account_then_password_then_the_application(entra: Any) -> None:
    browser = entra.browser().get(entra.authorize_url())
    assert "loginfmt" in browser.page.forms[0].fields
    browser.submit("next", loginfmt=entra.alice.upn)
    assert entra.alice.upn in browser.page.text
    browser.submit("sign-in", passwd=entra.alice.password)
    assert "code" in browser.parameters


def test_one_post_with_account_and_password_is_enough(entra: Any) -> None:
    browser = entra.browser().get(entra.authorize_url())
    browser.submit("next", loginfmt=entra.alice.upn, passwd=entra.alice.password)
    assert "code" in browser.parameters


def test_a_login_hint_fills_in_the_account(entra: Any) -> None:
    browser = entra.browser().get(entra.authorize_url(login_hint=entra.alice.upn))
    assert "passwd" in browser.page.forms[0].fields
    assert "code" in browser.submit("sign-in", passwd=entra.alice.password).parameters


def test_an_unknown_account_is_asked_again(entra: Any) -> None:
    browser = entra.browser().get(entra.authorize_url()).submit("next", loginfmt="nobody@contoso.onmicrosoft.com")
    assert "This username may be incorrect." in browser.page.text
    assert browser.page.forms[0].fields["loginfmt"] == "nobody@contoso.onmicrosoft.com"
    assert entra.tenant.journal.entries[-1].refusal.name == "UserNotFound"


def test_no_account_at_all_is_asked_again(entra: Any) -> None:
    browser = entra.browser().get(entra.authorize_url()).submit("next", loginfmt=" ")
    assert "Enter a valid email address" in browser.page.text


def test_a_wrong_password_is_asked_again(entra: Any) -> None:
    browser = entra.browser().get(entra.authorize_url(login_hint=entra.alice.upn)).submit("sign-in", passwd="wrong")
    assert "Your account or password is incorrect." in browser.page.text
    assert "code" in browser.submit("sign-in", passwd=entra.alice.password).parameters


@pytest.mark.parametrize(
    ("switches", "sentence"),
    [({"enabled": False}, "Your account has been locked."), ({"locked_until": 9e9}, "temporarily locked")],
)
def test_a_user_who_may_not(entra: Any, switches: dict[str, object], sentence: str) -> None:
    for name, value in switches.items():
        setattr(entra.alice, name, value)
    assert sentence in entra.sign_in(entra.browser()).page.text


def test_a_password_that_must_change_is_changed_on_the_page(entra: Any) -> None:
    old = entra.alice.password
    entra.alice.must_change_password = True
    browser = entra.sign_in(entra.browser())
    assert "Update your password" in browser.page.text
    browser.submit("change", oldpasswd="wrong", newpasswd="n3w", confirmnewpasswd="n3w")
    assert "incorrect" in browser.page.text
    browser.submit("change", oldpasswd=old, newpasswd="n3w", confirmnewpasswd="other")
    assert "must match" in browser.page.text
    browser.submit("change", oldpasswd=old, newpasswd="n3w", confirmnewpasswd="n3w")
    assert "code" in browser.parameters
    assert entra.alice.password == "n3w"


@pytest.mark.parametrize("mfa", ["required", "enrol"])
def test_a_second_factor_is_asked_for(entra: Any, mfa: str, claims: Any) -> None:
    entra.alice.mfa = mfa
    browser = entra.sign_in(entra.browser())
    assert "Approve sign in request" in browser.page.text
    browser.submit("approve")
    token = claims(entra.redeem(browser.parameters["code"]).json["access_token"])
    assert token["amr"] == ["pwd", "mfa"]


def test_a_denied_second_factor_is_told_to_the_application(entra: Any) -> None:
    entra.alice.mfa = "required"
    browser = entra.sign_in(entra.browser()).submit("deny")
    assert browser.parameters["error"] == "access_denied"
    assert "AADSTS500121" in browser.parameters["error_description"]


def test_cancel_is_told_to_the_application(entra: Any) -> None:
    browser = entra.browser().get(entra.authorize_url()).submit("cancel")
    assert browser.left_for == CALLBACK
    assert (browser.parameters["error"], browser.parameters["error_subcode"]) == ("access_denied", "cancel")
    assert "AADSTS65004" in browser.parameters["error_description"]
