import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.imap.names import MAX_PATTERN, Pattern, decode_utf7, encode_utf7, wire_name
from tests.work import line_growth_of


@pytest.mark.parametrize(
    ("name", "octets"),
    [
        ("INBOX", b"INBOX"),
        ("Entwürfe", b"Entw&APw-rfe"),
        ("A & B", b"A &- B"),
        ("台北/日本語", b"&U,BTFw-/&ZeVnLIqe-"),
        ("tab\there", b"tab&AAk-here"),
        ("😀", b"&2D3eAA-"),
    ],
)
def test_modified_utf_7(name: str, octets: bytes) -> None:
    assert encode_utf7(name) == octets
    assert decode_utf7(octets) == name


@given(st.text())
def test_every_name_comes_back(name: str) -> None:
    assert decode_utf7(encode_utf7(name)) == name


@given(st.binary(max_size=30))
def test_any_octets_are_a_name(octets: bytes) -> None:
    decode_utf7(b"&" + octets + b"-")


def test_names_are_quoted_only_where_they_must() -> None:
    assert wire_name("Inbox") == b"Inbox"
    assert wire_name("Sent Items") == b'"Sent Items"'
    assert wire_name('a"b\\') == rb'"a\"b\\"'
    assert wire_name("a*") == b'"a*"'


@pytest.mark.parametrize(
    ("pattern", "matches", "others"),
    [
        ("*", ["INBOX", "a/b/c"], []),
        ("%", ["INBOX", "a"], ["a/b"]),
        ("a/%", ["a/b"], ["a", "a/b/c"]),
        ("%/b", ["a/b"], ["b", "a/a/b"]),
        ("inbox", ["INBOX"], ["INBOX/a"]),
        ("InBox/*", ["INBOX/a", "INBOX/a/b"], ["INBOX"]),
        ("in*", ["INBOX", "INBOX/a"], ["Invoices"]),
        ("%oX", ["INBOX"], ["Box"]),
        ("\u0131nbox", [], ["INBOX"]),
        ("inbox/a", ["INBOX/a"], ["INBOX/A"]),
        ("a.b", ["a.b"], ["axb"]),
        ("*%*%*%", ["x/y"], []),
        ("*a%b", ["a/ab", "ab"], ["a/b"]),
        ("", [""], ["a"]),
    ],
)
def test_list_patterns(pattern: str, matches: list[str], others: list[str]) -> None:
    fits = Pattern(pattern).matches
    assert all(fits(path) for path in matches)
    assert not any(fits(path) for path in others)


@pytest.mark.parametrize("unit", ["*a%", "*a"])
def test_no_pattern_makes_the_match_explode(unit: str) -> None:
    pattern = Pattern(unit * (MAX_PATTERN // len(unit)))
    assert not pattern.matches("a" * 200 + "/b")
    assert line_growth_of(lambda times: pattern.matches("a" * times + "/b"), 100) < 10


def test_a_pattern_that_is_too_long_matches_nothing() -> None:
    assert not Pattern("*a" * 5000).matches("a" * 5000)


def test_half_of_a_surrogate_pair_is_written_too() -> None:
    assert encode_utf7("a\ud800") == b"a&2AA-"


@pytest.mark.parametrize(("begin", "unit"), [(b"", b"&"), (b"", b"&A"), (b"&", b"A"), (b"", b"&-")])
def test_a_long_name_costs_little(begin: bytes, unit: bytes) -> None:
    assert line_growth_of(lambda times: decode_utf7(begin + unit * times), 100) < 10


@pytest.mark.parametrize("unit", ["%", "*", "%*"])
def test_a_pattern_over_the_bound_matches_nothing(unit: str) -> None:
    longest = unit * (MAX_PATTERN // len(unit))
    assert Pattern(longest).matches("INBOX")
    assert not Pattern(longest + "*").matches("INBOX")


@pytest.mark.parametrize("octets", [b"&AOk", b"&AOk-&", b"a & b-", b"&AO.k-", b"&A-"])
def test_what_is_no_utf_7_stays_as_it_is(octets: bytes) -> None:
    assert decode_utf7(octets) == octets.decode()
