"""Takes a token's text apart, strictly: what two readers could read differently is no token."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fakeserver.tenant.refusals import TokenMalformed

#: Assumption: nothing says how long a token Exchange Online reads; the largest in the wild are around 10 kB.
LONGEST_TOKEN = 32 * 1024


@dataclass(frozen=True, slots=True)
class ParsedToken:
    """A token taken apart; nothing in it is believed yet."""

    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    signing_input: bytes
    signature: bytes

    @property
    def tenant_id(self) -> str:
        """`tid` as the token claims it, or nothing."""
        tid = self.payload.get("tid")
        return tid if isinstance(tid, str) else ""


def parse(token: str) -> ParsedToken:
    """Take a token apart, strictly: a text that two readers could read differently is no token.

    Raises:
        TokenMalformed: with what is wrong.
    """
    if len(token) > LONGEST_TOKEN:
        raise TokenMalformed(f"{len(token)} characters long, {LONGEST_TOKEN} at most")
    if not token.isascii():
        raise TokenMalformed("characters outside of ASCII")
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenMalformed(f"{len(parts)} parts where a signed JWT has three")
    header = _json_object(_octets(parts[0], "header"), "header")
    payload = _json_object(_octets(parts[1], "payload"), "payload")
    signing_input = token.rpartition(".")[0].encode("ascii")
    return ParsedToken(header, payload, signing_input, _octets(parts[2], "signature"))


def describe(token: str) -> str:
    """Say in a few words what a token claims, believed or not; for the journal, so without the token itself."""
    try:
        payload = parse(token).payload
    except TokenMalformed:
        return f"a token of {len(token)} characters that cannot be read"
    names = [name for name in ("aud", "appid", "upn", "scp", "roles") if name in payload]
    claims = [f"{name}={str(payload[name])[:200]}" for name in names]
    return f"a token with {', '.join(claims)}" if claims else "a token without any claim of an access token"


def _octets(part: str, name: str) -> bytes:
    try:
        octets = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (Base64Error, ValueError):
        raise TokenMalformed(f"the {name} is not base64url") from None
    # Spare bits, foreign letters and padding: the decoder forgives them, but then a changed token would pass as same.
    if urlsafe_b64encode(octets).rstrip(b"=") != part.encode("ascii"):
        raise TokenMalformed(f"the {name} is not base64url in its one right form")
    return octets


def _json_object(octets: bytes, name: str) -> dict[str, Any]:
    try:
        value = json.loads(octets.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except TokenMalformed:
        raise
    except (ValueError, RecursionError):
        raise TokenMalformed(f"the {name} is not JSON") from None
    if not isinstance(value, dict):
        raise TokenMalformed(f"the {name} is not a JSON object")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise TokenMalformed("a JSON member stands twice")
    return members


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
