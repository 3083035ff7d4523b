from base64 import b64decode

import jwt
import pytest

from fakeserver.tenant.tokens.keys import shipped_key
from fakeserver.tenant.tokens.mint import encode

CLAIMS = {"aud": "x", "n": 1}


def test_another_library_reads_and_verifies_it() -> None:
    key = shipped_key(0)
    token = encode(CLAIMS, key, nonce="abc")
    assert jwt.decode(token, key.public_key, algorithms=["RS256"], audience="x") == CLAIMS


def test_the_header_is_entra_ids_in_its_order() -> None:
    key = shipped_key(0)
    header = jwt.get_unverified_header(encode(CLAIMS, key, nonce="abc"))
    assert list(header.items()) == [
        ("typ", "JWT"),
        ("nonce", "abc"),
        ("alg", "RS256"),
        ("x5t", key.kid),
        ("kid", key.kid),
    ]


def test_header_fields_can_be_replaced_and_removed() -> None:
    header = jwt.get_unverified_header(encode(CLAIMS, shipped_key(0), {"kid": "other", "x5t": None}))
    assert header == {"typ": "JWT", "alg": "RS256", "kid": "other"}


def test_no_key_leaves_the_signature_empty() -> None:
    token = encode(CLAIMS, None)
    assert token.endswith(".")
    assert jwt.get_unverified_header(token)["alg"] == "none"


def test_octets_sign_with_hs256() -> None:
    secret = b"0123456789abcdef0123456789abcdef"
    assert jwt.decode(encode(CLAIMS, secret), secret, algorithms=["HS256"], audience="x") == CLAIMS
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(encode(CLAIMS, secret), b"1" * 32, algorithms=["HS256"], audience="x")


def test_octets_that_no_encoder_writes() -> None:
    token = encode({"a": 1}, None, raw=lambda payload: b'{"a":0,' + payload[1:])
    assert b64decode(token.split(".")[1] + "==") == b'{"a":0,"a":1}'
