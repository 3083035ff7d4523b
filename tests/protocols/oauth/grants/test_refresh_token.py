"""The refresh token grant."""

from typing import Any

from fakeserver.tenant.directory.applications import RedirectUri
from tests.protocols.oauth.client import Entra
from tests.tokens import claims_of


def refresh(entra: Entra, refresh_token: str, **form: Any) -> Any:
    usual = {
        "grant_type": "refresh_token",
        "client_id": entra.tenant.public_app.client_id,
        "refresh_token": refresh_token,
    }
    return entra.token(**(usual | form))


def test_a_new_one_comes_and_the_old_one_stays(entra: Entra) -> None:
    old = entra.password().json["refresh_token"]
    first = refresh(entra, old)
    assert first.status == 200
    assert first.json["refresh_token"] != old
    assert claims_of(first.json["access_token"])["scp"] == "IMAP.AccessAsUser.All"
    assert refresh(entra, old).status == 200
    assert refresh(entra, first.json["refresh_token"]).status == 200


def test_the_header_tells_the_refresh_tokens_age(entra: Entra) -> None:
    entra.tenant.clock.freeze()
    token = entra.password().json["refresh_token"]
    entra.tenant.clock.advance(2)
    *before, milliseconds, after = refresh(entra, token).headers.get("x-ms-clitelem").split(",")
    assert (before, after) == (["1", "0", "0"], "")
    assert 2000 <= float(milliseconds) < 3001


def test_another_resource_of_the_same_consent(entra: Entra) -> None:
    token = entra.password().json["refresh_token"]
    answer = refresh(entra, token, scope="https://graph.microsoft.com/User.Read")
    assert claims_of(answer.json["access_token"])["aud"] == "https://graph.microsoft.com"


def test_not_for_what_nobody_allowed(entra: Entra) -> None:
    token = entra.password().json["refresh_token"]
    answer = refresh(entra, token, scope="https://graph.microsoft.com/User.Read.All")
    assert answer.json["error_codes"] == [65001]


def test_nonsense(entra: Entra) -> None:
    answer = refresh(entra, "nonsense")
    assert (answer.json["error"], answer.json["error_codes"]) == ("invalid_grant", [9002313])


def test_another_applications(entra: Entra) -> None:
    other = entra.tenant.register_app("other", public=True)
    answer = refresh(entra, entra.password().json["refresh_token"], client_id=other.client_id)
    assert answer.json["error_codes"] == [700007]


def test_revoked(entra: Entra) -> None:
    token = entra.password().json["refresh_token"]
    entra.tenant.revoke(entra.alice)
    answer = refresh(entra, token)
    assert (answer.json["error_codes"], answer.json["suberror"]) == ([50173], "bad_token")
    assert "TokensValidFrom date" in answer.json["error_description"]
    assert ".0000000Z'." in answer.json["error_description"]


def test_unused_for_ninety_days(entra: Entra) -> None:
    token = entra.password().json["refresh_token"]
    entra.tenant.clock.advance(89 * 86400)
    token = refresh(entra, token).json["refresh_token"]
    entra.tenant.clock.advance(89 * 86400)
    assert refresh(entra, token).status == 200
    entra.tenant.clock.advance(90 * 86400)
    answer = refresh(entra, token)
    assert answer.json["error_codes"] == [700082]
    assert "inactive for 90.00:00:00." in answer.json["error_description"]


def test_a_single_page_apps_lives_for_a_day_however_often_it_is_used(entra: Entra) -> None:
    uri, origin = "https://spa.example/", {"Origin": "https://spa.example"}
    app = entra.tenant.register_app("spa", redirect_uris=[RedirectUri(uri, "spa")], delegated=["IMAP.AccessAsUser.All"])
    entra.tenant.sign_ins.auto_sign_in = entra.alice
    entra.tenant.clock.freeze()
    form: dict[str, Any] = {"client_id": app.client_id, "headers": origin}
    code = entra.browser().get(entra.authorize_url(client_id=app.client_id, redirect_uri=uri)).parameters["code"]
    first = entra.redeem(code, redirect_uri=uri, **form).json["refresh_token"]
    entra.tenant.clock.advance(23 * 3600)
    second = refresh(entra, first, **form).json["refresh_token"]
    without = refresh(entra, second, client_id=app.client_id, client_secret=app.client_secret)
    assert without.json["error_codes"] == [9002327]
    entra.tenant.clock.advance(3600)
    for token in (first, second):
        answer = refresh(entra, token, **form)
        assert answer.json["error_codes"] == [700084]
    assert "fixed, limited lifetime of 1.00:00:00" in refresh(entra, first, **form).json["error_description"]


def test_a_disabled_user(entra: Entra) -> None:
    token = entra.password().json["refresh_token"]
    entra.alice.enabled = False
    assert refresh(entra, token).json["error_codes"] == [50057]
