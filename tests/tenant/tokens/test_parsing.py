"""A token's text, taken apart or refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant import refusals as no
from fakeserver.tenant.tenant import Tenant
from fakeserver.tenant.tokens.mint import base64url
from fakeserver.tenant.tokens.parsing import describe, parse


def jws(header, payload, signature=b"x"):
    return b".".join(map(base64url, (header, payload, signature))).decode("ascii")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        "....",
        "é.b.c",
        "\udc80",
        "e30.e30.e30=",
        jws(b"{}", b"[]"),
        jws(b"{}", b'"text"'),
        jws(b"{}", b"\xff"),
        jws(b"{}", b'{"a":1,"a":2}'),
        jws(b'{"a":1,"a":2}', b"{}"),
        jws(b"{}", b'{"a":NaN}'),
        jws(b"{}", b'{"deep":{"a":1,"a":1}}'),
        jws(b"{}", b"[" * 9000),
        jws(b"{}", b'{"n":' + b"9" * 9000 + b"}"),
        "e30.e30." + "A" * 100_000,
    ],
)
def test_texts_that_are_no_tokens(text):
    with pytest.raises(no.TokenMalformed):
        parse(text)


def test_a_changed_spare_bit_is_another_text():
    good = jws(b"{}", b"{}", b"x")
    assert parse(good).signature == b"x"
    with pytest.raises(no.TokenMalformed):
        parse(good[:-1] + chr(ord(good[-1]) + 1))


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_refused(text):
    try:
        parsed = parse(text)
    except no.TokenMalformed:
        return
    assert isinstance(parsed.payload, dict)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
        max_leaves=10,
    )
)
def test_any_json_is_parsed_or_refused(value):
    text = json.dumps(value).encode()
    token = jws(text, text)
    if isinstance(value, dict):
        assert parse(token).payload == value
        assert parse(token).tenant_id == (value.get("tid") if isinstance(value.get("tid"), str) else "")
    else:
        with pytest.raises(no.TokenMalformed):
            parse(token)


def test_describing_tells_claims_but_not_the_token():
    tenant = Tenant()
    tenant.add_user("alice")
    token = tenant.mint(user="alice", scopes=["SMTP.Send"])
    text = describe(token)
    assert "scp=SMTP.Send" in text
    assert "upn=alice@contoso.onmicrosoft.com" in text
    assert token.rpartition(".")[2] not in text
    assert describe("garbage") == "a token of 7 characters that cannot be read"
