"""What a person answers: accounts, passwords, second factors, cancel."""

import pytest

from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of
from tests.world import PASSWORD

CALLBACK = "http://localhost:4711"


def test_account_then_password_then_the_application(entra: Entra) -> None:
    browser = entra.browser().get(entra.authorize_url())
    assert "loginfmt" in browser.page.forms[0].fields
    browser.submit("next", loginfmt=entra.alice.upn)
    assert entra.alice.upn in browser.page.text
    browser.submit("sign-in", passwd=PASSWORD)
    assert "code" in browser.parameters


def test_one_post_with_account_and_password_is_enough(entra: Entra) -> None:
    browser = entra.browser().get(entra.authorize_url())
    browser.submit("next", loginfmt=entra.alice.upn, passwd=PASSWORD)
    assert "code" in browser.parameters


def test_a_login_hint_fills_in_the_account(entra: Entra) -> None:
    browser = entra.browser().get(entra.authorize_url(login_hint=entra.alice.upn))
    assert "passwd" in browser.page.forms[0].fields
    assert "code" in browser.submit("sign-in", passwd=PASSWORD).parameters


def test_an_unknown_account_is_asked_again(entra: Entra) -> None:
    browser = entra.browser().get(entra.authorize_url()).submit("next", loginfmt="nobody@contoso.onmicrosoft.com")
    assert "This username may be incorrect." in browser.page.text
    assert browser.page.forms[0].fields["loginfmt"] == "nobody@contoso.onmicrosoft.com"
    assert entra.tenant.journal.refusals[-1].refusal.name == "UserNotFound"


def test_no_account_at_all_is_asked_again(entra: Entra) -> None:
    browser = entra.browser().get(entra.authorize_url()).submit("next", loginfmt=" ")
    assert "Enter a valid email address" in browser.page.text


def test_a_wrong_password_is_asked_again(entra: Entra) -> None:
    browser = entra.browser().get(entra.authorize_url(login_hint=entra.alice.upn)).submit("sign-in", passwd="wrong")
    assert "Your account or password is incorrect." in browser.page.text
    assert "code" in browser.submit("sign-in", passwd=PASSWORD).parameters


@pytest.mark.parametrize(
    ("switches", "sentence"),
    [({"enabled": False}, "Your account has been locked."), ({"locked_until": 9e9}, "temporarily locked")],
)
def test_a_user_who_may_not(entra: Entra, switches: dict[str, object], sentence: str) -> None:
    for name, value in switches.items():
        setattr(entra.alice, name, value)
    assert sentence in entra.sign_in(entra.browser()).page.text


def test_a_password_that_must_change_is_changed_on_the_page(entra: Entra) -> None:
    old = PASSWORD
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


def test_a_second_factor_is_asked_for(entra: Entra) -> None:
    entra.alice.mfa = "required"
    browser = entra.sign_in(entra.browser())
    assert "Approve sign in request" in browser.page.text
    browser.submit("approve")
    token = claims_of(entra.redeem(browser.parameters["code"]).json["access_token"])
    assert token["amr"] == ["pwd", "mfa"]


def test_who_has_no_second_factor_registers_one(entra: Entra) -> None:
    entra.alice.mfa = "enrol"
    browser = entra.sign_in(entra.browser())
    assert "keep your account secure" in browser.page.text
    browser.submit("approve")
    assert claims_of(entra.redeem(browser.parameters["code"]).json["access_token"])["amr"] == ["pwd", "mfa"]
    assert entra.tenant.user("alice").mfa == "required"
    assert "Approve sign in request" in entra.sign_in(entra.browser()).page.text


def test_terms_of_use_are_accepted_once(entra: Entra) -> None:
    entra.tenant.sign_ins.add_conditional_access("House rules", grant="terms_of_use")
    browser = entra.sign_in(entra.browser())
    assert "House rules" in browser.page.text
    assert entra.redeem(browser.submit("accept").parameters["code"]).status == 200
    assert "code" in entra.sign_in(entra.browser()).parameters


def test_declined_terms_of_use_are_told_to_the_application(entra: Entra) -> None:
    entra.tenant.sign_ins.add_conditional_access("House rules", grant="terms_of_use")
    browser = entra.sign_in(entra.browser()).submit("decline")
    assert browser.parameters["error"] == "interaction_required"
    assert "AADSTS50158" in browser.parameters["error_description"]


def test_an_old_session_signs_in_again_where_a_policy_wants_it(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    entra.tenant.sign_ins.add_conditional_access("hourly", grant=None, sign_in_frequency=3600)
    assert "code" in browser.get(entra.authorize_url()).parameters
    entra.tenant.clock.advance(3601)
    browser.get(entra.authorize_url())
    assert "Enter password" in browser.page.text
    assert entra.redeem(browser.submit("sign-in", passwd=PASSWORD).parameters["code"]).status == 200


def test_an_old_second_factor_is_shown_again_where_a_policy_wants_it(entra: Entra) -> None:
    entra.tenant.sign_ins.add_conditional_access("hourly", grant="mfa", sign_in_frequency=3600)
    browser = entra.sign_in(entra.browser()).submit("approve")
    entra.tenant.clock.advance(3601)
    browser.get(entra.authorize_url())
    assert "Approve sign in request" in browser.page.text
    assert entra.redeem(browser.submit("approve").parameters["code"]).status == 200


def test_a_new_password_ends_the_browsers_other_sessions(entra: Entra) -> None:
    other = entra.sign_in(entra.browser())
    entra.alice.must_change_password = True
    browser = entra.sign_in(entra.browser())
    new = {"newpasswd": "Otter-Cedar-7306", "confirmnewpasswd": "Otter-Cedar-7306"}
    browser.submit("change", oldpasswd=PASSWORD, **new)
    assert browser.get(entra.authorize_url(prompt="none")).parameters["code"]
    assert other.get(entra.authorize_url(prompt="none")).parameters["error"] == "login_required"


def test_a_denied_second_factor_is_told_to_the_application(entra: Entra) -> None:
    entra.alice.mfa = "required"
    browser = entra.sign_in(entra.browser()).submit("deny")
    assert browser.parameters["error"] == "access_denied"
    assert "AADSTS500121" in browser.parameters["error_description"]


def test_cancel_is_told_to_the_application(entra: Entra) -> None:
    browser = entra.browser().get(entra.authorize_url()).submit("cancel")
    assert browser.left_for == CALLBACK
    assert (browser.parameters["error"], browser.parameters["error_subcode"]) == ("access_denied", "cancel")
    assert "AADSTS65004" in browser.parameters["error_description"]


@pytest.mark.parametrize(
    ("path", "answer"),
    [("SAS/ProcessAuth", "approve"), ("Consent/Set", "accept"), ("appverify", "continue"), ("TermsOfUse", "accept")],
)
def test_nobody_answers_before_signing_in(entra: Entra, path: str, answer: str) -> None:
    browser = entra.browser().get(entra.authorize_url())
    browser.page.forms[0].action = f"/{entra.tenant.tenant_id}/{path}"
    browser.page.forms[0].buttons = []
    browser.submit(None, do=answer)
    assert "loginfmt" in browser.page.forms[0].fields


def test_an_answer_to_another_question_shows_no_second_factor(entra: Entra) -> None:
    entra.alice.mfa = "required"
    browser = entra.sign_in(entra.browser())
    browser.page.forms[0].action = f"/{entra.tenant.tenant_id}/TermsOfUse"
    browser.page.forms[0].buttons = []
    assert "Approve sign in request" in browser.submit(None, do="accept").page.text
