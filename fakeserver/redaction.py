"""What may be shown of a token: its claims, and never the text that would let anybody use it.

Nothing here verifies a token.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote, quote_plus

from fakeserver.jws import readable_claims

#: claims that decide whether a token is accepted, in the order in which they are checked
RELEVANT_CLAIMS = ("aud", "iss", "tid", "ver", "appid", "app_displayname", "upn", "oid", "scp", "roles", "xms_cc")
#: claims that are moments, seconds since the epoch
MOMENTS = ("nbf", "exp")
#: longest value shown, characters
WIDTH = 200

#: Also one whose middle somebody has left out: "eyJ0eXAiOiJKV1Qi...TWokqL". It is looked for near the beginning of
#: words alone, where hyphens divide none: to look behind each hyphen would take the square of a long word's length.
_JWT = re.compile(r"(?<![\w-])((?:[\w-]{0,60}-)?)(eyJ[\w-]+\.(?:[\w-]+\.[\w-]*|\.\.[\w.-]*))")
#: base64 of an XOAUTH2 response begins with "user="
_XOAUTH2 = re.compile(r"\bdXNlcj[\w+/=]{20,}")
#: codes, refresh tokens and device codes have a form of their own, as Entra ID's have; the end may be cut off
_GRANT = re.compile(r"\b[01]\.[\w-]{40,}(?:\.[\w-]*)?|\b\w?AQABAAEAAAAD[\w-]{40,}", re.ASCII)
#: characters; shorter ones are not looked for, since every text has them somewhere
SHORTEST_SECRET = 6
#: where pprint, or pytest by it, has broken a literal over lines
_BROKEN = re.compile(r"""(['"])\n[E ?+-]*b?\1""")
#: from base64 to base64url
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
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
    text = _NAMED_SECRET.sub(lambda match: f"{match[1]}{match[2]}***", text)
    return _BASIC.sub(lambda match: f"{match[1]} ***", text)


def without_secrets(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a text without what is secret by its value, whatever it is called there and however it is written.

    Args:
        secrets: values that are known to be secret.
    """
    known = [spelling for secret in secrets if len(secret) >= SHORTEST_SECRET for spelling in _spellings(secret)]
    text = _without(text, known)
    whole = _BROKEN.sub("", text)
    if whole != text and (cleaned := _without(whole, known)) != whole:
        text = cleaned
    text = _XOAUTH2.sub("<XOAUTH2 response>", text)
    text = _GRANT.sub("<code or refresh token>", text)
    return _JWT.sub(lambda match: match[1] + _summary(match[2]), text)


def printable(text: str) -> str:
    """Return a line in which nothing moves a terminal's cursor, ends the line or cannot be written in UTF-8."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


def _without(text: str, known: Iterable[str]) -> str:
    for secret in known:
        text = text.replace(secret, "***")
    return text


@lru_cache(maxsize=1000)
def _spellings(secret: str) -> list[str]:
    """Return a secret as it is written in addresses, XML, JSON, Python and base64, the longest first."""
    octets = secret.encode("utf-8", "surrogatepass")
    written = {secret, json.dumps(secret)[1:-1], repr(secret)[1:-1], repr(octets)[2:-1], escape(secret)}
    written |= {quote(octets, safe=""), quote_plus(octets)}
    # Three octets are four letters of base64, so that a secret is written in three ways, by where among them it begins.
    # Letters that it shares with what stands before or behind it are left.
    for before in range(3):
        letters = b64encode(bytes(before) + octets)[(4 * before + 2) // 3 : 4 * (before + len(octets)) // 3]
        written |= {letters.decode(), letters.translate(_URL_SAFE).decode()}
    return sorted(written, key=len, reverse=True)


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
