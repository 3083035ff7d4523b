from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from fakeserver.tenant import refusals as no
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.permissions import parse_scopes
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tokens.claims import SignIn
from fakeserver.tenant.tokens.grants import (
    CODE_LIFETIME,
    REFRESH_TOKEN_LIFETIME,
    SPA_REFRESH_TOKEN_LIFETIME,
    AuthorizationCode,
    Grants,
    RefreshToken,
)

# RFC 7636 appendix B.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
SCOPES = parse_scopes("https://outlook.office.com/SMTP.Send offline_access")


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.freeze()
    return clock


@pytest.fixture
def grants(clock: Clock) -> Grants:
    return Grants(clock, Random(1))


def code(clock: Clock, **facts: Any) -> AuthorizationCode:
    return replace(AuthorizationCode("app", "alice", SCOPES, SignIn("s"), clock.time()), **facts)


def test_a_code_works_once(grants: Grants, clock: Clock) -> None:
    text = grants.remember_code(code(clock))
    assert grants.redeem_code(text, "app").user_id == "alice"
    with pytest.raises(no.CodeAlreadyRedeemed):
        grants.redeem_code(text, "app")


def test_a_code_lives_for_ten_minutes(grants: Grants, clock: Clock) -> None:
    text = grants.remember_code(code(clock))
    clock.advance(CODE_LIFETIME - 1)
    other = grants.remember_code(code(clock))
    clock.advance(1)
    with pytest.raises(no.CodeExpired):
        grants.redeem_code(text, "app")
    grants.redeem_code(other, "app")


@pytest.mark.parametrize(
    ("facts", "request_", "refusal"),
    [
        ({}, {"client_id": "other"}, no.CodeForOtherApplication),
        ({"redirect_uri": "http://localhost:1"}, {}, no.ReplyAddressMissing),
        ({"redirect_uri": "http://localhost:1"}, {"redirect_uri": "http://localhost:2"}, no.ReplyAddressDiffers),
        ({"reply_address": "https://a.example/"}, {"redirect_uri": "https://b.example/"}, no.ReplyAddressDiffers),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "S256"}, {}, no.VerifierWrong),
        (
            {"code_challenge": CHALLENGE, "code_challenge_method": "S256"},
            {"code_verifier": CHALLENGE},
            no.VerifierWrong,
        ),
        ({"code_challenge": "plain"}, {"code_verifier": "other"}, no.VerifierWrong),
        ({"code_challenge": ""}, {"code_verifier": ""}, no.VerifierWrong),
        ({}, {"origin": "https://app.example"}, no.OriginNotAllowed),
        ({"single_page": True, "code_challenge": "plain"}, {"code_verifier": "plain"}, no.OriginMissing),
        ({"single_page": True}, {"origin": "https://app.example"}, no.SpaVerifierMissing),
    ],
)
def test_what_refuses_a_code(
    grants: Grants, clock: Clock, facts: dict[str, Any], request_: dict[str, Any], refusal: type[Refusal]
) -> None:
    text = grants.remember_code(code(clock, **facts))
    with pytest.raises(refusal):
        grants.redeem_code(text, **{"client_id": "app", **request_})


@pytest.mark.parametrize(
    ("facts", "request_"),
    [
        ({"code_challenge": CHALLENGE, "code_challenge_method": "S256"}, {"code_verifier": VERIFIER}),
        ({"code_challenge": "plain"}, {"code_verifier": "plain"}),
        ({}, {"code_verifier": "unasked"}),
        ({"redirect_uri": "http://localhost:1"}, {"redirect_uri": "http://localhost:1"}),
        ({"reply_address": "https://a.example/"}, {"redirect_uri": "https://a.example/"}),
        ({"reply_address": "https://a.example/"}, {}),
        ({"single_page": True, "code_challenge": "plain"}, {"code_verifier": "plain", "origin": "https://app.example"}),
    ],
)
def test_what_redeems_a_code(grants: Grants, clock: Clock, facts: dict[str, Any], request_: dict[str, Any]) -> None:
    text = grants.remember_code(code(clock, **facts))
    assert grants.redeem_code(text, "app", **request_).client_id == "app"


