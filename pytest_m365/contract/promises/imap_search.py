"""IMAP's SEARCH: its forms, and what it finds in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.asks import in_folder
from pytest_m365.contract.terms import Known

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("IMAP")
_LOGS: Known = ("T", "logs")
_RFC: Known = ("I", "cases, RFC 3501")
_NO_RECORD: Known = ("U", "no record")
_ARGUMENT = "BAD Command Argument Error. 11"


def _found(name: str, says: str, keys: str, answer: str = "* SEARCH 2") -> None:
    """Add a promise of what SEARCH finds among three messages, "A promise 1" to "A promise 3"."""
    ask = in_folder(f"SEARCH {keys}", messages=3, whole=True)
    TABLE.add(f"search-{name}", says, _RFC, ask, f"{answer}\nOK SEARCH completed.")


_found("all", "SEARCH ALL finds all", "ALL", "* SEARCH 1 2 3")
_found("none", "SEARCH that finds nothing says so, without numbers", "SUBJECT nowhere", "* SEARCH")
_found("subject", "SUBJECT finds a part, whatever its case", 'SUBJECT "PROMISE 2"')
_found("from", "FROM finds a part of an address", "FROM @", "* SEARCH 1 2 3")
_found("body", "BODY finds a word of the text", "BODY Hello", "* SEARCH 1 2 3")
_found("text", "TEXT finds what stands in the header as well", 'TEXT "promise 2"')
_found("header", "HEADER finds a field by its text", 'HEADER Subject "promise 2"')
_found(
    "header-there", "HEADER with an empty text finds what has the field", 'HEADER X-Pytest-M365 ""', "* SEARCH 1 2 3"
)
_found("not", "NOT finds the others", 'NOT SUBJECT "promise 2"', "* SEARCH 1 3")
_found("or", "OR finds either", 'OR SUBJECT "promise 1" SUBJECT "promise 3"', "* SEARCH 1 3")
_found("group", "keys in parentheses belong together", '(UNSEEN SUBJECT "promise 2")')
_found("sequence", "a set of numbers is a key", "2", "* SEARCH 2")
_found("unseen", "UNSEEN finds what nobody has read", "UNSEEN", "* SEARCH 1 2 3")
_found("larger", "LARGER finds by the size", "LARGER 1", "* SEARCH 1 2 3")
_found("since", "SINCE finds by the day of INTERNALDATE", "SINCE 1-Jan-2020", "* SEARCH 1 2 3")
_found("sentsince", "SENTSINCE finds by the field Date", "SENTSINCE 1-Jan-2020", "* SEARCH 1 2 3")
_found("new", "NEW and RECENT find nothing, or all that is new", "KEYWORD $MDNSent", "* SEARCH")

TABLE.add(
    "search-charset",
    "a charset other than US-ASCII is refused, UTF-8 too",
    _LOGS,
    in_folder("SEARCH CHARSET UTF-8 SUBJECT x"),
    "NO [BADCHARSET (US-ASCII)] The specified charset is not supported.",
    rows="imap-commands-search-charset-",
)
TABLE.add(
    "search-ascii",
    "the charset US-ASCII is taken",
    ("I", "logs"),
    in_folder("SEARCH CHARSET US-ASCII SUBJECT x"),
    "OK SEARCH completed.",
)
TABLE.add(
    "search-keyword",
    "a keyword other than $MDNSent is a bad argument",
    ("T", "imap_tools"),
    in_folder("SEARCH KEYWORD Later"),
    _ARGUMENT,
)
TABLE.add("search-unknown", "an unknown key is a bad argument", _NO_RECORD, in_folder("SEARCH FROBNICATE"), _ARGUMENT)
TABLE.add(
    "search-return",
    "SEARCH RETURN, which is not advertised, is a bad argument",
    _NO_RECORD,
    in_folder("SEARCH RETURN (COUNT) ALL"),
    _ARGUMENT,
)
TABLE.add(
    "search-eight-bit", "octets beyond ASCII are a bad argument", _NO_RECORD, in_folder('SEARCH SUBJECT "ü"'), _ARGUMENT
)
TABLE.add(
    "sort",
    "SORT, which is not advertised, is unknown",
    ("T", "logs"),
    in_folder("SORT (DATE) US-ASCII ALL"),
    "BAD Command Error. 10",
)
TABLE.add(
    "thread",
    "THREAD, which is not advertised, is unknown",
    ("T", "logs"),
    in_folder("THREAD REFERENCES US-ASCII ALL"),
    "BAD Command Error. 10",
)


@TABLE.asked("uid-search", _RFC, "UID SEARCH ALL", "* SEARCH <uid>\nOK SEARCH completed.")
def _by_uid(asker: Asker) -> Sequence[str]:
    """UID SEARCH answers with UIDs, under the name of SEARCH."""
    client = asker.in_folder(asker.text())
    uid = client.whole("FETCH 1 UID")[0].rpartition("UID ")[2].rstrip(")")
    lines = client.whole("UID SEARCH ALL")
    return [line.replace(f"SEARCH {uid}", "SEARCH <uid>") for line in lines]


@TABLE.asked("search-last", ("D", "RFC 3501"), "UID SEARCH UID 999999:*", "the last message is found")
def _last(asker: Asker) -> Sequence[str]:
    """A set that ends in a star finds the last message, although it is not as large."""
    client = asker.in_folder(asker.text())
    return [
        "the last message is found" if client.whole("UID SEARCH UID 999999:*")[0] != "* SEARCH" else "nothing is found"
    ]


@TABLE.asked("search-every-part", ("I", "cases, RFC 3501"), "SEARCH BODY of a word in a base64 part", "* SEARCH 1")
def _every_part(asker: Asker) -> Sequence[str]:
    """BODY finds a word in every part of text, encoded ones too."""
    mime = (
        "From: a@pytest-m365.invalid\r\nSubject: A promise\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nfirst\r\n"
        "--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nc2Vjb25k\r\n--b--\r\n"
    )
    return asker.in_folder(mime).whole("SEARCH BODY second")[:1]
