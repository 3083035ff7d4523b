import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime.addresses import decode_bytes, decode_words, is_address, is_domain, parse_addresses
from fakeserver.tenant.exchange.values import EmailAddress


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alice@contoso.com", [("", "alice@contoso.com")]),
        ("Alice <alice@contoso.com>", [("Alice", "alice@contoso.com")]),
        ("<alice@contoso.com>", [("", "alice@contoso.com")]),
        ('"Bo, Alice" <a@b.com>, Carl <c@d.com>', [("Bo, Alice", "a@b.com"), ("Carl", "c@d.com")]),
        ('"a \\"quoted\\" name" <a@b.com>', [('a "quoted" name', "a@b.com")]),
        ("alice@contoso.com (Alice (Bo))", [("Alice (Bo)", "alice@contoso.com")]),
        ("alice@contoso.com (Alice Bo)", [("Alice Bo", "alice@contoso.com")]),
        ("Team: a@b.com, Carl <c@d.com>; e@f.com", [("", "a@b.com"), ("Carl", "c@d.com"), ("", "e@f.com")]),
        ("undisclosed-recipients:;", []),
        ("=?utf-8?B?R3LDvG4=?= <g@x.com>", [("Grün", "g@x.com")]),
        ("=?iso-8859-1?Q?Andr=E9?= =?iso-8859-1?Q?_Pirard?= <p@x.be>", [("André Pirard", "p@x.be")]),
        ("Grün <g@x.com>", [("Grün", "g@x.com")]),
        ("<@relay.com:a@b.com>", [("", "a@b.com")]),
        ("only words", [("", "only words")]),
        ("Microsoft Exchange Server", [("", "Microsoft Exchange Server")]),
        ("a@b.com; c@d.com", [("", "a@b.com"), ("", "c@d.com")]),
        ("", []),
        (" , ;", []),
    ],
)
def test_an_address_list_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.name, each.address) for each in parse_addresses(text)] == expected


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
    ],
)
def test_encoded_words_are_decoded_and_anything_else_stays(text: str, expected: str) -> None:
    assert decode_words(text) == expected


@given(st.text(), st.binary(), st.text(max_size=10))
def test_no_text_raises(text: str, octets: bytes, charset: str) -> None:
    parse_addresses(text)
    parse_addresses(f"=?utf-8?b?{text}?=")
    decode_words(f"=?{charset}?q?{text}?=")
    assert isinstance(decode_bytes(octets, charset), str)


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "N"]), min_size=1))
def test_a_written_address_reads_back(name: str) -> None:
    address = EmailAddress(name, "a@b.com")
    assert parse_addresses(f"{name} <a@b.com>") == [address]


def test_one_pathological_address_list_takes_no_time() -> None:
    assert parse_addresses("(" * 20000 + '"' * 20001 + "<" * 20000) is not None


@pytest.mark.parametrize(
    "text", ["a@b.c", "a.b+c@b", '"a b@"@b.c', "a@[127.0.0.1]", "é@bücher.example", "o'neil@b.c", "a@b_c.d"]
)
def test_mail_can_be_sent_there(text: str) -> None:
    assert is_address(text)
    assert is_domain(text.rpartition("@")[2])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@",
        "@b.c",
        "a@b@c",
        "a b@c.d",
        "a@b.c, d@e.f",
        "a@b.c\r\n",
        "A <a@b.c>",
        "a@b.c\x00",
        "\udcff@b.c",
        "a@-",
    ],
)
def test_mail_cannot_be_sent_there(text: str) -> None:
    assert not is_address(text)
