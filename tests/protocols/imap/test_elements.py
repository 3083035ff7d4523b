from datetime import UTC, date, datetime

import pytest

from fakeserver.protocols.imap.elements import LAST, NO_PATTERN, BadSyntax, Cursor, SequenceSet


@pytest.mark.parametrize(
    ("octets", "value"),
    [
        (b"INBOX", b"INBOX"),
        (b"a]b rest", b"a]b"),
        (b'"a b"', b"a b"),
        (rb'"a\"\\b"', b'a"\\b'),
        (b"{4}\r\na\r\nb", b"a\r\nb"),
        (b"{0+}\r\n", b""),
        (b"{2}\r\n\xc3\xa4", b"\xc3\xa4"),
        (b"NIL", b"NIL"),
        (b'""', b""),
    ],
)
def test_astrings(octets: bytes, value: bytes) -> None:
    assert Cursor(octets).astring() == value


@pytest.mark.parametrize(
    "octets",
    [b"", b" ", b"(", b'"a', b"{9}\r\nabc", b"{x}", b"*b", b'"a\x00"', b"\xc3\xa4",
     b'"\xc3\xa4"', rb'"a\b"', b'"a\r\n"', b"{3}\nabc", b"{3}abc", b"{3}\r\na\0c", b"{-1}\r\n"],
)  # fmt: skip
def test_what_is_no_astring(octets: bytes) -> None:
    with pytest.raises(BadSyntax):
        Cursor(octets).astring()


@pytest.mark.parametrize(
    ("octets", "ranges"),
    [
        (b"1", ((1, 1),)),
        (b"*", ((LAST, LAST),)),
        (b"2:*", ((2, LAST),)),
        (b"1,3:5,*:7", ((1, 1), (3, 5), (LAST, 7))),
        (b"4294967295", ((4294967295, 4294967295),)),
    ],
)
def test_sequence_sets(octets: bytes, ranges: tuple[tuple[int, int], ...]) -> None:
    assert Cursor(octets).sequence_set() == SequenceSet(ranges)


@pytest.mark.parametrize(
    "octets",
    [
        b"", b"0", b"1:0", b"x", b":1", b"1:", b",1", b"1,", b"1,,2", b"1:2:3", b"01", b"1:01", b"-1", b"+1", b"1.2",
        b"$", b"4294967296", b"1:4294967296", b"99999999999", b"**", b"1;2", b"1\xb2",
    ],
)  # fmt: skip
def test_a_bad_message_set_is_told_apart(octets: bytes) -> None:
    with pytest.raises(BadSyntax) as caught:
        Cursor(octets).sequence_set()
    assert caught.value.problem == "message set"


def test_flags_are_read_in_lower_case_with_and_without_parentheses() -> None:
    assert Cursor(rb"(\Seen $MDNSent)").flags() == {b"\\seen", b"$mdnsent"}
    assert Cursor(rb"\Seen \Draft").flags() == {b"\\seen", b"\\draft"}
    assert Cursor(b"()").flags() == set()


@pytest.mark.parametrize("octets", [b"1-Feb-1994", b'"1-feb-1994"', b"01-FEB-1994"])
def test_days(octets: bytes) -> None:
    assert Cursor(octets).date() == date(1994, 2, 1)


@pytest.mark.parametrize(
    "octets",
    [b"30-Feb-1994", b"1-Foo-1994", b"1-2-1994", b"x", b'"1-Feb-1994', b"1-Feb-94", b"0-Feb-1994", b" 1-Feb-1994"],
)
def test_what_is_no_day(octets: bytes) -> None:
    with pytest.raises(BadSyntax):
        Cursor(octets).date()


def test_moments_are_turned_into_utc() -> None:
    assert Cursor(b'" 7-Jul-1996 22:44:25 -0700"').take_date_time() == datetime(1996, 7, 8, 5, 44, 25, tzinfo=UTC)
    assert Cursor(b"{3}").take_date_time() is None


@pytest.mark.parametrize(
    "octets",
    [
        b'"7-Jul-1996"', b'"31-Feb-1996 02:44:25 -0700"', b'"01-Jan-0001 00:00:00 +1400"', b'"07-Jul-1996 22:44:25"',
        b'"07-Jul-1996 22:44:25 GMT"', b'"07-Jul-1996 24:00:00 +0000"', b'" 7-Jul-96 22:44:25 +0000"',
        b'"07-Jul-1996 22:44:25 +0060"', b'"07-Jul-1996 22:44:25 +2400"', b'"07-Jul-1996  22:44:25 +0000"',
    ],
)  # fmt: skip
def test_what_is_no_moment(octets: bytes) -> None:
    with pytest.raises(BadSyntax):
        Cursor(octets).take_date_time()


def test_mailbox_names_are_decoded() -> None:
    assert Cursor(b"Entw&APw-rfe").mailbox_name() == "Entwürfe"
    assert Cursor(b"Sent*%").list_pattern() == "Sent*%"


@pytest.mark.parametrize("octets", [b"R&D", b"&", b"a&-b&", b"&AGE-", b"&APw", b'"a\tb"', b"{2}\r\n\xc3\xa4", b"&2AA-"])
def test_what_is_not_modified_utf7_names_nothing(octets: bytes) -> None:
    with pytest.raises(BadSyntax) as caught:
        Cursor(octets).mailbox_name()
    assert caught.value.problem == "mailbox name"
    assert Cursor(octets).list_pattern() == Cursor(octets).list_reference() == NO_PATTERN


@pytest.mark.parametrize("octets", [b"x", b"-1", b"4294967296", b"99999999999"])
def test_what_is_no_number(octets: bytes) -> None:
    def read_all(cursor: Cursor) -> None:
        cursor.number()
        cursor.end()

    with pytest.raises(BadSyntax):
        read_all(Cursor(octets))


@pytest.mark.parametrize(
    "octets", [rb"( \Seen)", rb"(\Seen )", rb"(\Seen  \Draft)", rb"(\Seen", rb"\*", b"NIL(", b"(\xc3)"]
)
def test_what_is_no_list_of_flags(octets: bytes) -> None:
    def read_all(cursor: Cursor) -> None:
        cursor.flags()
        cursor.end()

    with pytest.raises(BadSyntax):
        read_all(Cursor(octets))
