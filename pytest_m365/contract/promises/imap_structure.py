"""What IMAP reads in odd headers: ENVELOPE and BODYSTRUCTURE of messages that few programs write, and all may meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Ask, Perform, Table
from pytest_m365.contract.terms import Known

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("IMAP")
#: what a standard says, and nobody has seen the service do
_STANDARD: Known = ("I", "cases, RFC 3501")
_PLAIN = "Content-Type: text/plain; charset=us-ascii\r\n"


def _fetched(command: str, pattern: str, old: str, new: str) -> Perform:
    """Return what appends a message with another field, and fetches something of it.

    Args:
        pattern: what decides; the whole line where it is not there.
        old: a field of the usual message, and `new` is in its place.
    """

    def perform(asker: Asker) -> Sequence[str]:
        line = asker.in_folder(asker.text().replace(old, new)).whole(f"FETCH 1 {command}")[0]
        found = re.search(pattern, line)
        return [found[0] if found else line]

    return perform


_MIME = "MIME-Version: 1.0\r\n"
for _name, _says, _command, _pattern, _old, _new, _expected in (
    (
        "envelope-group",
        "a group is shown by its start and its end",
        "ENVELOPE",
        r'\(\(NIL NIL "team".*?\)\)',
        _MIME,
        f"{_MIME}Cc: team: a@pytest-m365.invalid, B <b@pytest-m365.invalid>;\r\n",
        '((NIL NIL "team" NIL)(NIL NIL "a" "<host>")("B" NIL "b" "<host>")(NIL NIL NIL NIL))',
    ),
    (
        "envelope-empty",
        "a field that is there and empty is an empty text, and not NIL",
        "ENVELOPE",
        r'(?:""|NIL) "<m365t[^"]*"\)',
        _MIME,
        f"{_MIME}In-Reply-To:\r\n",
        '"" "<message-id>")',
    ),
    (
        "envelope-quoted",
        "a quoted local part keeps its blank",
        "ENVELOPE",
        r'\(\(NIL NIL "[^"]*local part[^)]*\)\)',
        _MIME,
        f'{_MIME}Cc: "local part"@pytest-m365.invalid\r\n',
        '((NIL NIL "local part" "<host>"))',
    ),
    (
        "envelope-comment",
        "a comment is no part of an address, however deep it is",
        "ENVELOPE",
        r'NIL "kay" "[^"]*"\)\)',
        _MIME,
        f"{_MIME}Cc: kay@pytest-m365.invalid ((a)(b(c)))\r\n",
        'NIL "kay" "<host>"))',
    ),
    (
        "envelope-route",
        "a source route is shown in its place",
        "ENVELOPE",
        r'\(\(NIL [^()]* "route" [^()]*\)\)',
        _MIME,
        f"{_MIME}Cc: <@pytest-m365.invalid:route@pytest-m365.invalid>\r\n",
        '((NIL "@<host>" "route" "<host>"))',
    ),
    (
        "structure-comment",
        "comments in Content-Type are no part of the type or of a parameter",
        "BODYSTRUCTURE",
        r'(?i)\("text" "[^"]*" \([^)]*\)',
        _PLAIN,
        "Content-Type: text/html (really); charset=us-ascii (yes)\r\n",
        '("text" "html" ("charset" "us-ascii")',
    ),
    (
        "structure-language",
        "Content-Language is a list",
        "BODYSTRUCTURE",
        r'\("en"[^)]*\)|"en[^"]*"',
        _MIME,
        f"{_MIME}Content-Language: en, de\r\n",
        '("en" "de")',
    ),
    (
        "structure-digest",
        "a part of a digest is a message, where it does not say what it is",
        "BODYSTRUCTURE",
        r'(?i)\(\("[^"]*" "[^"]*"',
        f"{_PLAIN}\r\nHello.\r\n",
        "Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: inner\r\n\r\nHello.\r\n--d--\r\n",
        '(("message" "rfc822"',
    ),
):
    _field = _new.replace(_old, "").strip().partition("\r\n")[0]
    TABLE.add(
        _name,
        _says,
        _STANDARD,
        Ask(f"FETCH 1 {_command} with {_field}", _fetched(_command, _pattern, _old, _new)),
        _expected,
    )


@TABLE.asked("copyuid-order", ("I", "cases, RFC 4315"), "COPY 3,1:2; COPYUID's two sets", "as long, each in order")
def _copyuid(asker: Asker) -> Sequence[str]:
    """COPYUID pairs the UIDs before and after, in the order in which the copies have them."""
    client = asker.in_folder(*(asker.text(f"A promise {number}") for number in range(3)))
    said = client.tagged(f'COPY 3,1:2 "{asker.folder}"')[-1]
    sets = re.search(r"COPYUID \d+ ([\d:,]+) ([\d:,]+)\]", said)
    if sets is None:
        return [said]
    before, after = (client.whole(f"UID FETCH {each} ENVELOPE")[:-1] for each in sets.groups())
    subjects = [[re.findall(r'"A promise \d"', line) for line in lines] for lines in (before, after)]
    # UIDs of a set are told by their numbers, and copies are numbered as they were made.
    return ["as long, each in order" if subjects[0] == subjects[1] else "another order, or another length"]


@TABLE.asked(
    "expunge-waits",
    ("I", "cases, RFC 3501"),
    "EXPUNGE on one connection; FETCH, STORE, SEARCH and NOOP on another",
    "NOOP tells of it",
)
def _expunge(asker: Asker) -> Sequence[str]:
    """While FETCH, STORE and SEARCH answer no number changes; NOOP tells what is gone."""
    client = asker.in_folder(*(asker.text(f"A promise {number}") for number in range(3)))
    other = asker.new_imap()
    other.sign_in(asker.user, asker.token("IMAP.AccessAsUser.All"))
    other.whole(f'SELECT "{asker.folder}"')
    client.whole(r"STORE 2 +FLAGS.SILENT (\Deleted)")
    client.whole("EXPUNGE")
    for command in ("FETCH 1:3 FLAGS", r"STORE 1 +FLAGS (\Seen)", "SEARCH ALL", "NOOP"):
        if "* 2 EXPUNGE" in other.whole(command):
            return [f"{command.partition(' ')[0]} tells of it"]
    return ["nothing tells of it"]
