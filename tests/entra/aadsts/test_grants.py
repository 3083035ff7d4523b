"""Codes about what is redeemed: codes, refresh tokens, device codes, assertions of users."""

from typing import Any

import pytest

from fakeserver.tenant.tokens.keys import SigningKey
from tests.entra.aadsts.client import Caused, Entra

ORIGIN = {"Origin": "https://spa.example"}
SINGLE_PAGE = "https://spa.example/"


def other_app(entra: Entra) -> Any:
    return entra.tenant.register_app("Other", public=True, delegated=["IMAP.AccessAsUser.All"])


def redeemed_twice(entra: Entra) -> Any:
    code = entra.code()
    assert entra.by_code(code).status_code == 200
    return entra.by_code(code)


def code_too_late(entra: Entra) -> Any:
    code = entra.code()
    entra.tenant.clock.advance(601)
    return entra.by_code(code)


def unused_for_too_long(entra: Entra) -> Any:
    token = entra.refresh_token()
    entra.tenant.clock.advance(91 * 24 * 3600)
    return entra.by_refresh_token(token)


def revoked(entra: Entra) -> Any:
    token = entra.refresh_token()
    entra.tenant.revoke(entra.alice)
    return entra.by_refresh_token(token)


def password_reset(entra: Entra) -> Any:
    token = entra.refresh_token()
    entra.tenant.sign_ins.reset_password(entra.alice)
    return entra.by_refresh_token(token)


def disabled_since(entra: Entra) -> Any:
    token = entra.refresh_token()
    entra.alice.enabled = False
    return entra.by_refresh_token(token)


def single_page(entra: Entra) -> Any:
    from fakeserver.tenant.directory.applications import RedirectUri

    return entra.tenant.register_app(
        "Page", public=True, redirect_uris=[RedirectUri(SINGLE_PAGE, "spa")], delegated=["IMAP.AccessAsUser.All"]
    )


def page_without_origin(entra: Entra) -> Any:
    app = single_page(entra)
    return entra.by_code(entra.code(app, redirect_uri=SINGLE_PAGE), app, redirect_uri=SINGLE_PAGE)


def page_after_a_day(entra: Entra) -> Any:
    app = single_page(entra)
    code = entra.code(app, redirect_uri=SINGLE_PAGE)
    answer = entra.by_code(code, app, redirect_uri=SINGLE_PAGE, headers=ORIGIN, scope=None)
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN["Origin"]
    entra.tenant.clock.advance(24 * 3600 + 1)
    return entra.asks(
        grant_type="refresh_token",
        client_id=app.client_id,
        refresh_token=answer.json()["refresh_token"],
        headers=ORIGIN,
    )


def page_without_pkce(entra: Entra) -> Any:
    """The request stays on the page: its redirect URI is no loopback address that the test could look at."""
    app = single_page(entra)
    query: dict[str, Any] = {"redirect_uri": SINGLE_PAGE, "code_challenge": "", "code_challenge_method": ""}
    return entra.person().goes(entra.authorize_url(app, **query))


def of_another_tenant(entra: Entra) -> Any:
    other = entra.target.server.new_tenant()
    try:
        user = other.add_user("carol")
        scopes = other._minting._requested(["IMAP.AccessAsUser.All"])
        with other.lock:
            code = other.tokens.authorize(other.public_app, user, scopes, other.tokens.issuer.new_sign_in(user))
        return entra.by_code(code)
    finally:
        entra.target.server.drop_tenant(other)


def refreshed_at_another_tenant(entra: Entra) -> Any:
    other = entra.target.server.new_tenant()
    try:
        user = other.add_user("carol")
        scopes = other._minting._requested(["IMAP.AccessAsUser.All", "offline_access"])
        with other.lock:
            token = other.tokens.issuer.issue_for_user(other.public_app, user, scopes).refresh_token
        return entra.by_refresh_token(str(token))
    finally:
        entra.target.server.drop_tenant(other)


def foreign_user_token(entra: Entra) -> Any:
    """As a token of another environment: its key is none of the tenant's."""
    api, _ = entra.middle_tier()
    token = entra.tenant.mint(user=entra.alice, aud=f"api://{api.client_id}", key=SigningKey.generate())
    return entra.on_behalf_of(api, token)


