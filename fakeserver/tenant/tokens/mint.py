"""Makes the signed text of a token out of claims, the way Entra ID does, or wrongly on purpose."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from fakeserver.jws import base64url
from fakeserver.tenant.tokens.graph_nonce import header_as_signed, part
from fakeserver.tenant.tokens.keys import SigningKey


def encode(
    claims: Mapping[str, Any],
    key: SigningKey | bytes | None,
    header: Mapping[str, Any] | None = None,
    *,
    nonce: str | None = None,
    raw: Callable[[bytes], bytes] | None = None,
) -> str:
    """Return a JWT in compact form (RFC 7515 section 7.1).

    Args:
        claims: in the order to write them.
        key: an RSA key signs with RS256; octets sign with HS256 (the classic attack gives the public key's PEM);
            None leaves the signature empty.
        header: fields that replace the usual ones; a value of None leaves a field out.
        nonce: the header's ``nonce``, which access tokens of version 1.0 carry and id_tokens don't; of one for Graph
            its hash is signed.
        raw: changes the payload's octets before they are signed, to what no JSON encoder would write.
    """
    fields: dict[str, Any] = {"typ": "JWT"}
    if nonce is not None:
        fields["nonce"] = nonce
    if isinstance(key, SigningKey):
        fields |= {"alg": "RS256", "x5t": key.kid, "kid": key.kid}
    else:
        fields["alg"] = "none" if key is None else "HS256"
    if header:
        fields = {name: value for name, value in (fields | dict(header)).items() if value is not None}
    octets = json.dumps(claims, separators=(",", ":")).encode("ascii")
    payload = base64url(octets if raw is None else raw(octets))
    signed = f"{part(header_as_signed(fields, claims.get('aud')))}.{payload}"
    return f"{part(fields)}.{payload}.{base64url(_sign(signed.encode('ascii'), key))}"


def _sign(message: bytes, key: SigningKey | bytes | None) -> bytes:
    if isinstance(key, SigningKey):
        return key.sign(message)
    return b"" if key is None else hmac.new(key, message, hashlib.sha256).digest()
