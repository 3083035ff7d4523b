"""What may be shown of a token: its claims, and never the text that would let anybody use it.

Nothing here verifies a token.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from fakeserver.grams import REDACTED, SHORTEST, Grams
from fakeserver.jws import readable_claims
from fakeserver.spellings import spellings

#: claims that decide whether a token is accepted, in the order in which they are checked
RELEVANT_CLAIMS = ("aud", "iss", "tid", "ver", "appid", "app_displayname", "upn", "oid", "scp", "roles", "xms_cc")
#: claims that are moments, seconds since the epoch
MOMENTS = ("nbf", "exp")
#: longest value shown, characters
WIDTH = 200

#: Also one whose middle somebody has left out: "eyJ0eXAiOiJKV1Qi...TWokqL", "eyJ0eX.eyJhdWQi...kqL". It is looked for
#: near the beginning of words alone, where hyphens divide none: to look behind each hyphen would take the square of a
#: long word's length.
_JWT = re.compile(
    r"(?<![\w-])((?:[\w-]{0,60}-)?)"
    r"(eyJ[\w-]+\.(?:\.\.[\w.-]*|[\w-]+\.(?:\.\.[\w-]*|[\w-]*(?:\.\.\.[\w-]*)?)))"
)
#: base64 of an XOAUTH2 response begins with "user="
_XOAUTH2 = re.compile(r"\bdXNlcj[\w+/=]{20,}")
#: codes, refresh tokens and device codes have a form of their own, as Entra ID's have; the end may be cut off
_GRANT = re.compile(r"\b[01]\.[\w-]{40,}(?:\.[\w-]*)?|\b\w?AQABAAEAAAAD[\w-]{40,}", re.ASCII)
#: in a form, a query or JSON; access tokens and id_tokens are not among them, since their claims may be shown. A code
#: of 3 to 7 digits is the number of an answer (SMTP's 421, AADSTS's): Entra ID's codes are long.
_NAMED_SECRET = re.compile(
    r"(?i)\b(password|passwd|client_secret|refresh_token|client_assertion|assertion|device_code|code_verifier|code"
    r"""(?!=\d{3,7}(?:[\s,)"']|\Z)))"""
    r"""(=|["']\s*:\s*["'])[^&\s"']+"""
)
#: of a header field; "Basic" alone is a word of its own
_BASIC = re.compile(r"(?i)\b(authorization\W+basic) [\w+/]+=*")


def relevant_claims(payload: Mapping[str, Any]) -> dict[str, str]:
    """Return the relevant claims of a token's payload, as texts."""
    claims = {name: _text(payload[name]) for name in RELEVANT_CLAIMS if name in payload}
    return claims | {name: _moment(payload[name]) for name in MOMENTS if name in payload}


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a text in which tokens are their claims and secrets are gone.

    Args:
        secrets: values that are known to be secret, wherever they stand.
    """
    text = without_secrets(text, secrets)
    text = _NAMED_SECRET.sub(lambda match: f"{match[1]}{match[2]}{REDACTED}", text)
    return _BASIC.sub(lambda match: f"{match[1]} {REDACTED}", text)


def without_secrets(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a text without what is secret by its value, whatever it is called there and however it is written.

    Args:
        secrets: values that are known to be secret; parts of them are gone too.
    """
    known = _grams(frozenset(secret for secret in secrets if len(secret) >= SHORTEST))
    return known.without(without_tokens(text))


def without_tokens(text: str) -> str:
    """Return a text without what looks like a token, a code or an XOAUTH2 response; of a token its claims are left."""
    text = _XOAUTH2.sub("<XOAUTH2 response>", text)
    text = _GRANT.sub("<code or refresh token>", text)
    return _JWT.sub(lambda match: match[1] + _summary(match[2]), text)


@lru_cache(maxsize=32)
def _grams(secrets: frozenset[str]) -> Grams:
    """Return what finds these secrets and parts of them, however they are written."""
    known = Grams()
    for secret in secrets:
        for spelling in spellings(secret):
            known.add(spelling)
    return known


def printable(text: str) -> str:
    """Return a line in which nothing moves a terminal's cursor, ends the line or cannot be written in UTF-8."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


def _summary(token: str) -> str:
    claims = relevant_claims(readable_claims(token))
    return f"<token {' '.join(f'{name}={value}' for name, value in claims.items())}>" if claims else "<token>"


def _text(value: object) -> str:
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _moment(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _text(value)
    try:
        return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return _text(value)