def changed_user_token(entra: Entra) -> Any:
    api, token = entra.middle_tier()
    return entra.on_behalf_of(api, token[:-8] + "AAAAAAAA")


def device_too_late(entra: Entra) -> Any:
    flow = entra.device_flow()
    entra.tenant.clock.advance(901)
    return entra.poll(flow)


def device_declined(entra: Entra) -> Any:
    flow = entra.device_flow()
    entra.tenant.sign_ins.decline_device_code(flow["user_code"])
    return entra.poll(flow)


def device_redeemed(entra: Entra) -> Any:
    flow = entra.device_flow()
    entra.tenant.sign_ins.approve_device_code(flow["user_code"])
    assert entra.poll(flow).status_code == 200
    return entra.poll(flow)


def device_impatient(entra: Entra) -> Any:
    entra.tenant.tokens.device_codes.slow_down = True
    flow = entra.device_flow()
    entra.poll(flow)
    return entra.poll(flow)


def assertion_expired(entra: Entra) -> Any:
    api, assertion = entra.middle_tier()
    entra.tenant.clock.advance(6000)
    return entra.on_behalf_of(api, assertion)


def assertion_for_somebody_else(entra: Entra) -> Any:
    api, _ = entra.middle_tier()
    return entra.on_behalf_of(api, entra.target.token())


def id_token_as_assertion(entra: Entra) -> Any:
    api, _ = entra.middle_tier()
    sign_in = entra.by_code(entra.code(), scope=["openid"])
    return entra.on_behalf_of(api, sign_in.json()["id_token"])


def assertion_of_an_application(entra: Entra) -> Any:
    api, _ = entra.middle_tier()
    return entra.on_behalf_of(api, entra.tenant.mint(entra.confidential, aud=f"api://{api.client_id}"))


MALFORMED = "Invalid request. Request is malformed or invalid."
INVALID = "Provided grant is invalid or malformed."
REVOKED = (
    "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed "
    "or reset their password. The grant was issued on '{moment}' and the TokensValidFrom date (before which tokens are "
    "not valid) for this user is '{moment}'."
)
NOT_OURS = "Assertion failed signature validation. [Reason - {}, Thumbprint of key used by client: '{{thumbprint}}']"

#: msal advises against what is tested here
pytestmark = pytest.mark.filterwarnings("ignore:Use obtain_token_by_auth_code_flow:DeprecationWarning")

