"""The authorization code grant with PKCE."""

import pytest

from fakeserver.tenant.directory.applications import RedirectUri
from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of
from tests.world import World

SPA = "https://spa.example/callback"


@pytest.fixture
def code(entra: Entra) -> str:
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    return str(entra.browser().get(entra.authorize_url()).parameters["code"])


def test_a_code_becomes_tokens(entra: Entra, code: str) -> None:
    answer = entra.redeem(code, client_info="1")
    assert list(answer.json) == [
        "token_type",
        "scope",
        "expires_in",
        "ext_expires_in",
        "access_token",
        "refresh_token",
        "id_token",
        "client_info",
    ]
    assert claims_of(answer.json["access_token"])["upn"] == entra.alice.upn


@pytest.mark.parametrize(
    ("change", "error", "code_expected"),
    [
        ({"code": "nonsense"}, "invalid_grant", 9002313),
        ({"code_verifier": "b" * 43}, "invalid_grant", 501481),
        ({"code_verifier": ""}, "invalid_grant", 501481),
        ({"redirect_uri": ""}, "invalid_request", 700009),
        ({"redirect_uri": "http://localhost:9"}, "invalid_client", 500112),
        ({"client_secret": "x"}, "invalid_client", 700025),
    ],
)
def test_refused(entra: Entra, code: str, change: dict[str, str], error: str, code_expected: int) -> None:
    form = {"code": code, **change}
    answer = entra.redeem(form.pop("code"), **form)
    assert (answer.json["error"], answer.json["error_codes"]) == (error, [code_expected])


def test_a_refused_code_may_still_be_redeemed_rightly(entra: Entra, code: str) -> None:
    entra.redeem(code, code_verifier="b" * 43)
    assert entra.redeem(code).status == 200


def test_a_code_works_once(entra: Entra, code: str) -> None:
    assert entra.redeem(code).status == 200
    assert entra.redeem(code).json["error_codes"] == [54005]


def test_a_code_lives_ten_minutes(entra: Entra, code: str) -> None:
    entra.tenant.clock.advance(601)
    assert entra.redeem(code).json["error_codes"] == [70008]


def test_another_applications_code(entra: Entra, code: str) -> None:
    other = entra.tenant.register_app("other", public=True)
    assert entra.redeem(code, client_id=other.client_id).json["error_codes"] == [700007]


def test_revoked_in_between(entra: Entra, code: str) -> None:
    entra.tenant.revoke(entra.alice)
    assert entra.redeem(code).json["error_codes"] == [50173]


def test_the_token_request_may_narrow_the_scopes(entra: Entra) -> None:
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    both = "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send"
    code = entra.browser().get(entra.authorize_url(scope=both)).parameters["code"]
    answer = entra.redeem(code, scope="https://outlook.office.com/SMTP.Send")
    assert claims_of(answer.json["access_token"])["scp"] == "SMTP.Send"


def test_the_nonce_comes_back_in_the_id_token(entra: Entra) -> None:
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    code = entra.browser().get(entra.authorize_url(nonce="n-1")).parameters["code"]
    assert claims_of(entra.redeem(code).json["id_token"])["nonce"] == "n-1"


def test_plain_challenges_work_too(entra: Entra) -> None:
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    url = entra.authorize_url(code_challenge="p" * 43, code_challenge_method="plain")
    code = entra.browser().get(url).parameters["code"]
    assert entra.redeem(code, code_verifier="p" * 43).status == 200


def test_version_1(entra: Entra) -> None:
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    url = entra.authorize_url(version=1, scope="", resource="https://outlook.office365.com")
    code = entra.browser().get(url).parameters["code"]
    answer = entra.redeem(code, version=1, resource="https://outlook.office365.com")
    assert claims_of(answer.json["access_token"])["aud"] == "https://outlook.office365.com"
    assert answer.json["resource"] == "https://outlook.office365.com"


def test_a_single_page_app(entra: Entra) -> None:
    app = entra.tenant.register_app("spa", redirect_uris=[RedirectUri(SPA, "spa")], delegated=["IMAP.AccessAsUser.All"])
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    url = entra.authorize_url(client_id=app.client_id, redirect_uri=SPA)
    form = {"client_id": app.client_id, "redirect_uri": SPA}

    def code() -> str:
        return str(entra.browser().get(url).parameters["code"])

    without_origin = entra.redeem(code(), **form, client_secret=app.client_secret)
    assert without_origin.json["error_codes"] == [9002327]
    good = entra.redeem(code(), **form, headers={"Origin": "https://spa.example"})
    assert good.status == 200
    assert good.headers.get("Access-Control-Allow-Origin") == "https://spa.example"


def test_a_program_that_is_no_single_page_app_may_send_no_origin(entra: Entra, code: str) -> None:
    answer = entra.redeem(code, headers={"Origin": "https://spa.example"})
    assert answer.json["error_codes"] == [9002326]
    assert "Request origin: 'https://spa.example'." in answer.json["error_description"]


def test_another_tenants_code(entra: Entra, code: str, world: World) -> None:
    other = world.neighbour()
    answer = entra.redeem(code, authority=other.tenant_id, client_id=other.public_app.client_id)
    assert answer.json["error_codes"] == [700005]


@pytest.mark.parametrize(
    ("redirect_uri", "expected"), [("", 200), ("http://localhost", 200), ("http://localhost/other", 401), (SPA, 401)]
)
def test_the_only_address_is_meant_where_none_was_named(entra: Entra, redirect_uri: str, expected: int) -> None:
    code = entra.sign_in(entra.browser(), redirect_uri="").parameters["code"]
    assert entra.redeem(code, redirect_uri=redirect_uri).status == expected
