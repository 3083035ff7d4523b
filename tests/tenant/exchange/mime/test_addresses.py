import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.exchange.mime import addresses
from fakeserver.tenant.exchange.mime.addresses import (
    MAX_FIELD,
    GroupEnd,
    GroupStart,
    ListedAddress,
    is_address,
    is_domain,
    is_read_whole,
    parse_addresses,
    read_address_list,
)
from fakeserver.tenant.exchange.values import EmailAddress
from tests.work import line_growth_of, lines_of


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
        ("only words", [("only words", "")]),
        ("Microsoft Exchange Server", [("Microsoft Exchange Server", "")]),
        ("Name <>", [("Name", "")]),
        ("postmaster", [("", "postmaster")]),
        ("postmaster (Olga)", [("Olga", "postmaster")]),
        ('"a@b.com"', [("", "a@b.com")]),
        ('"ann b"@x.org', [("", '"ann b"@x.org')]),
        ('<"a \\"b"@x.org>', [("", '"a \\"b"@x.org')]),
        ('"ann"@x.org, <"b.\\c"@x.org>', [("", "ann@x.org"), ("", "b.c@x.org")]),
        ('"@"@x.org, <"a..b"@x.org>', [("", '"@"@x.org'), ("", '"a..b"@x.org')]),
        ("kay@x.org ((a)(b(c)))", [("(a)(b(c))", "kay@x.org")]),
        ("<u (c)@ (c) d.org>", [("", "u@d.org")]),
        ("john . doe @ x . org", [("", "john.doe@x.org")]),
        ("Bob bob@x.org", [("Bob", "bob@x.org")]),
        ("a@x.org b@x.org", [("", "a@x.org"), ("", "b@x.org")]),
        ("a@[192.0.2.1], <b@[IPv6:2001:db8::1]>", [("", "a@[192.0.2.1]"), ("", "b@[IPv6:2001:db8::1]")]),
        ("<@r.one,@r.two:a@b.com>, c@d.com", [("", "a@b.com"), ("", "c@d.com")]),
        ("<mailto:a@b.com>", [("", "a@b.com")]),
        ("[EXT] Bob <a@b.com>", [("[EXT] Bob", "a@b.com")]),
        ('Hans 5" <a@b.com>', [('Hans 5"', "a@b.com")]),
        ("Bob (oops <a@b.com>", [("Bob (oops", "a@b.com")]),
        ("Bob <a@b.com, Carl <c@d.com>", [("Bob", "a@b.com"), ("Carl", "c@d.com")]),
        ("bob@x.org <a@b.com>", [("bob@x.org", "a@b.com")]),
        ("=?utf-8?Q?Doe,_Jane?= <a@b.com>", [("Doe, Jane", "a@b.com")]),
        ("=?utf-8?B?w6Q=?= =?utf-8?B?w7Y=?= <a@b.com>", [("äö", "a@b.com")]),
        ("a: b: c@d.com; e@f.com", [("", "c@d.com"), ("", "e@f.com")]),
        ("a@b.com: c@d.com", [("", "a@b.com"), ("", "c@d.com")]),
        ("a@b@c.com", [("", "a@b@c.com")]),
        ("a@b.com; c@d.com", [("", "a@b.com"), ("", "c@d.com")]),
        ("", []),
        (" , ;", []),
    ],
)
def test_an_address_list_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.name, each.address) for each in parse_addresses(text)] == expected


def test_groups_have_a_beginning_and_an_end() -> None:
    assert list(read_address_list('"The team": a@b.com, C <c@d.com>; e@f.com, none:;')) == [
        GroupStart("The team"),
        ListedAddress("", "a@b.com"),
        ListedAddress("C", "c@d.com"),
        GroupEnd(),
        ListedAddress("", "e@f.com"),
        GroupStart("none"),
        GroupEnd(),
    ]


def test_a_comment_alone_is_nobody() -> None:
    assert list(read_address_list("group: (nobody) ;, (me)")) == [GroupStart("group"), GroupEnd()]


def test_a_group_that_is_not_closed_ends_with_the_list_or_the_next_group() -> None:
    assert list(read_address_list("a: b: c@d.com")) == [
        GroupStart("a"), GroupEnd(), GroupStart("b"), ListedAddress("", "c@d.com"), GroupEnd(),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "local_part", "domain"),
    [
        ("a@b.com", "a", "b.com"),
        ('"ann b"@x.org', "ann b", "x.org"),
        ('"a\\"@b"@x.org', 'a"@b', "x.org"),
        ("postmaster", "postmaster", ""),
        ("a@[192.0.2.1]", "a", "[192.0.2.1]"),
        ("a@b@c.com", "a@b", "c.com"),
    ],
)
def test_an_address_is_cut(text: str, local_part: str, domain: str) -> None:
    (found,) = read_address_list(text)
    assert isinstance(found, ListedAddress)
    assert found.cut() == (local_part, domain)


