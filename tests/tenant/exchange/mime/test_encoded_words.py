from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime import encoded_words
from fakeserver.tenant.exchange.mime.encoded_words import decode_words
from tests.work import growth_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("=?utf-8?q?a_b=3F?= c", "a b? c"),
        ("=?utf-8?B?w6Q=?=\r\n =?utf-8?B?w7Y=?=", "äö"),
        ("=?unknown-charset?Q?x=E4?=", "xä"),
        ("=?utf-8?B?!!!?=", "=?utf-8?B?!!!?="),
        ("=?utf-8*en?Q?tagged?=", "tagged"),
        ("a =? b", "a =? b"),
        ("=?utf-8?B?4oKs4oI=?=\r\n =?utf-8?B?rA==?=", "€€"),
        ("=?utf-8?Q?=E2=82?= =?UTF-8?Q?=AC?=", "€"),
        ("=?gb2312?B?1tA=?= =?gb2312?B?zg==?= =?gb2312?B?xA==?=", "中文"),
        ("=?utf-8?Q?=C3=A4?= =?iso-8859-1?Q?=F6?=", "äö"),
        ("=?utf-8?Q?=E2=82?=", "\ufffd"),
        ("=?utf-8?Q?a?= and =?utf-8?Q?b?=", "a and b"),
        ("=?utf-8?B?w6TD\r\n\ttg==?=", "äö"),
        ("=?x?Z?y?= =?utf-8?B?!!!?=", "=?x?Z?y?= =?utf-8?B?!!!?="),
        ("=?utf-8?B?YQ==?= =?utf-8?B?!!!?= =?utf-8?B?Yg==?=", "a =?utf-8?B?!!!?= b"),
        ("=?cp-850?Q?=82?= =?windows-874?Q?=A1?=", "éก"),
    ],
)
def test_encoded_words_are_decoded_and_anything_else_stays(text: str, expected: str) -> None:
    assert decode_words(text) == expected


@given(st.one_of(st.text(), st.text(alphabet="=?utf8-BqQ_ ")), st.text(max_size=10))
def test_no_text_raises(text: str, charset: str) -> None:
    assert decode_words(text) is not None
    assert decode_words(f"=?{charset}?q?{text}?=") is not None


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"])), st.integers(1, 20))
def test_text_that_is_cut_anywhere_is_whole_again(text: str, length: int) -> None:
    octets = text.encode()
    pieces = [octets[at : at + length] for at in range(0, len(octets), length)]
    assert decode_words(" ".join(f"=?utf-8?B?{b64encode(piece).decode()}?=" for piece in pieces)) == text


@pytest.mark.parametrize("junk", ["=?", "=?u?q?", "?=", "=?u?q?a?= ", "=?u?b?!?= ", "=", "?", "=?u?q?=", " "])
def test_no_text_takes_long(junk: str) -> None:
    assert growth_of(lambda times: decode_words("=?utf-8?q?a?=" + junk * times), 100, encoded_words) < 10
