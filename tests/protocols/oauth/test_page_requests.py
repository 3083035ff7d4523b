"""What the sign-in pages' scripts ask: the credential type, and the second factor."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.protocols.oauth.client import Browser, Entra
from tests.protocols.oauth.scripted import ask, begin, config_of, tokens
from tests.world import PASSWORD

TYPE = "/common/GetCredentialType"


@pytest.mark.parametrize(("user", "exists", "domain"), [("alice", 0, 3), ("nobody", 1, 3), ("a@elsewhere.test", 1, 1)])
def test_the_credential_type(entra: Entra, user: str, exists: int, domain: int) -> None:
    browser, config = begin(entra)
    name = user if "@" in user else f"{user}@{entra.tenant.domain}"
    status, answer = ask(entra, browser, TYPE, {"username": name, "flowToken": config["sFT"]})
    assert status == 200
    assert (answer["Username"], answer["IfExistsResult"]) == (name, exists)
    assert answer["EstsProperties"]["DomainType"] == domain
    assert answer["Credentials"]["HasPassword"] is True
    assert answer["FlowToken"] == config["sFT"]


@pytest.mark.parametrize(
    ("question", "code"),
    [(b"", 9002313), (b"[]", 9002313), (b"[" * 100_000, 9002313), ({}, 90014), ({"username": 7}, 90014)],
)
def test_what_is_no_question(entra: Entra, question: object, code: int) -> None:
    status, answer = ask(entra, entra.browser(), TYPE, question)
    assert (status, answer["error_codes"]) == (400, [code])


@pytest.fixture
def asked(entra: Entra) -> tuple[Browser, dict[str, Any]]:
    """A sign-in that has come to its second factor, and what its page tells."""
    entra.alice.mfa = "required"
    browser, config = begin(entra)
    browser.post(config["urlPost"], **tokens(config), login=entra.alice.upn, passwd=PASSWORD)
    return browser, config_of(browser)


def question(config: dict[str, Any], **values: str) -> dict[str, str]:
    known = {"AuthMethodId": "PhoneAppNotification", "Ctx": config["sCtx"], "FlowToken": config["sFT"]}
    return known | values


def process(browser: Browser, config: dict[str, Any]) -> Browser:
    shown = {"request": config["sCtx"], "flowToken": config["sFT"], "mfaAuthMethod": "PhoneAppNotification"}
    return browser.post(config["urlPost"], **shown)


def test_the_second_factor(entra: Entra, asked: tuple[Browser, dict[str, Any]]) -> None:
    browser, config = asked
    assert config["arrUserProofs"][0]["authMethodId"] == "PhoneAppNotification"
    for url in (config["urlBeginAuth"], config["urlEndAuth"]):
        status, answer = ask(entra, browser, url, question(config))
        assert (status, answer["Success"], answer["ResultValue"]) == (200, True, "Success")
        assert (answer["FlowToken"], answer["Ctx"]) == (config["sFT"], config["sCtx"])
    assert entra.redeem(process(browser, config).parameters["code"]).status == 200


def test_a_second_factor_that_was_only_begun(entra: Entra, asked: tuple[Browser, dict[str, Any]]) -> None:
    browser, config = asked
    ask(entra, browser, config["urlBeginAuth"], question(config))
    assert process(browser, config).parameters["error_description"].startswith("AADSTS500121")


@pytest.mark.parametrize("name", ["Ctx", "FlowToken"])
def test_a_second_factor_of_another_sign_in(entra: Entra, asked: tuple[Browser, dict[str, Any]], name: str) -> None:
    browser, config = asked
    status, answer = ask(entra, browser, config["urlEndAuth"], question(config, **{name: "forged"}))
    assert (status, answer["error_codes"]) == (400, [165000])


def test_a_second_factor_that_nobody_was_asked_for(entra: Entra, asked: tuple[Browser, dict[str, Any]]) -> None:
    browser, config = asked
    status, answer = ask(entra, browser, config["urlEndAuth"], question(config))
    assert (status, answer["error_codes"]) == (400, [165000])
    assert process(browser, config).parameters["error_description"].startswith("AADSTS500121")


@pytest.mark.parametrize("values", [{"AuthMethodId": "OneWaySMS"}, {"AuthMethodId": ""}])
def test_a_way_that_the_page_has_not_named(
    entra: Entra, asked: tuple[Browser, dict[str, Any]], values: dict[str, str]
) -> None:
    browser, config = asked
    status, answer = ask(entra, browser, config["urlBeginAuth"], question(config, **values))
    assert (status, answer["error_codes"]) == (400, [9002313])


def test_nobody_registers_by_approving(entra: Entra) -> None:
    entra.alice.mfa = "enrol"
    browser, config = begin(entra)
    browser.post(config["urlPost"], **tokens(config), login=entra.alice.upn, passwd=PASSWORD)
    status, answer = ask(entra, browser, "/common/SAS/BeginAuth", question(config_of(browser)))
    assert (status, answer["error_codes"]) == (400, [165000])


@given(
    st.binary(max_size=40)
    | st.recursive(
        st.text() | st.none() | st.integers(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["username", "FlowToken", "Ctx", "flowToken"]) | st.text(), inner)
        ),
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_is_answered(entra: Entra, question: object) -> None:
    for path in (TYPE, "/common/SAS/BeginAuth", "/common/SAS/EndAuth"):
        status, answer = ask(entra, entra.browser(), path, question)
        assert status in (200, 400)
        assert ("error_codes" in answer) == (status == 400)


def test_no_second_factor_before_the_first(entra: Entra) -> None:
    browser, config = begin(entra)
    status, answer = ask(entra, browser, "/common/SAS/EndAuth", question(config))
    assert (status, answer["error_codes"]) == (400, [165000])


def test_another_browser_approves_nothing(entra: Entra, asked: tuple[Browser, dict[str, Any]]) -> None:
    _, config = asked
    status, answer = ask(entra, entra.browser(), config["urlEndAuth"], question(config))
    assert (status, answer["error_codes"]) == (400, [165000])