def test_a_source_route_stands_beside_its_address() -> None:
    assert list(read_address_list("A <@r.one,@r.two:a@b.com>")) == [ListedAddress("A", "a@b.com", "@r.one,@r.two")]


@given(st.one_of(st.text(), st.text(alphabet='a@.,;:<>()[]"\\ =?')))
def test_no_text_raises_and_groups_are_in_pairs(text: str) -> None:
    depth = 0
    for found in read_address_list(text):
        depth += isinstance(found, GroupStart) - isinstance(found, GroupEnd)
        assert depth in (0, 1)
        if isinstance(found, ListedAddress):
            assert found.name or found.address
            assert found.cut() is not None
    assert depth == 0


_PIECES = st.sampled_from(
    [
        "a@b.c",
        "<a@b.c>",
        "Ann ",
        "Ann",
        '"Ann, B"',
        '""',
        "=?utf-8?Q?a?=",
        "=?utf-8?Q?,?=",
        ", ",
        ",",
        " ",
        "\t",
        "<",
        ">",
        "@",
        ".",
        "'",
        "+",
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_plain_lists_are_read_like_any(text: str) -> None:
    plain = addresses._read_plain(text)
    assert plain is None or plain == list(addresses._read_any(text))


@given(st.text(alphabet=st.characters(whitelist_categories=["L", "N"]), min_size=1))
def test_a_written_address_reads_back(name: str) -> None:
    address = EmailAddress(name, "a@b.com")
    assert parse_addresses(f"{name} <a@b.com>") == [address]


@pytest.mark.parametrize(
    "junk", ["(", '"', "<", "@", "a@", "a@b ", ":", "a:", ";", "[", "\\", '"\\', "(a", "=?", "=?u?q?", " ", ".", "a "]
)
def test_no_list_takes_long(junk: str) -> None:
    assert line_growth_of(lambda times: list(read_address_list("a@b.com, " + junk * times)), 300) < 10


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


@pytest.mark.parametrize(
    "text",
    [
        "a@b.example,",
        '"A, B" <a@b.example>,',
        "(",
        '"\\',
        "a:",
        "a,",
        "a@b ",
        "word ",
        ",",
        "<",
        "[",
        "()",
        "=?utf-8?q?a?= ",
    ],
)
def test_of_a_long_field_no_more_is_read_than_of_the_longest_one(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MAX_FIELD", 4096)

    def read(length: int) -> object:
        return parse_addresses((text * (length // len(text) + 1))[:length])

    read(4097)  # what is kept of it is kept by now
    # Read whole it would be sixteen times as many; a cache that was full makes a few of difference.
    assert lines_of(lambda: read(65_536)) < 1.5 * lines_of(lambda: read(4097))


def test_no_half_address_is_read_at_the_end_of_what_is_read() -> None:
    found = parse_addresses("alice@contoso.example, " * (MAX_FIELD // 10))
    assert {one.address for one in found} == {"alice@contoso.example"}
    assert len(found) > 5000


@pytest.mark.parametrize("text", ["<", "[", "a,", "x:;", "(a)", "a@[b]"])
def test_of_a_field_full_of_marks_no_more_is_read_than_some_thousand_addresses(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "MAX_TOKENS", 1000)

    def read(pieces: int) -> object:
        return list(read_address_list(text * pieces))

    read(1000)
    assert lines_of(lambda: read(16_000)) < 1.5 * lines_of(lambda: read(1001))


def test_no_half_address_is_read_where_too_many_pieces_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MAX_TOKENS", 8)
    assert [one.address for one in parse_addresses("[a@b.com, alice@contoso.example")] == ["[a@b.com"]


@pytest.mark.parametrize("filler", ["", ",", "a@b.com, ", "(a)", "<a@b.com>,", "x:;", '"'])
@pytest.mark.parametrize("times", [0, 1, 3, 9, 40, 400])
def test_a_list_that_is_said_to_be_read_whole_is(filler: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{filler * times}last@contoso.example"
    every = parse_addresses(text)
    monkeypatch.setattr(addresses, "MAX_FIELD", 600)
    monkeypatch.setattr(addresses, "MAX_TOKENS", 100)
    assert is_read_whole(text) is (parse_addresses(text) == every)


def test_a_name_beside_several_addresses_is_written_for_none() -> None:
    found = parse_addresses("x" * 1000 + " a@b.com" * 1000)
    assert found == [EmailAddress("", "a@b.com")] * 1000
