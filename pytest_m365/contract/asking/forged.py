"""Tokens that a client can spoil by itself, out of a good one; nobody is let in by them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from functools import cache
from typing import Any

from fakeserver.jws import readable_claims


def cut(token: str) -> str:
    """Return a token without its last quarter."""
    return token[: len(token) * 3 // 4]


def changed(token: str) -> str:
    """Return a token with another signature of the same length: its middle is turned round."""
    head, claims, signature = token.split(".")
    middle = len(signature) // 2
    return f"{head}.{claims}.{signature[:middle][::-1]}{signature[middle:]}"


def unsigned(token: str) -> str:
    """Return a token with alg none, and no signature."""
    head = urlsafe_b64encode(json.dumps({"typ": "JWT", "alg": "none"}).encode()).decode().rstrip("=")
    return f"{head}.{token.split('.')[1]}."


def signed_by_another(token: str) -> str:
    """Return the claims of a token under somebody else's key, whose id is the right one."""
    import jwt

    header = jwt.get_unverified_header(token)
    named: dict[str, Any] = {name: str(header[name]) for name in ("kid", "x5t") if name in header}
    return jwt.encode(dict(readable_claims(token)), _private_key(), algorithm="RS256", headers=named)


@cache
def _private_key() -> str:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(65537, 2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
