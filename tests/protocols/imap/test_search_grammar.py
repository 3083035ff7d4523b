from datetime import date

import pytest

from fakeserver.protocols.imap.arguments import SearchKey
from fakeserver.protocols.imap.elements import BadSyntax, Cursor, SequenceSet
from fakeserver.protocols.imap.search_grammar import read_keys
from tests.protocols.imap.client import ImapClient


@pytest.mark.parametrize(
    ("octets", "key"),
    [
        (b" ALL", SearchKey("ALL")),
        (b" unseen", SearchKey("UNSEEN")),
        (b" 1:*", SearchKey("SEQUENCE", SequenceSet(((1, 0),)))),
        (b" UID 5", SearchKey("UID", SequenceSet(((5, 5),)))),
        (b' SUBJECT "a b"', SearchKey("SUBJECT", "a b")),
        (b" SINCE 1-Feb-2026", SearchKey("SINCE", date(2026, 2, 1))),
        (b" LARGER 100", SearchKey("LARGER", 100)),
        (b" HEADER Message-ID <a@b>", SearchKey("HEADER", ("Message-ID", "<a@b>"))),
        (b" NOT SEEN", SearchKey("NOT", (SearchKey("SEEN"),))),
        (b" OR SEEN DRAFT", SearchKey("OR", (SearchKey("SEEN"), SearchKey("DRAFT")))),
        (
            b" SEEN (DRAFT NEW)",
            SearchKey("AND", (SearchKey("SEEN"), SearchKey("AND", (SearchKey("DRAFT"), SearchKey("NEW"))))),
        ),
    ],
)
def test_keys(octets: bytes, key: SearchKey) -> None:
    assert read_keys(Cursor(octets)) == ("US-ASCII", key)


def test_the_charset_is_read() -> None:
    assert read_keys(Cursor(b" CHARSET utf-8 ALL"))[0] == "UTF-8"


@pytest.mark.parametrize("charset", ["", "CHARSET US-ASCII ", "CHARSET UTF-8 "])
def test_octets_over_0x7f_are_in_no_charset_that_is_taken(imap: ImapClient, charset: str) -> None:
    imap.mailbox.deliver(subject="café")
    imap.select()
    refused = ["a NO [BADCHARSET (US-ASCII)] The specified charset is not supported."]
    assert imap.says(f"a SEARCH {charset}SUBJECT {{5+}}\r\ncafé") == refused
    assert imap.says(f"a UID SEARCH {charset}HEADER Subject {{5+}}\r\ncafé") == refused
    assert imap.says("b SEARCH SUBJECT caf") == ["* SEARCH 1", "b OK SEARCH completed."]


@pytest.mark.parametrize(
    "octets",
    [
        b"", b" ", b" XYZ", b" NOT", b" OR SEEN", b" (SEEN", b" " + b"(" * 500,
        b" KEYWORD", b" KEYWORD x", b" UNKEYWORD x", b' KEYWORD "$MDNSent"',
    ],
)  # fmt: skip
def test_what_is_no_key(octets: bytes) -> None:
    with pytest.raises(BadSyntax):
        read_keys(Cursor(octets))


@pytest.mark.parametrize(("times", "status"), [(150, "OK"), (151, "BAD")])
def test_keys_nest_to_the_limit_of_150(imap: ImapClient, times: int, status: str) -> None:
    imap.select()
    assert imap.says("a SEARCH " + "OR ALL " * times + "ALL")[-1].split()[1] == status


@pytest.mark.parametrize(("count", "status"), [(1000, "OK"), (1001, "BAD")])
def test_a_search_has_at_most_a_thousand_keys(imap: ImapClient, count: int, status: str) -> None:
    imap.select()
    assert imap.says("a SEARCH" + " ALL" * count)[-1].split()[1] == status
