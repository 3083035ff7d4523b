from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime.searchable import MAX_TEXT, searchable_header, searchable_text

INNER = b"""\
From: Inga <inga@example.com>
Subject: =?utf-8?B?4oKs4oI=?= =?utf-8?B?rA==?= inside
Content-Type: multipart/mixed; boundary=i

--i

Deep words
--i
Content-Type: text/x-log; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

caf=E9
--i--
"""
MESSAGE = b"""\
Subject: Outer
Content-Type: multipart/mixed; boundary=b

preamble
--b

First
--b
Content-Type: text/html; charset=shift_jis
Content-Transfer-Encoding: base64

%b
--b
Content-Type: application/octet-stream; name="=?utf-8?Q?=C3=A4.bin?="
Content-Disposition: attachment; filename*0="long-"; filename*1="name.bin"

binary octets
--b
Content-Type: message/rfc822

%b
--b
Content-Type: message/rfc822
Content-Transfer-Encoding: base64

%b
--b--
""" % (
    b64encode("<p>Hello <b>wor</b>ld あ &amp; more</p>".encode("shift_jis")),
    INNER,
    b64encode(b"Subject: Packed\n\nlast words"),
)


@pytest.mark.parametrize(
    "text",
    [
        "first",
        "hello world あ & more",
        "<b>wor</b>ld",
        "deep words",
        "café",
        "€€ inside",
        "inga@example.com",
        "packed",
        "last words",
    ],
)
def test_every_text_part_is_searched_decoded(text: str) -> None:
    assert text in searchable_text(MESSAGE).decode()
    assert text not in searchable_header(MESSAGE).decode()


@pytest.mark.parametrize("text", ["subject: outer", "long-name.bin", "ä.bin", "shift_jis"])
def test_the_header_and_those_of_parts_are_searched_decoded(text: str) -> None:
    assert text in searchable_header(MESSAGE).decode()
    assert text not in searchable_text(MESSAGE).decode()


@pytest.mark.parametrize("text", ["binary octets", "preamble"])
def test_what_is_no_text_is_not_searched(text: str) -> None:
    assert text not in (searchable_text(MESSAGE) + searchable_header(MESSAGE)).decode()


@pytest.mark.parametrize(
    "beginning", [b"\r\n", b"Content-Type: text/plain; charset=utf-8\r\n\r\n", b"MIME: x\r\n\r\n\xe4"]
)
def test_text_has_a_bound(beginning: bytes) -> None:
    assert MAX_TEXT // 2 <= len(searchable_text(beginning + b"A b " * MAX_TEXT)) <= MAX_TEXT + 10


def test_long_html_is_searched_to_its_end() -> None:
    html = b"<p>near <b>the</b> beginning</p>" + b"<i>x</i>" * 20_000 + b"<p>at the end</p>"
    text = searchable_text(b"Content-Type: text/html\r\n\r\n" + html).decode()
    assert "near the beginning" in text
    assert "at the end" in text


@given(st.binary(max_size=300))
def test_any_octets_are_searched(octets: bytes) -> None:
    for mime in (octets, MESSAGE.replace(b"Deep", octets), MESSAGE[: len(MESSAGE) - len(octets)] + octets):
        assert searchable_text(mime).decode() is not None
        assert searchable_header(mime).decode() is not None