def test_unknown_texts(grants: Grants) -> None:
    code, token = (f"1.{'x' * 48}.{'y' * length}" for length in (320, 640))
    with pytest.raises(no.CodeInvalid):
        grants.redeem_code(code, "app")
    with pytest.raises(no.RefreshTokenInvalid):
        grants.refresh_token(token, "app")
    assert not grants.knows(code)
    assert not grants.knows(token)


@pytest.mark.parametrize(
    "mangle",
    [
        lambda text: "x",
        lambda text: text[:-1],
        lambda text: text + "\n",
        lambda text: f'"{text}"',
        lambda text: text.replace(".", "%2E"),
        lambda text: text[:60] + " " + text[61:],
    ],
)
def test_what_has_not_the_form_of_a_grant(grants: Grants, clock: Clock, mangle: Callable[[str], str]) -> None:
    code = AuthorizationCode("app", "alice", SCOPES, SignIn("s"), clock.time())
    with pytest.raises(no.GrantMalformed):
        grants.redeem_code(mangle(grants.remember_code(code)), "app")
    with pytest.raises(no.GrantMalformed):
        grants.refresh_token(mangle(grants.remember_refresh_token(refresh_token(clock))), "app")


def refresh_token(clock: Clock, **facts: Any) -> RefreshToken:
    return replace(RefreshToken("app", "alice", SCOPES, SignIn("s"), clock.time()), **facts)


def test_a_refresh_token_lives_for_ninety_days(grants: Grants, clock: Clock) -> None:
    text = grants.remember_refresh_token(refresh_token(clock))
    clock.advance(REFRESH_TOKEN_LIFETIME - 1)
    assert grants.refresh_token(text, "app").user_id == "alice"
    assert grants.knows(text)
    clock.advance(1)
    with pytest.raises(no.RefreshTokenExpired):
        grants.refresh_token(text, "app")


def test_a_refresh_token_is_bound_to_its_application(grants: Grants, clock: Clock) -> None:
    text = grants.remember_refresh_token(refresh_token(clock))
    with pytest.raises(no.CodeForOtherApplication):
        grants.refresh_token(text, "other")


def test_the_end_of_a_single_page_apps_tokens_does_not_move(grants: Grants, clock: Clock) -> None:
    origin = "https://app.example"
    first = grants.refresh_token(grants.remember_refresh_token(refresh_token(clock, single_page=True)), "app", origin)
    clock.advance(SPA_REFRESH_TOKEN_LIFETIME - 10)
    text = grants.remember_refresh_token(refresh_token(clock), first)
    grants.refresh_token(text, "app", origin)
    clock.advance(10)
    with pytest.raises(no.SpaRefreshTokenExpired):
        grants.refresh_token(text, "app", origin)


def test_dead_grants_are_swept_out(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.tenant.tokens.grants._SWEEP_ABOVE", 10)
    grants = Grants(clock, Random(1))
    for _ in range(10):
        grants.remember_code(code(clock))
        grants.remember_refresh_token(refresh_token(clock))
    clock.advance(REFRESH_TOKEN_LIFETIME + 2 * 24 * 3600)
    for _ in range(2):
        grants.remember_code(code(clock))
        grants.remember_refresh_token(refresh_token(clock))
    assert len(grants._codes) == 2
    assert len(grants._refresh_tokens) == 2


def test_living_grants_are_looked_through_each_time_they_have_doubled(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fakeserver.tenant.tokens.grants._SWEEP_ABOVE", 10)
    looked_at: list[AuthorizationCode] = []

    def expires_at(one: AuthorizationCode) -> float:
        looked_at.append(one)
        return clock.time()

    monkeypatch.setattr(AuthorizationCode, "expires_at", property(expires_at))
    grants = Grants(clock, Random(1))
    for _ in range(200):
        grants.remember_code(code(clock))
    assert len(looked_at) == 10 + 20 + 40 + 80 + 160


def test_grants_do_not_show_what_they_hold(grants: Grants, clock: Clock) -> None:
    text = grants.remember_code(code(clock))
    assert text not in repr(grants)
