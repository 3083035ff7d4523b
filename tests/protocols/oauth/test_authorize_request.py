"""Authorization requests: response types, tenants of open authorities, several resources."""

from typing import Any

import jwt
import pytest

from fakeserver.protocols.oauth.authorize_request import RESPONSE_MODES
from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of
from tests.world import World


@pytest.fixture
def app(entra: Entra) -> Any:
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    app = entra.tenant.register_app("web", redirect_uris=["https://app.example/"], delegated=["IMAP.AccessAsUser.All"])
    app.implicit = frozenset({"id_token", "token"})
    return app


def ask(entra: Entra, app: Any, **query: Any) -> Any:
    usual = {"client_id": app.client_id, "redirect_uri": "https://app.example/", "nonce": "n"}
    return entra.browser().get(entra.authorize_url(**(usual | query)))


def test_the_modes_are_those_of_the_discovery_document() -> None:
    assert list(RESPONSE_MODES) == ["query", "fragment", "form_post"]


def test_an_id_token_comes_in_the_fragment(entra: Entra, app: Any) -> None:
    answer = ask(entra, app, response_type="id_token", scope="openid profile email")
    key = entra.tenant.keys.current.public_key
    claims = jwt.decode(answer.parameters["id_token"], key, ["RS256"], audience=app.client_id)
    assert (claims["nonce"], claims["email"], claims["ver"]) == ("n", entra.alice.upn, "2.0")
    assert "code" not in answer.parameters


def test_a_hybrid_answer_is_bound_to_its_code(entra: Entra, app: Any) -> None:
    answer = ask(entra, app, response_type="code id_token", response_mode="form_post").submit()
    assert list(answer.parameters)[:2] == ["code", "id_token"]
    assert claims_of(answer.parameters["id_token"])["c_hash"]
    form = {"client_id": app.client_id, "client_secret": app.client_secret, "redirect_uri": "https://app.example/"}
    assert entra.redeem(answer.parameters["code"], **form).status == 200


def test_an_implicit_access_token(entra: Entra, app: Any) -> None:
    answer = ask(entra, app, response_type="id_token token").parameters
    assert claims_of(answer["access_token"])["upn"] == entra.alice.upn
    assert claims_of(answer["id_token"])["at_hash"]
    assert answer["token_type"] == "Bearer"


def test_tokens_do_not_travel_in_the_query(entra: Entra, app: Any) -> None:
    answer = ask(entra, app, response_type="id_token", response_mode="query").parameters
    assert answer["error_description"].startswith("AADSTS70007: ")


def test_an_id_token_needs_a_nonce(entra: Entra, app: Any) -> None:
    answer = ask(entra, app, response_type="id_token", nonce="").parameters
    assert answer["error_description"].startswith("AADSTS90014: The required field 'nonce' is missing from ")


@pytest.mark.parametrize("response_type", ["id_token", "code id_token", "id_token token"])
def test_an_id_token_needs_the_scope_openid(entra: Entra, app: Any, response_type: str) -> None:
    usual: dict[str, Any] = {"response_type": response_type, "response_mode": "fragment"}
    answer = ask(entra, app, **usual, scope="https://outlook.office.com/IMAP.AccessAsUser.All profile").parameters
    assert answer["error"] == "unsupported_response_type"
    assert "AADSTS70005: The app returned" in answer["error_description"]
    assert "response type 'id_token' requires the 'OpenID' scope." in answer["error_description"]
    assert "id_token" in ask(entra, app, **usual, version=1, scope="", resource="https://outlook.office.com").parameters


def test_an_access_token_is_for_a_resource(entra: Entra, app: Any) -> None:
    """Those of OpenID Connect are none; an id_token alone needs none."""
    usual = {"scope": "openid profile", "response_mode": "fragment"}
    for response_type in ("token", "id_token token"):
        answer = ask(entra, app, response_type=response_type, **usual).parameters
        assert answer["error_description"].startswith("AADSTS28002: "), response_type
        answer = ask(entra, app, response_type=response_type, version=1, **usual).parameters
        assert answer["error_description"].startswith("AADSTS500013: "), response_type
    assert "id_token" in ask(entra, app, response_type="id_token", **usual).parameters
    resource = {"resource": "https://outlook.office365.com"}
    assert "access_token" in ask(entra, app, response_type="token", version=1, **usual, **resource).parameters


