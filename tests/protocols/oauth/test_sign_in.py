"""The conversation with the person: consent, and sessions that are there already."""

from typing import Any

import pytest

from fakeserver.tenant.directory.permissions import EXCHANGE_ONLINE
from fakeserver.tenant.directory.users import User
from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of
from tests.world import PASSWORD

IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"

# --- consent ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def new_app(entra: Entra) -> Any:
    scopes = ["IMAP.AccessAsUser.All", "SMTP.Send"]
    return entra.tenant.register_app("Shiny Mail", public=True, delegated=scopes, consent="user")


def test_consent_lists_what_is_asked_for(entra: Entra, new_app: Any) -> None:
    browser = entra.sign_in(entra.browser(), client_id=new_app.client_id)
    assert "Permissions requested" in browser.page.text
    assert "Shiny Mail" in browser.page.text
    assert "Read and write access to mailboxes via IMAP" in browser.page.text
    assert "Maintain access to data you have given it access to" in browser.page.text
    assert "SMTP" not in browser.page.text
    browser.submit("accept")
    assert entra.redeem(browser.parameters["code"], client_id=new_app.client_id).status == 200


def test_consent_is_asked_once_and_then_for_what_is_new(entra: Entra, new_app: Any) -> None:
    browser = entra.sign_in(entra.browser(), client_id=new_app.client_id).submit("accept")
    assert "code" in browser.get(entra.authorize_url(client_id=new_app.client_id)).parameters
    browser.parameters = {}
    smtp = "https://outlook.office.com/SMTP.Send"
    browser.get(entra.authorize_url(client_id=new_app.client_id, scope=f"{IMAP} {smtp}"))
    assert "Send emails from mailboxes using SMTP AUTH" in browser.page.text
    assert "IMAP" not in browser.page.text


def test_consent_of_one_user_is_not_anothers(entra: Entra, new_app: Any) -> None:
    entra.sign_in(entra.browser(), client_id=new_app.client_id).submit("accept")
    bob = entra.tenant.add_user("bob", PASSWORD)
    browser = entra.browser().get(entra.authorize_url(client_id=new_app.client_id, login_hint=bob.upn))
    assert "Permissions requested" in browser.submit("sign-in", passwd=PASSWORD).page.text


def test_declined_consent_is_told_to_the_application(entra: Entra, new_app: Any) -> None:
    browser = entra.sign_in(entra.browser(), client_id=new_app.client_id).submit("cancel")
    assert browser.parameters["error"] == "access_denied"
    assert browser.parameters["error_description"].startswith("AADSTS65004: User declined to consent")


def test_prompt_consent_asks_again(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser(), prompt="consent")
    assert "Permissions requested" in browser.page.text
    assert "code" in browser.submit("accept").parameters


def test_what_only_an_admin_may_allow(entra: Entra) -> None:
    app = entra.tenant.register_app("Closed", public=True, delegated=["IMAP.AccessAsUser.All"], consent=None)
    browser = entra.sign_in(entra.browser(), client_id=app.client_id)
    assert "Need admin approval" in browser.page.text
    assert browser.submit("cancel").parameters["error"] == "access_denied"


def test_an_administrator_may_allow_it(entra: Entra) -> None:
    app = entra.tenant.register_app("Closed", public=True, delegated=["IMAP.AccessAsUser.All"], consent=None)
    entra.alice.admin = True
    browser = entra.sign_in(entra.browser(), client_id=app.client_id)
    assert "Consent on behalf of your organization" in browser.page.text
    assert "code" in browser.submit("accept").parameters
    assert consented_by(entra, app) == [entra.alice]


def test_an_administrator_may_allow_it_for_everybody(entra: Entra, new_app: Any) -> None:
    entra.alice.admin = True
    browser = entra.sign_in(entra.browser(), client_id=new_app.client_id)
    assert "code" in browser.submit("accept", consentForOrganization="true").parameters
    bob = entra.tenant.add_user("bob")
    assert consented_by(entra, new_app) == [entra.alice, bob]


def test_nobody_else_allows_anything_for_everybody(entra: Entra, new_app: Any) -> None:
    browser = entra.sign_in(entra.browser(), client_id=new_app.client_id)
    assert "organization" not in browser.page.text
    browser.submit("accept", consentForOrganization="true")
    entra.tenant.add_user("bob")
    assert consented_by(entra, new_app) == [entra.alice]


def consented_by(entra: Entra, app: Any) -> list[User]:
    """Return the users for whom the application may use IMAP."""
    consent, tenant = entra.tenant.directory.consent, entra.tenant
    return [
        user
        for user in tenant.users
        if "IMAP.AccessAsUser.All" in consent.scopes(app.client_id, EXCHANGE_ONLINE, user.object_id)
    ]


def test_admin_consent_by_prompt_allows_the_whole_registration(entra: Entra) -> None:
    app = entra.tenant.register_app(
        "Big", public=True, delegated=["IMAP.AccessAsUser.All"], application=["full_access_as_app"], consent=None
    )
    entra.alice.admin = True
    browser = entra.sign_in(entra.browser(), version=1, client_id=app.client_id, scope="", prompt="admin_consent")
    assert "access for all users in" in browser.page.text
    assert "full_access_as_app" in browser.page.text
    assert "code" in browser.submit("accept").parameters
    entra.tenant.add_user("bob")
    assert len(consented_by(entra, app)) == 2
    assert entra.tenant.directory.consent.roles(app.client_id, EXCHANGE_ONLINE) == {"full_access_as_app"}


def test_admin_consent_by_prompt_is_asked_of_administrators_alone(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser(), version=1, scope="", prompt="admin_consent")
    assert "AADSTS90093" in browser.page.text