CASES = [
    (70000, 400, "invalid_grant", "", INVALID, lambda e: e.by_code(f"0.{'A' * 48}.{'A' * 320}")),
    (70000, 400, "invalid_grant", "", INVALID, lambda e: e.by_refresh_token(f"0.{'A' * 48}.{'A' * 640}")),
    (9002313, 400, "invalid_grant", "", MALFORMED, lambda e: e.by_code("made-up")),
    (9002313, 400, "invalid_grant", "", MALFORMED, lambda e: e.by_code(e.code()[:-1])),
    (9002313, 400, "invalid_grant", "", MALFORMED, lambda e: e.by_refresh_token("made-up")),
    (9002313, 400, "invalid_grant", "", MALFORMED, lambda e: e.by_refresh_token(e.refresh_token()[:-1])),
    (70000, 400, "invalid_grant", "", INVALID, device_redeemed),
    (54005, 400, "invalid_grant", "",
     "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh "
     "token.",
     redeemed_twice),
    (70008, 400, "invalid_grant", "",
     "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive "
     "authorization request for this user and resource.",
     code_too_late),
    (700005, 400, "invalid_grant", "",
     "Provided Authorization Code is intended to use against other tenant, thus rejected.", of_another_tenant),
    (7000012, 400, "invalid_grant", "", "The grant was obtained for a different tenant.", refreshed_at_another_tenant),
    (700007, 400, "invalid_grant", "client_mismatch", "The grant was issued for a different client id.",
     lambda e: e.by_code(e.code(), other_app(e))),
    (700007, 400, "invalid_grant", "client_mismatch", "The grant was issued for a different client id.",
     lambda e: e.by_refresh_token(e.refresh_token(), other_app(e))),
    (700009, 400, "invalid_request", "",
     "Reply address must be provided when presenting an authorization code requested with an explicit reply address.",
     lambda e: e.by_code(e.code(), redirect_uri=None)),
    (500112, 401, "invalid_client", "",
     "The reply address 'http://localhost:4712' does not match the reply address 'http://localhost:4711' provided when "
     "requesting Authorization code.",
     lambda e: e.by_code(e.code(), redirect_uri="http://localhost:4712")),
    (501481, 400, "invalid_grant", "",
     "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
     lambda e: e.by_code(e.code(), code_verifier="w" * 43)),
    (9002326, 400, "invalid_request", "",
     "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: "
     "'https://spa.example'.",
     lambda e: e.by_code(e.code(), headers=ORIGIN)),
    (9002327, 400, "invalid_request", "",
     "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
     page_without_origin),
    (700082, 400, "invalid_grant", "bad_token",
     "The refresh token has expired due to inactivity. The token was issued on {moment} and was inactive for "
     "90.00:00:00.",
     unused_for_too_long),
    (700084, 400, "invalid_grant", "",
     "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of "
     "1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the "
     "sign in page. The token was issued on {moment}.",
     page_after_a_day),
    (50173, 400, "invalid_grant", "bad_token", REVOKED, revoked),
    (50173, 400, "invalid_grant", "bad_token", REVOKED, password_reset),
    (50057, 400, "invalid_grant", "", "The user account is disabled.", disabled_since),
    # --- on behalf of ---
    (50027, 400, "invalid_request", "", "JWT token is invalid or malformed.",
     lambda e: e.on_behalf_of(e.middle_tier()[0], "no.token.at-all")),
    (50013, 400, "invalid_grant", "", NOT_OURS.format("The key was not found."), foreign_user_token),
    (50013, 400, "invalid_grant", "",
     NOT_OURS.format("Key was found, but use of the key to verify the signature failed."), changed_user_token),
    (500131, 400, "invalid_grant", "",
     "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was "
     "'https://outlook.office.com' and the expected audience is 'api://{MiddleTier}' or one of the Application Uris of "
     "this application with App ID '{MiddleTier}'(Middle Tier). The downstream client must request a token for the "
     "expected audience (the application that made the OBO request) and this application should use that token as the "
     "assertion.",
     assertion_for_somebody_else),
    (240002, 400, "invalid_request", "",
     "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant.", id_token_as_assertion),
    (500133, 400, "invalid_grant", "",
     "Assertion is not within its valid time range. Ensure that the access token is not expired before using it for "
     "user assertion, or request a new token. Current time: {moment}, expiry time of assertion {moment}.",
     assertion_expired),
    (7000114, 400, "invalid_grant", "",
     "Application '{MiddleTier}' is not allowed to make application on-behalf-of calls.",
     assertion_of_an_application),
    # --- the device code ---
    (70016, 400, "authorization_pending", "",
     "OAuth 2.0 device flow error. Authorization is pending. Continue polling.", lambda e: e.poll(e.device_flow())),
    (7001600, 400, "slow_down", "", "OAuth 2.0 device flow error. The client polls too often. Slow down.",
     device_impatient),
    (70018, 400, "authorization_declined", "",
     "OAuth 2.0 device flow error. The end user has denied the authorization request.", device_declined),
    (70020, 400, "expired_token", "",
     "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
     device_too_late),
    (7000014, 400, "invalid_grant", "",
     "The provided value for the input parameter 'device_code' is not valid.",
     lambda e: e.poll({"device_code": "made-up", "user_code": "A", "interval": 5})),
]  # fmt: skip


@pytest.mark.parametrize(("code", "status", "error", "suberror", "text", "way"), CASES, ids=[c[0] for c in CASES])
def test_is_caused(caused: Caused, code: int, status: int, error: str, suberror: str, text: str, way: Any) -> None:
    assert caused(way, code, status, error, suberror, text) is None


def test_a_single_page_app_must_use_pkce(entra: Entra) -> None:
    """AADSTS9002325 goes to the redirect URI, like every fault of a request whose reply address is known."""
    answer = page_without_pkce(entra).page
    assert answer.status_code == 302
    assert "error=invalid_request" in answer.headers["Location"]
    assert "AADSTS9002325%3A+Proof+Key+for+Code+Exchange+is+required" in answer.headers["Location"]