def test_a_single_tenant_application_wants_its_tenant(entra: Entra, app: Any) -> None:
    app.multi_tenant = False
    page = ask(entra, app, authority="common").page
    assert "AADSTS50194" in page.text
    assert "code" in ask(entra, app).parameters


def test_an_open_authority_goes_to_the_newest_tenant_that_knows_the_application(
    entra: Entra, app: Any, world: World
) -> None:
    world.neighbour()
    assert "code" in ask(entra, app, authority="organizations").parameters


def test_a_domain_hint_chooses_the_tenant(entra: Entra, app: Any, world: World) -> None:
    world.neighbour()
    answer = ask(entra, app, authority="common", domain_hint="fabrikam.onmicrosoft.com")
    assert "AADSTS700016" in answer.page.text


def test_default_of_a_resource_that_the_registration_does_not_list(entra: Entra, app: Any) -> None:
    answer = ask(entra, app, scope="https://graph.microsoft.com/.default").parameters
    assert answer["error"] == "invalid_resource"
    assert answer["error_description"].startswith("AADSTS650057: Invalid resource.")


def test_several_resources_are_consented_to_at_once_and_redeemed_one_by_one(entra: Entra) -> None:
    exchange, graph = "https://outlook.office.com/SMTP.Send", "https://graph.microsoft.com/Mail.Read"
    app = entra.tenant.register_app("both", public=True, delegated=["SMTP.Send", graph], consent="user")
    browser = entra.sign_in(entra.browser(), client_id=app.client_id, scope=f"{exchange} {graph} offline_access")
    assert "Send emails from mailboxes using SMTP AUTH" in browser.page.text
    assert "Read your mail" in browser.page.text
    code = browser.submit("accept").parameters["code"]
    assert entra.redeem(code, client_id=app.client_id).json["error_codes"] == [28003]
    first = entra.redeem(code, client_id=app.client_id, scope=f"{exchange} offline_access")
    assert claims_of(first.json["access_token"])["scp"] == "SMTP.Send"
    form: dict[str, Any] = {"grant_type": "refresh_token", "client_id": app.client_id}
    second = entra.token(**form, refresh_token=first.json["refresh_token"], scope=graph)
    assert claims_of(second.json["access_token"])["scp"] == "Mail.Read"


@pytest.mark.parametrize(
    "challenge", ["a" * 42, "a" * 129, "+/" * 22, " " * 43, "\u00e9" * 43, "a" * 42 + "=", "a" * 43 + "="]
)
@pytest.mark.parametrize(("method", "code"), [("S256", 501491), ("plain", 50147), ("", 50147)])
def test_a_challenge_has_its_length_and_its_letters(
    entra: Entra, app: Any, challenge: str, method: str, code: int
) -> None:
    answer = ask(entra, app, code_challenge=challenge, code_challenge_method=method).parameters
    assert answer["error_description"].startswith(f"AADSTS{code}: ")


@pytest.mark.parametrize("challenge", ["a" * 44, "0f" * 32, "a" * 42 + "."])
def test_a_challenge_of_sha_256_has_43_letters_of_base64url(entra: Entra, app: Any, challenge: str) -> None:
    answer = ask(entra, app, code_challenge=challenge, code_challenge_method="S256").parameters
    assert answer["error_description"].startswith("AADSTS501491: Invalid size of Code_Challenge parameter.")
    assert "code" in ask(entra, app, code_challenge=challenge, code_challenge_method="plain").parameters


def test_a_method_without_a_challenge(entra: Entra, app: Any) -> None:
    answer = ask(entra, app, code_challenge="", code_challenge_method="S256").parameters
    assert answer["error_description"].startswith("AADSTS50147: Invalid size of the code challenge parameter.")


@pytest.mark.parametrize("name", ["request", "request_uri"])
def test_a_request_object_is_not_passed_over(entra: Entra, app: Any, name: str) -> None:
    assert ask(entra, app, **{name: "https://app.example/request"}).parameters["error"] == f"{name}_not_supported"
