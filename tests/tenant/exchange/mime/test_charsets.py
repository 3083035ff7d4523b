import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime.charsets import codec_of, decode_bytes

#: Names that mail carries, with octets and what they mean.
NAMES = [
    ("windows-874", b"\xa1", "ก"),
    ("TIS-620", b"\xa1", "ก"),
    ("iso-8859-8-i", b"\xe0", "א"),
    ("iso-8859-8-e", b"\xe0", "א"),
    ("iso-8859-6-i", b"\xc7", "ا"),
    ("csISO88598I", b"\xe0", "א"),
    ("visual", b"\xe0", "א"),
    ("x-sjis", b"\x82\xa0", "あ"),
    ("shift_jis", b"\x87\x40", "①"),
    ("windows-31j", b"\x87\x40", "①"),
    ("x-euc-jp", b"\xa4\xa2", "あ"),
    ("iso-2022-jp", b'\x1b$B$"\x1b(B', "あ"),
    ("cp50220", b'\x1b$B$"\x1b(B', "あ"),
    ("cp-850", b"\x82", "é"),
    ("IBM850", b"\x82", "é"),
    ("ibm-437", b"\x82", "é"),
    ("gb2312", b"\x96\x7c", "東"),
    ("gb2312", b"\xd6\xd0", "中"),
    ("x-gbk", b"\xd6\xd0", "中"),
    ("GB_2312-80", b"\xd6\xd0", "中"),
    ("hz-gb-2312", b"~{VP~}", "中"),
    ("big5", b"\xa4\xa4", "中"),
    ("x-x-big5", b"\xa4\xa4", "中"),
    ("ks_c_5601-1987", b"\xb0\xa1", "가"),
    ("KSC5601", b"\xb0\xa1", "가"),
    ("windows-949", b"\x81\x41", "갂"),
    ("koi8", b"\xc1", "а"),
    ("koi8-u", b"\xa4", "є"),
    ("koi8-ru", b"\xa4", "є"),
    ("cp20866", b"\xc1", "а"),
    ("x-mac-cyrillic", b"\xe0", "а"),
    ("macintosh", b"\x8e", "é"),
    ("x-cp1251", b"\xe0", "а"),
    ("windows-1251", b"\xe0", "а"),
    ("iso-8859-1", b"\x80", "€"),
    ("latin1", b"\xe9", "é"),
    ("iso88591", b"\xe9", "é"),
    ("iso_8859-15", b"\xa4", "€"),
    ("iso-8859-9", b"\xfe", "ş"),
    ("cp28605", b"\xa4", "€"),
    ("unicode-1-1-utf-7", b"+AOQ-", "ä"),
    ("utf8", "ä".encode(), "ä"),
    ("cp65001", "ä".encode(), "ä"),
    ("UTF8MB4", "ä".encode(), "ä"),
    ("unicode", "ä".encode("utf-16"), "ä"),
    (" us-ascii ", b"a", "a"),
    ("ansi_x3.4-1968", b"a", "a"),
]


@pytest.mark.parametrize(("name", "octets", "text"), NAMES)
def test_a_charset_is_known_by_the_names_that_mail_uses(name: str, octets: bytes, text: str) -> None:
    assert codec_of(name) is not None
    assert decode_bytes(octets, name) == text
    assert decode_bytes(octets, name.upper()) == text


@pytest.mark.parametrize(
    "name",
    ["unknown-8bit", "x-unknown", "default", "", "idna", "punycode", "unicode_escape", "base64", "rot13", "mbcs"],
)
def test_what_is_no_charset_is_utf_8_or_windows_1252(name: str) -> None:
    assert codec_of(name) is None
    assert decode_bytes("ä".encode(), name) == "ä"
    assert decode_bytes(b"\xe4\x80", name) == "ä€"
    assert decode_bytes(b"\x81", name) == "\x81"


def test_a_charset_that_is_wrong_is_utf_8_where_that_fits() -> None:
    assert decode_bytes("ä".encode(), "us-ascii") == "ä"
    assert decode_bytes(b"\xe4", "us-ascii") == "ä"
    assert decode_bytes(b"\x82\xa0\x81", "shift_jis") == "あ\ufffd"
    assert decode_bytes(b"a\xe4", "utf-8") == "a\ufffd"


def test_a_name_without_end_is_unknown() -> None:
    assert codec_of("utf-8" + "8" * 1_000_000) is None


@given(st.text())
def test_any_name_leads_to_a_codec_or_to_none(name: str) -> None:
    codec = codec_of(name)
    assert codec is None or codecs.lookup(codec)


@given(st.sampled_from([name for name, _octets, _text in NAMES]), st.binary())
def test_any_octets_are_text(name: str, octets: bytes) -> None:
    assert isinstance(decode_bytes(octets, name), str)


def test_a_name_of_sixty_characters_is_the_longest_that_is_looked_up() -> None:
    assert codec_of("utf-8".ljust(60, "-")) == codec_of("utf-8")
    assert codec_of("utf-8".ljust(61, "-")) is None
