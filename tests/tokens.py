"""What tokens say, read without a look at their signatures."""

from typing import Any

import jwt

from fakeserver.tenant.tokens.issued import IssuedTokens


def claims_of(token: str | None) -> dict[str, Any]:
    """Return a JWT's claims."""
    assert token is not None, "there is no token"
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def refresh_token_of(issued: IssuedTokens) -> str:
    """Return the refresh token that came with an access token."""
    assert issued.refresh_token is not None, "there is none"
    return issued.refresh_token