def test_nobody_to_ask_and_no_consent(entra: Entra, new_app: Any) -> None:
    browser = entra.sign_in(entra.browser())
    browser.get(entra.authorize_url(client_id=new_app.client_id, prompt="none"))
    assert browser.parameters["error"] == "interaction_required"
    assert "AADSTS65001" in browser.parameters["error_description"]


def test_a_test_that_says_who_signs_in_accepts_too(entra: Entra, new_app: Any) -> None:
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    code = entra.browser().get(entra.authorize_url(client_id=new_app.client_id)).parameters["code"]
    assert entra.redeem(code, client_id=new_app.client_id).status == 200


# --- sessions ---------------------------------------------------------------------------------------------------------


def test_a_browser_stays_signed_in(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    browser.parameters = {}
    assert "code" in browser.get(entra.authorize_url()).parameters
    browser.parameters = {}
    assert "code" in browser.get(entra.authorize_url(prompt="none")).parameters


def test_another_browser_does_not(entra: Entra) -> None:
    entra.sign_in(entra.browser())
    assert entra.browser().get(entra.authorize_url(prompt="none")).parameters["error"] == "login_required"


def test_prompt_login_asks_although_somebody_is_signed_in(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    browser.get(entra.authorize_url(prompt="login"))
    assert "loginfmt" in browser.page.forms[0].fields
    browser.parameters = {}
    browser.submit("next", loginfmt=entra.alice.upn, passwd=PASSWORD)
    assert "code" in browser.parameters


@pytest.mark.parametrize("version", [1, 2])
def test_max_age_asks_again_for_the_password_once_it_is_over(entra: Entra, version: int) -> None:
    url = entra.authorize_url(version=version, max_age="300")
    browser = entra.sign_in(entra.browser())
    entra.tenant.clock.advance(299)
    browser.parameters = {}
    assert "code" in browser.get(url).parameters
    entra.tenant.clock.advance(1)
    browser.parameters = {}
    browser.get(url)
    assert "passwd" in browser.page.forms[0].fields
    assert entra.alice.upn in browser.page.text
    assert "code" in browser.submit("sign-in", passwd=PASSWORD).parameters


def test_max_age_0_is_never_met_by_a_session(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    assert browser.get(entra.authorize_url(max_age="0", prompt="none")).parameters["error"] == "login_required"
    browser.get(entra.authorize_url(max_age="0"))
    assert "passwd" in browser.page.forms[0].fields


@pytest.mark.parametrize("age", ["-1", "1.5", "an hour", "9" * 30])
def test_max_age_is_a_number_of_seconds(entra: Entra, age: str) -> None:
    browser = entra.browser().get(entra.authorize_url(max_age=age))
    assert browser.parameters["error_description"].startswith("AADSTS9002313: ")


def test_an_account_that_is_picked_is_as_old_as_its_session(entra: Entra) -> None:
    bob = entra.tenant.add_user("bob", PASSWORD)
    entra.tenant.public_app.optional_claims = frozenset({"auth_time"})
    browser = entra.sign_in(entra.browser())
    browser.get(entra.authorize_url(prompt="login", login_hint=bob.upn)).submit("sign-in", passwd=PASSWORD)
    signed_in_at = int(entra.tenant.clock.time())
    entra.tenant.clock.advance(600)
    browser.get(entra.authorize_url()).submit(entra.alice.upn)
    claims = claims_of(entra.redeem(browser.parameters["code"]).json["id_token"])
    assert abs(claims["auth_time"] - signed_in_at) < 60
    browser.get(entra.authorize_url(max_age="300")).submit(entra.alice.upn)
    assert "passwd" in browser.page.forms[0].fields


def test_two_accounts_in_one_browser_are_picked_from(entra: Entra) -> None:
    bob = entra.tenant.add_user("bob", PASSWORD)
    browser = entra.sign_in(entra.browser())
    browser.get(entra.authorize_url(prompt="login", login_hint=bob.upn)).submit("sign-in", passwd=PASSWORD)
    browser.parameters = {}
    assert browser.get(entra.authorize_url(prompt="none")).parameters["error"] == "interaction_required"
    browser.get(entra.authorize_url())
    assert "Pick an account" in browser.page.text
    browser.submit(entra.alice.upn)
    token = claims_of(entra.redeem(browser.parameters["code"]).json["access_token"])
    assert token["upn"] == entra.alice.upn
    browser.get(entra.authorize_url(prompt="none", login_hint=bob.upn))
    assert claims_of(entra.redeem(browser.parameters["code"]).json["access_token"])["upn"] == bob.upn


def test_select_account_lets_choose_another(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    browser.get(entra.authorize_url(prompt="select_account"))
    assert "Pick an account" in browser.page.text
    browser.submit("other")
    assert "loginfmt" in browser.page.forms[0].fields


def test_a_revocation_ends_the_browsers_session(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    entra.tenant.revoke(entra.alice)
    assert browser.get(entra.authorize_url(prompt="none")).parameters["error"] == "login_required"


def test_a_page_that_lost_its_flow(entra: Entra) -> None:
    browser = entra.browser().get(entra.authorize_url())
    browser.page.forms[0].fields["flowToken"] = "forged"
    assert "AADSTS165000" in browser.submit("next", loginfmt=entra.alice.upn).page.text


def test_a_finished_page_leads_nowhere(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    assert "AADSTS165000" in browser.submit("sign-in", passwd=PASSWORD).page.text


def test_a_dropped_tenant_is_not_held(entra: Entra) -> None:
    browser = entra.sign_in(entra.browser())
    browser.get(entra.authorize_url(prompt="login"))
    entra.cloud.remove(entra.tenant)
    browser.submit("next", loginfmt="alice@contoso.onmicrosoft.com")
    assert "AADSTS90002" in browser.page.text
