"""The ``nonce`` in the header of Graph's tokens: it was signed as its hash, so that they verify for Graph alone.

An application that checks the signature of a token for Graph fails in production, and so it does here.
Source: azure-ad-verify-token#5 for how; identitymodel-extensions-for-dotnet#609 and #853, azure-docs#80018.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from fakeserver.jws import ParsedToken, base64url
from fakeserver.tenant.directory.permissions import GRAPH

_FOR_GRAPH = frozenset({GRAPH.app_id, *GRAPH.identifier_uris, *(f"{uri}/" for uri in GRAPH.identifier_uris)})


def header_as_signed(header: Mapping[str, Any], audience: object) -> Mapping[str, Any]:
    """Return the header that the signature of a token is made of.

    Args:
        audience: the token's ``aud``.
    """
    nonce = header.get("nonce")
    if not isinstance(nonce, str) or not isinstance(audience, str) or audience not in _FOR_GRAPH:
        return header
    return {**header, "nonce": base64url(hashlib.sha256(nonce.encode("utf-8", "surrogatepass")).digest())}


def octets_as_signed(token: ParsedToken) -> bytes:
    """Return what the signature of a token is made of: its header and payload."""
    header = header_as_signed(token.header, token.payload.get("aud"))
    if header is token.header:
        return token.signing_input
    return part(header).encode("ascii") + token.signing_input[token.signing_input.index(b".") :]


def part(header: Mapping[str, Any]) -> str:
    """Return a header as it stands in a token."""
    return base64url(json.dumps(header, separators=(",", ":")).encode("ascii"))
