"""What Graph's tokens are signed over: they verify for Graph, and for nobody else."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import jwt
import pytest

from fakeserver.jws import parse
from fakeserver.tenant.refusals import SignatureInvalid
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.graph_nonce import octets_as_signed

GRAPH = "https://graph.microsoft.com"


def part(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def with_hash(token: str) -> str:
    """Write the nonce's hash into the header, as what is known of these tokens says."""
    header, rest = token.split(".", 1)
    fields = json.loads(urlsafe_b64decode(header + "=="))
    fields["nonce"] = part(hashlib.sha256(fields["nonce"].encode()).digest())
    return f"{part(json.dumps(fields, separators=(',', ':')).encode())}.{rest}"


def verified(tenant: Tenant, token: str) -> object:
    key = tenant.keys.current.public_key
    return jwt.decode(token, key, algorithms=["RS256"], options={"verify_aud": False, "verify_exp": False})


@pytest.mark.parametrize("audience", [GRAPH, f"{GRAPH}/", "00000003-0000-0000-c000-000000000000"])
def test_an_application_cannot_verify_it(tenant: Tenant, audience: str) -> None:
    token = tenant.mint(user="alice", aud=audience)
    with pytest.raises(jwt.InvalidSignatureError):
        verified(tenant, token)
    assert verified(tenant, with_hash(token))
    tenant.tokens.validator.check_signature(parse(token))


def test_tokens_for_others_are_signed_as_they_are(tenant: Tenant) -> None:
    token = tenant.mint(user="alice")
    assert "nonce" in parse(token).header
    assert verified(tenant, token)
    with pytest.raises(jwt.InvalidSignatureError):
        verified(tenant, with_hash(token))


def test_one_without_a_nonce_is_signed_as_it_is(tenant: Tenant) -> None:
    token = tenant.mint(user="alice", aud=GRAPH, header={"nonce": None})
    assert verified(tenant, token)
    tenant.tokens.validator.check_signature(parse(token))


@pytest.mark.parametrize("nonce", [1, None, {"a": "b"}])
def test_a_nonce_of_another_type_is_no_nonce(tenant: Tenant, nonce: object) -> None:
    header = part(json.dumps({"alg": "RS256", "nonce": nonce}).encode())
    token = parse(f"{header}.{part(json.dumps({'aud': GRAPH}).encode())}.")
    assert octets_as_signed(token) == token.signing_input


def test_another_nonce_breaks_it(tenant: Tenant) -> None:
    header, rest = tenant.mint(user="alice", aud=GRAPH).split(".", 1)
    fields = json.loads(urlsafe_b64decode(header + "=="))
    fields["nonce"] += "x"
    token = f"{part(json.dumps(fields, separators=(',', ':')).encode())}.{rest}"
    with pytest.raises(SignatureInvalid):
        tenant.tokens.validator.check_signature(parse(token))
