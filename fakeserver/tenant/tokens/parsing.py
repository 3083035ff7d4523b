"""Parses an access token or refuses it; nothing in it is verified here."""

from fakeserver import jws
from fakeserver.jws import ParsedToken
from fakeserver.tenant.refusals import TokenMalformed


def parse(token: str) -> ParsedToken:
    """Take a token apart, strictly (see `jws.parse`).

    Raises:
        TokenMalformed: with what is wrong.
    """
    try:
        return jws.parse(token)
    except jws.JwsMalformed as problem:
        raise TokenMalformed(str(problem)) from None


def describe(token: str) -> str:
    """Say in a few words what a token claims, verified or not; for the journal, so without the token itself."""
    try:
        payload = parse(token).payload
    except TokenMalformed:
        return f"a token of {len(token)} characters that cannot be read"
    names = [name for name in ("aud", "appid", "upn", "scp", "roles") if name in payload]
    claims = [f"{name}={str(payload[name])[:200]}" for name in names]
    return f"a token with {', '.join(claims)}" if claims else "a token without any claim of an access token"
