"""Parses JWTs in compact form (RFC 7515 section 7.1) without verifying anything in them.

The one reader for access tokens, assertions, and what the journal shows of either.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fakeserver import strict_json

#: Longer texts are not looked at; Exchange Online's own tokens stay below 10 kB.
MAX_LENGTH = 32 * 1024


class JwsMalformed(ValueError):
    """The text is no JWT; says in which way."""


@dataclass(frozen=True, slots=True)
class ParsedToken:
    """A parsed token; nothing in it is verified yet."""

    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def tenant_id(self) -> str:
        """`tid` as the token claims it; empty where it has none."""
        tid = self.payload.get("tid")
        return tid if isinstance(tid, str) else ""


def parse(token: str) -> ParsedToken:
    """Parse a token, strictly: a text that two readers could read differently is refused.

    Raises:
        JwsMalformed: with what is wrong.
    """
    if len(token) > MAX_LENGTH:
        raise JwsMalformed(f"{len(token)} characters long, {MAX_LENGTH} at most")
    if not token.isascii():
        raise JwsMalformed("characters outside of ASCII")
    parts = token.split(".")
    if len(parts) != 3:
        raise JwsMalformed(f"{len(parts)} part{'s' if len(parts) > 1 else ''} where a signed JWT has three")
    header = _json_object(_octets(parts[0], "header"), "header")
    payload = _json_object(_octets(parts[1], "payload"), "payload")
    signing_input = token.rpartition(".")[0].encode("ascii")
    return ParsedToken(header, payload, signing_input, _octets(parts[2], "signature"))


def readable_claims(token: str) -> dict[str, Any]:
    """Return the claims of a text that looks like a token, however wrong it is; empty where none can be read.

    For reports: a developer whose token is malformed wants to see its claims all the same.
    """
    parts = token.split(".")
    if len(parts) != 3 or not token.isascii():
        return {}
    try:
        payload = json.loads(_decoded(parts[1]))
        # A report could not be written with half of a surrogate pair in it, which is no character.
        text = json.dumps(payload, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        payload = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return payload if isinstance(payload, dict) else {}


def base64url(octets: bytes) -> str:
    """Return base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def thumbprint_text(thumbprint: str) -> str:
    """Return a thumbprint, base64url, in hexadecimal, as the real service shows it; empty where it is none."""
    try:
        return _decoded(thumbprint[:100]).hex().upper()
    except (Base64Error, ValueError):
        return ""


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _octets(part: str, name: str) -> bytes:
    try:
        octets = _decoded(part)
    except (Base64Error, ValueError):
        raise JwsMalformed(f"the {name} is not base64url") from None
    # The decoder ignores unused bits, foreign letters and padding, so a changed token would pass as the same one.
    if base64url(octets) != part:
        raise JwsMalformed(f"the {name} is not canonical base64url")
    return octets


def _json_object(octets: bytes, name: str) -> dict[str, Any]:
    try:
        value = strict_json.loads(octets)
    except strict_json.MemberTwice:
        raise JwsMalformed("a JSON member stands twice") from None
    except ValueError:
        raise JwsMalformed(f"the {name} is not JSON") from None
    if not isinstance(value, dict):
        raise JwsMalformed(f"the {name} is not a JSON object")
    return value
