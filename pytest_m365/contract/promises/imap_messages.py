"""IMAP's messages: how they are stored, flagged, fetched, copied and removed; all in a folder of the test's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fakeserver.digits import number_in
from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.asks import in_folder
from pytest_m365.contract.terms import Known, NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("IMAP")
_LOGS: Known = ("T", "logs")
_PATTERN: Known = ("I", "logs")
_NO_RECORD: Known = ("U", "no record")


@TABLE.asked(
    "append",
    ("I", "logs"),
    "APPEND in two steps",
    "+ Ready for additional command text.\nOK [APPENDUID <uidvalidity> <uid>] APPEND completed.",
)
def _append(asker: Asker) -> Sequence[str]:
    """APPEND is asked for the message in these words, and says its UID."""
    return asker.imap().append(asker.folder, asker.text().encode())


@TABLE.asked(
    "append-missing", _NO_RECORD, "APPEND to a folder that is not there", "NO [TRYCREATE] Elsewhere doesn't exist."
)
def _append_missing(asker: Asker) -> Sequence[str]:
    """To a folder that is not there nothing is appended, and the client is told to make it."""
    return asker.imap().append("Elsewhere", asker.text().encode())[-1:]


@TABLE.asked(
    "append-keyword",
    ("I", "keywords"),
    "APPEND with a keyword",
    "BAD Command Argument Error. 11",
    rows="imap-commands-append-keyword-",
)
def _append_keyword(asker: Asker) -> Sequence[str]:
    """A keyword other than $MDNSent is refused by APPEND."""
    return asker.imap().append(asker.folder, asker.text().encode(), "(Later) ")[-1:]


@TABLE.asked(
    "append-date",
    _PATTERN,
    "APPEND with a date; FETCH 1 INTERNALDATE",
    '* 1 FETCH (INTERNALDATE "<date>"); it is the same',
)
def _append_date(asker: Asker) -> Sequence[str]:
    """The date that APPEND gives is INTERNALDATE."""
    client = asker.in_folder(asker.text(), how='"02-Jan-2024 03:04:05 +0000" ')
    line = client.whole("FETCH 1 INTERNALDATE")[0]
    is_same = "2-Jan-2024 03:04:05 +0000" in line
    return [f"{line}; it is {'the same' if is_same else 'another'}"]


@TABLE.asked(
    "append-flags",
    ("I", "logs, keywords"),
    r"APPEND with (\Seen \Flagged); FETCH 1 FLAGS",
    r"\Flagged \Seen",
    r"$MDNSent \Flagged \Seen",
)
def _append_flags(asker: Asker) -> Sequence[str]:
    r"""The flags that APPEND gives are kept, \Recent apart; $MDNSent may come to them."""
    client = asker.in_folder(asker.text(), how=r"(\Seen \Flagged) ")
    return [_flags(client.whole("FETCH 1 FLAGS")[0])]


def _flags(line: str) -> str:
    r"""Return the flags of a FETCH line, sorted, without \Recent."""
    found = re.search(r"FLAGS \(([^)]*)\)", line)
    if found is None:
        return line
    return " ".join(sorted(set(found[1].split()) - {r"\Recent"})) or "(no flags)"


TABLE.add(
    "fetch-flags",
    r"a new message has no flag, or \Recent although RECENT is 0",
    _LOGS,
    in_folder("FETCH 1 FLAGS", whole=True),
    "* 1 FETCH (FLAGS (\\Recent))\nOK FETCH completed.",
    "* 1 FETCH (FLAGS ())\nOK FETCH completed.",
)
TABLE.add(
    "store",
    "STORE answers with all flags",
    ("T", "logs, aioimaplib"),
    in_folder(r"STORE 1 +FLAGS (\Deleted)", whole=True),
    "* 1 FETCH (FLAGS (\\Deleted \\Recent))\nOK STORE completed.",
    "* 1 FETCH (FLAGS (\\Deleted))\nOK STORE completed.",
)
TABLE.add(
    "store-silent",
    "STORE with .SILENT answers with nothing",
    _PATTERN,
    in_folder(r"STORE 1 +FLAGS.SILENT (\Seen)", whole=True),
    "OK STORE completed.",
)
TABLE.add(
    "store-keyword",
    "a keyword other than $MDNSent is refused by STORE",
    ("T*", "keywords"),
    in_folder("STORE 1 +FLAGS (Later)"),
    "BAD Command Argument Error. 11",
    rows="imap-commands-store-keyword-",
)
TABLE.add(
    "store-mdnsent",
    "$MDNSent may be stored",
    ("T", "logs"),
    in_folder("STORE 1 +FLAGS ($MDNSent)"),
    "OK STORE completed.",
)
TABLE.add(
    "uid-store",
    "UID STORE answers with the UID as well",
    _PATTERN,
    in_folder(r"UID STORE 1:* +FLAGS (\Seen)", whole=True),
    "* 1 FETCH (FLAGS (\\Seen \\Recent) UID <uid>)\nOK STORE completed.",
    "* 1 FETCH (FLAGS (\\Seen) UID <uid>)\nOK STORE completed.",
)
TABLE.add(
    "expunge",
    "EXPUNGE says which number is gone",
    _LOGS,
    in_folder(r"STORE 1 +FLAGS.SILENT (\Deleted)", "EXPUNGE", whole=True),
    "* 1 EXPUNGE\n* 0 EXISTS\nOK EXPUNGE completed.",
    "* 1 EXPUNGE\nOK EXPUNGE completed.",
)
TABLE.add(
    "uid-expunge",
    "UID EXPUNGE removes these messages alone",
    _PATTERN,
    in_folder(r"STORE 1:2 +FLAGS.SILENT (\Deleted)", "UID EXPUNGE 999999", "FETCH 2 FLAGS", messages=2),
    "OK FETCH completed.",
)
TABLE.add(
    "fetch-missing",
    "a message that is not there is not in the set",
    ("T*", "clients"),
    in_folder("FETCH 7 FLAGS"),
    "NO The specified message set is invalid.",
    rows="imap-commands-message-missing-",
)
TABLE.add(
    "uid-fetch-missing",
    "a UID that is not there is passed over",
    _PATTERN,
    in_folder("UID FETCH 999999 FLAGS", whole=True),
    "OK FETCH completed.",
)
TABLE.add(
    "fetch-nothing",
    "UID FETCH of an empty list is a bad argument",
    _LOGS,
    in_folder("UID FETCH 1 ()"),
    "BAD Command Argument Error. 11",
)
TABLE.add(
    "fetch-unknown",
    "FETCH of an unknown item is a bad argument",
    _PATTERN,
    in_folder("FETCH 1 (FROBNICATE)"),
    "BAD Command Argument Error. 11",
)
TABLE.add(
    "fetch-size",
    "the size is a number",
    ("D", "PS-CAS"),
    in_folder("FETCH 1 RFC822.SIZE", whole=True),
    "* 1 FETCH (RFC822.SIZE <number>)\nOK FETCH completed.",
)
TABLE.add(
    "fetch-internaldate",
    "INTERNALDATE is a date in quotes",
    _LOGS,
    in_folder("FETCH 1 INTERNALDATE", whole=True),
    '* 1 FETCH (INTERNALDATE "<date>")\nOK FETCH completed.',
)
TABLE.add(
    "fetch-peek",
    "a header field is fetched alone, with an empty line behind it",
    _PATTERN,
    in_folder("FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]", whole=True),
    "* 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] {<number>}Subject: A promise 1\\r\\n\\r\\n)\nOK FETCH completed.",
)
TABLE.add(
    "fetch-text",
    r"BODY[TEXT] sets \Seen, and says so",
    _PATTERN,
    in_folder("FETCH 1 BODY[TEXT]", whole=True),
    "* 1 FETCH (BODY[TEXT] {<number>}Hello.\\r\\n FLAGS (\\Seen \\Recent))\nOK FETCH completed.",
    "* 1 FETCH (BODY[TEXT] {<number>}Hello.\\r\\n FLAGS (\\Seen))\nOK FETCH completed.",
)
TABLE.add(
    "fetch-partial",
    "a part of the text is fetched by its first octet",
    _PATTERN,
    in_folder("FETCH 1 BODY.PEEK[TEXT]<0.3>", whole=True),
    "* 1 FETCH (BODY[TEXT]<0> {<number>}Hel)\nOK FETCH completed.",
)


@TABLE.asked(
    "envelope",
    _PATTERN,
    "FETCH 1 ENVELOPE",
    '* 1 FETCH (ENVELOPE ("<date>" "A promise" ((NIL NIL "<name>" "<name>")) ((NIL NIL "<name>" "<name>")) '
    '((NIL NIL "<name>" "<name>")) ((NIL NIL "<name>" "<name>")) NIL NIL NIL "<message-id>"))',
)
def _envelope(asker: Asker) -> Sequence[str]:
    """ENVELOPE has From also as Sender and Reply-To, and addresses without a name have NIL there."""
    line = asker.in_folder(asker.text()).whole("FETCH 1 ENVELOPE")[0]
    for address in (asker.user, asker.mailbox.address):
        local, _, domain = address.partition("@")
        line = line.replace(f'"{local}" "{domain}"', '"<name>" "<name>"')
    return [line]


@TABLE.asked(
    "bodystructure",
    ("I", "logs"),
    "FETCH 1 BODYSTRUCTURE of plain text in US-ASCII",
    '* 1 FETCH (BODYSTRUCTURE ("text" "plain" ("charset" "us-ascii") NIL NIL "7BIT" <number> <number> NIL NIL NIL NIL))',
    '* 1 FETCH (BODYSTRUCTURE ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" <number> <number> NIL NIL NIL NIL))',
)
def _bodystructure(asker: Asker) -> Sequence[str]:
    """BODYSTRUCTURE of plain text has its charset, encoding, octets and lines, and four fields more."""
    line = asker.in_folder(asker.text()).whole("FETCH 1 BODYSTRUCTURE")[0]
    return [re.sub(r'(?i)(?<="7bit") \d+ \d+', " <number> <number>", line)]


@TABLE.asked("octets-append", ("U", "no record"), "APPEND; FETCH 1 BODY.PEEK[]", "the same octets")
def _octets(asker: Asker) -> Sequence[str]:
    """A message comes back octet by octet, or rebuilt."""
    text = asker.text()
    line = asker.in_folder(text).whole("FETCH 1 BODY.PEEK[]")[0]
    return ["the same octets" if text.replace("\r\n", "\\r\\n") in line else "other octets"]


@TABLE.asked("own-field", ("I", "exchange-online-wire"), "APPEND with an X- field; FETCH of it", "the field is there")
def _own_field(asker: Asker) -> Sequence[str]:
    """A header field of one's own survives."""
    client = asker.in_folder(asker.text(more="X-Promise: kept\r\n"))
    line = client.whole("FETCH 1 BODY.PEEK[HEADER.FIELDS (X-PROMISE)]")[0]
    return ["the field is there" if "X-Promise: kept" in line else "the field is gone"]


