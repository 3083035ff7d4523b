"""``$Config`` of the pages, by which a program signs in."""

import pytest

from fakeserver.protocols.oauth import page_config
from tests.protocols.oauth.client import Entra
from tests.protocols.oauth.scripted import begin, config_of, tokens
from tests.world import PASSWORD


def test_a_program_signs_in_by_it(entra: Entra) -> None:
    browser, config = begin(entra, authority="common")
    assert config["pgid"] == "ConvergedSignIn"
    assert config["urlGetCredentialType"] == "/common/GetCredentialType"
    assert {"apiCanary", "correlationId", "sessionId", "hpgid", "hpgact"} <= set(config)
    browser.post(config["urlPost"], **tokens(config), login=entra.alice.upn, passwd=PASSWORD)
    assert entra.redeem(browser.parameters["code"]).status == 200


@pytest.mark.parametrize("name", ["flowToken", "ctx", "canary"])
def test_what_belongs_to_another_sign_in_is_refused(entra: Entra, name: str) -> None:
    browser, config = begin(entra)
    _, other = begin(entra)
    shown = tokens(config) | {name: tokens(other)[name]}
    browser.post(config["urlPost"], **shown, login=entra.alice.upn, passwd=PASSWORD)
    assert "AADSTS165000" in config_of(browser)["strServiceExceptionMessage"]


def test_what_names_no_sign_in_is_refused(entra: Entra) -> None:
    browser, config = begin(entra)
    browser.post(config["urlPost"], login=entra.alice.upn, passwd=PASSWORD)
    assert "AADSTS165000" in config_of(browser)["strServiceExceptionMessage"]


@pytest.mark.parametrize(("user", "code"), [("alice", "50126"), ("nobody", "50034")])
def test_a_wrong_password_has_its_code(entra: Entra, user: str, code: str) -> None:
    browser, config = begin(entra)
    browser.post(config["urlPost"], **tokens(config), login=f"{user}@{entra.tenant.domain}", passwd="wrong")
    assert config_of(browser)["sErrorCode"] == code
    assert "sErrorCode" not in config


def test_a_password_that_has_expired(entra: Entra) -> None:
    browser, config = begin(entra)
    entra.alice.password_expired = True
    browser.post(config["urlPost"], **tokens(config), login=entra.alice.upn, passwd=PASSWORD)
    assert config_of(browser)["pgid"] == "ConvergedChangePassword"


def test_consent_is_told_with_what_is_asked_for(entra: Entra) -> None:
    app = entra.tenant.register_app("Shiny", public=True, delegated=["IMAP.AccessAsUser.All"], consent="user")
    browser, config = begin(entra, client_id=app.client_id)
    browser.post(config["urlPost"], **tokens(config), login=entra.alice.upn, passwd=PASSWORD)
    asked = [one["scope"] for one in config_of(browser)["arrScopes"]]
    assert any("IMAP.AccessAsUser.All" in scope for scope in asked)


def test_nothing_ends_the_comment() -> None:
    comment = page_config.comment({"text": "--> <script>\n</script> <!--"})
    assert comment.count("-->") == comment.count("<!--") == 1
    assert "<script" not in comment
