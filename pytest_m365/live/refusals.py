"""What Entra ID's refusals mean for a run: try again, sign in again, or fail with its words.

Source: learn.microsoft.com/entra/identity-platform/reference-error-codes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests

from fakeserver.digits import number_in
from pytest_m365.live.environment import SettingsWrong
from pytest_m365.live.errors import SignInNeeded, SignInRefused, Unavailable

#: of an application or a federated credential made minutes ago, which not every server knows yet; or of a hiccup
TRANSIENT = frozenset({70021, 700213, 700016, 90033})
#: what a person at a browser mends: a sign-in that is dead, or that wants a second factor, a new password or consent
NEEDS_PERSON = frozenset({
    50055, 50058, 50072, 50074, 50076, 50078, 50079, 50089, 50132, 50133, 50144, 50158, 50173,
    65001, 65004, 70008, 70043, 70044, 90094, 135010, 160021, 500133, 530035, 700081, 700082, 700084,
})  # fmt: skip
LOGIN, LOGOUT = "python -m pytest_m365 login", "python -m pytest_m365 logout"
_CODE = re.compile(r"AADSTS(\d{4,9})")


def login_command(user: str) -> str:
    """Return the command by which somebody signs in."""
    return f"{LOGIN} --user {user}" if user else LOGIN


def code_of(text: str) -> int:
    """Return the number behind the first AADSTS of a text; 0 where there is none."""
    found = _CODE.search(text)
    return (number_in(found[1]) or 0) if found else 0


def refused(result: Mapping[str, Any], doing: str, user: str = "") -> SignInRefused:
    """Return the error of an answer of msal that has no token.

    Args:
        doing: what was tried.
        user: who was to be signed in; empty for an application by itself.
    """
    text = " ".join(str(result.get("error_description") or result.get("error") or "no token and no reason").split())
    codes = result.get("error_codes")
    code = code_of(text) or (codes[0] if isinstance(codes, list) and codes and isinstance(codes[0], int) else 0)
    if user and code in NEEDS_PERSON:
        return SignInNeeded(doing, f"{text}; a person signs in again by: {login_command(user)}", code, user)
    return SignInRefused(doing, text, code, user)


@contextmanager
def asking(doing: str) -> Iterator[None]:
    """Raise what msal raises, where it does not answer, as our errors.

    Args:
        doing: what is being tried.

    Raises:
        SettingsWrong: as it comes, of the credential.
        SignInRefused: there is no such tenant.
        Unavailable: no answer, or one that is none of a sign-in service.
    """
    try:
        yield
    except requests.RequestException as error:
        raise Unavailable("token", doing, f"{type(error).__name__}: {error}") from None
    except SettingsWrong:
        raise
    except ValueError as error:
        # msal's of the discovery document hides the answer behind one of its own.
        text = " ".join(str(error.__context__ or error).split())
        if code := code_of(text):
            raise SignInRefused(doing, text, code) from None
        if isinstance(error, json.JSONDecodeError):
            raise Unavailable("token", doing, f"the answer is none of a sign-in service: {text}") from None
        if error.__context__ is not None:
            raise Unavailable("token", doing, text) from None
        raise