@TABLE.asked("uid-kept", ("D", "RFC 3501"), "a UID before and after the connection is a new one", "the UID stays")
def _uid_kept(asker: Asker) -> Sequence[str]:
    """A UID stays where it is when the client signs in anew."""
    before = asker.in_folder(asker.text()).whole("FETCH 1 UID")[0]
    client = asker.new_imap()
    client.sign_in(asker.user, asker.token("IMAP.AccessAsUser.All"))
    client.whole(f'EXAMINE "{asker.folder}"')
    return ["the UID " + ("stays" if client.whole("FETCH 1 UID")[0] == before else "changes")]


@TABLE.asked("uid-grows", ("D", "RFC 3501"), "APPEND twice, the first expunged between", "the second UID is larger")
def _uid_grows(asker: Asker) -> Sequence[str]:
    """A UID is never given again."""
    client = asker.in_folder(asker.text())
    first = _uid(client.whole("FETCH 1 UID")[0])
    client.whole(r"STORE 1 +FLAGS.SILENT (\Deleted)")
    client.whole("EXPUNGE")
    client.append(asker.folder, asker.text().encode())
    client.whole("NOOP")
    second = _uid(client.whole("FETCH 1 UID")[0])
    return ["the second UID is " + ("larger" if second > first else "not larger")]


def _uid(line: str) -> int:
    found = re.search(r"UID (\d{1,10})", line)
    uid = number_in(found[1]) if found else None
    if uid is None:
        raise NotAsked(f"no UID came: {line}")
    return uid
