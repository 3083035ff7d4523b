"""A token's text, taken apart or refused."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fakeserver.jws import JwsMalformed, base64url, parse, readable_claims


def jws(header: bytes, payload: bytes, signature: bytes = b"x") -> str:
    return ".".join(map(base64url, (header, payload, signature)))


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
        jws(b"{}", rb'{"half":"\ud800"}'),
        jws(rb'{"x5t":"\udfff"}', b"{}"),
        jws(b"{}", b"[" * 9000),
        jws(b"{}", b'{"n":' + b"9" * 9000 + b"}"),
        "e30.e30." + "A" * 100_000,
    ],
)
def test_texts_that_are_no_tokens(text: str) -> None:
    with pytest.raises(JwsMalformed):
        parse(text)


def test_an_escaped_character_is_read() -> None:
    assert parse(jws(b"{}", rb'{"name":"\u00e9\ud83d\ude00"}')).payload == {"name": "é😀"}


def test_a_changed_spare_bit_is_another_text() -> None:
    good = jws(b"{}", b"{}", b"x")
    assert parse(good).signature == b"x"
    with pytest.raises(JwsMalformed):
        parse(good[:-1] + chr(ord(good[-1]) + 1))


_PARTS = st.sampled_from([b"{}", b'{"a":1}', b"[]", b"1"]) | st.binary(max_size=20)


@settings(deadline=None)
@given(st.text(max_size=200) | st.tuples(_PARTS, _PARTS, st.binary(max_size=9)).map(lambda parts: jws(*parts)))
@example(jws(b"{}", b"{}", b""))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parsed = parse(text)
    except JwsMalformed:
        return
    assert isinstance(parsed.payload, dict)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
        max_leaves=10,
    )
)
def test_any_json_is_parsed_or_refused(value: Any) -> None:
    text = json.dumps(value).encode()
    token = jws(text, text)
    if isinstance(value, dict):
        assert parse(token).payload == value
        assert parse(token).tenant_id == (value.get("tid") if isinstance(value.get("tid"), str) else "")
    else:
        with pytest.raises(JwsMalformed):
            parse(token)


def test_what_is_readable_is_shown_however_wrong_the_token_is() -> None:
    twice = jws(b"not JSON", b'{"aud":"a","aud":"b"}')
    assert readable_claims(twice) == {"aud": "b"}
    half = jws(b"{}", rb'{"upn":"\ud800a","\udfff":["\ud83d\ude00"]}')
    assert readable_claims(half) == {"upn": "\ufffda", "\ufffd": ["\U0001f600"]}
    for text in ("", "a.b", "é.e30.b", jws(b"{}", b"[]"), jws(b"{}", b"[" * 100_000)):
        assert readable_claims(text) == {}


@settings(deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda octets: jws(b"{}", octets)))
def test_any_text_is_readable_or_not(text: str) -> None:
    assert isinstance(readable_claims(text), dict)
