"""What Entra ID's refusals are made of."""

import json
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from pytest_m365.live.environment import SettingsWrong
from pytest_m365.live.errors import SignInNeeded, SignInRefused, Unavailable
from pytest_m365.live.refusals import asking, code_of, refused

DEAD = "AADSTS700082: The refresh token has expired due to inactivity.\r\nTrace ID: 1\r\nCorrelation ID: 2"


def test_a_person_mends_it() -> None:
    refusal = refused({"error": "invalid_grant", "error_description": DEAD}, "signing in", "alice@contoso.example")
    assert isinstance(refusal, SignInNeeded)
    assert str(refusal) == (
        "token: AADSTS700082: The refresh token has expired due to inactivity. Trace ID: 1 Correlation ID: 2; a person "
        "signs in again by: python -m pytest_m365 login --user alice@contoso.example (while signing in)"
    )


def test_an_application_has_no_person() -> None:
    assert type(refused({"error_description": DEAD}, "signing in")) is SignInRefused


@pytest.mark.parametrize(
    ("result", "code", "answer"),
    [
        ({"error": "invalid_client", "error_description": "no number", "error_codes": [7000222]}, 7000222, "no number"),
        ({"error": "temporarily_unavailable"}, 0, "temporarily_unavailable"),
        ({"error": "x", "error_codes": ["7000222"]}, 0, "x"),
        ({"error": "x", "error_codes": []}, 0, "x"),
        ({}, 0, "no token and no reason"),
    ],
)
def test_where_the_code_stands(result: dict[str, Any], code: int, answer: str) -> None:
    refusal = refused(result, "signing in", "alice@contoso.example")
    assert (refusal.code, refusal.answer) == (code, answer)


@given(st.text())
def test_any_text_has_a_code_or_none(text: str) -> None:
    assert code_of(text) >= 0
    assert code_of(f"{text} AADSTS65001: {text}") > 0


@pytest.mark.parametrize(
    ("error", "expected", "text"),
    [
        (requests.ConnectTimeout("slow"), Unavailable, "ConnectTimeout: slow"),
        (json.JSONDecodeError("Expecting value", "<html>", 0), Unavailable, "none of a sign-in service"),
        (ValueError("AADSTS90002: Tenant 'x' not found."), SignInRefused, "AADSTS90002: Tenant 'x'"),
        (SettingsWrong(["M365_CLIENT_CERTIFICATE, x, has expired"]), SettingsWrong, "has expired"),
        (ValueError("You cannot use any scope value that is reserved"), ValueError, "reserved"),
    ],
)
def test_what_msal_raises(error: Exception, expected: type[Exception], text: str) -> None:
    with pytest.raises(expected, match=text) as raised, asking("signing in"):
        raise error
    assert type(raised.value) is expected


def test_what_stands_behind_msals_words() -> None:
    def discover() -> None:
        try:
            raise ValueError("OIDC Discovery failed. HTTP status: 404, Error: <html>")
        except ValueError:
            raise ValueError("Unable to get authority configuration") from None

    with pytest.raises(Unavailable, match="HTTP status: 404"), asking("signing in"):
        discover()
