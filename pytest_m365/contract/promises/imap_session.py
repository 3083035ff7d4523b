"""IMAP from the greeting to the goodbye: what is advertised, and how commands are answered that are not of messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Ask, Table
from pytest_m365.contract.promises.asks import imap, unsigned_imap
from pytest_m365.contract.terms import Known

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("IMAP")
_LOGS: Known = ("T", "logs")
_PATTERN: Known = ("I", "logs")
_NO_RECORD: Known = ("U", "no record")

_BEFORE = "* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS {}ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+"
_AFTER = (
    "* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT {}CLIENTACCESSRULES "
    "CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE {}CHILDREN IDLE NAMESPACE LITERAL+"
)
_COMPLETED = "OK {} completed."


@TABLE.asked(
    "greeting",
    ("T", "logs, MailKit"),
    "connect",
    "* OK The Microsoft Exchange IMAP4 service is ready. [<base64>]",
    "* OK Microsoft Exchange IMAP4 service ready. <guid> (tcpproxy/<version> BACKENDAUTHENTICATE) [<base64>]",
)
def _greeting(asker: Asker) -> Sequence[str]:
    """The greeting is one of the two generations', and has no CAPABILITY in it."""
    return [asker.new_imap().greeting]


TABLE.add(
    "capability",
    "before any sign-in, the capabilities are those of one of the three generations",
    ("T", "logs, MailKit"),
    unsigned_imap("CAPABILITY", whole=True),
    *(f"{capabilities}\nOK CAPABILITY completed." for capabilities in (
        _BEFORE.format("MOVE "),
        _BEFORE.format(""),
        _BEFORE.format("MOVE ").replace("AUTH=PLAIN AUTH=XOAUTH2", "AUTH=XOAUTH2 LOGINDISABLED"),
    )),
)  # fmt: skip
TABLE.add(
    "capability-signed-in",
    "signed in, there are more capabilities, AUTH= among them still",
    ("T", "logs, MailKit"),
    imap("CAPABILITY", whole=True),
    f"{_AFTER.format('', '')}\nOK CAPABILITY completed.",
    f"{_AFTER.format('ENABLE IMAP4rev2 ', 'BACKENDAUTHENTICATE-IR ')}\nOK CAPABILITY completed.",
)
TABLE.add("noop", "NOOP is completed, in these words", _LOGS, imap("NOOP"), "OK NOOP completed.")
TABLE.add(
    "namespace",
    "there is one namespace, the own, divided by a slash",
    _LOGS,
    imap("NAMESPACE", whole=True),
    '* NAMESPACE (("" "/")) NIL NIL\nOK NAMESPACE completed.',
)
TABLE.add("id", "ID is completed", _PATTERN, imap('ID ("name" "a")'), _COMPLETED.format("ID"))
TABLE.add(
    "id-untagged",
    "what ID says of the server",
    _NO_RECORD,
    imap("ID NIL", whole=True),
    '* ID ("name" "Microsoft.Exchange.Imap4.Imap4Server" "version" "15.20")\nOK ID completed.',
)
TABLE.add(
    "unknown-command",
    "an unknown command is refused by a number",
    _LOGS,
    imap("FROBNICATE"),
    "BAD Command Error. 10",
    rows="imap-commands-unknown-command-",
)
TABLE.add(
    "long-command",
    "a command of 40,000 octets is none",
    ("T", "nextcloud"),
    imap(f"SEARCH SUBJECT {'x' * 40_000}"),
    "BAD Command Error. 10",
    rows="imap-commands-long-command-",
)
TABLE.add(
    "enable",
    "ENABLE IMAP4rev2 is unknown where it is not advertised",
    _NO_RECORD,
    imap("ENABLE IMAP4rev2"),
    "BAD Command Error. 10",
    rows="imap-commands-enable-rev2-",
)
TABLE.add(
    "eight-bit",
    "octets beyond ASCII in a command are bad arguments",
    _NO_RECORD,
    imap('SELECT "Entwürfe"'),
    "BAD Command Argument Error. 11",
    rows="imap-commands-eight-bit-",
)
TABLE.add(
    "select-before",
    "before any sign-in, SELECT is not valid",
    _LOGS,
    unsigned_imap("SELECT INBOX"),
    "BAD Command received in Invalid state.",
    rows="default-nothing-",
)
TABLE.add(
    "starttls",
    "there is no STARTTLS within TLS",
    _NO_RECORD,
    unsigned_imap("STARTTLS"),
    "BAD Command Error. 10",
)
TABLE.add(
    "authenticate-twice",
    "once signed in, AUTHENTICATE is not valid",
    ("T*", "logs"),
    imap("AUTHENTICATE XOAUTH2"),
    "BAD Command received in Invalid state.",
)
TABLE.add(
    "fetch-unselected",
    "without a folder, FETCH is not valid",
    _LOGS,
    imap("FETCH 1 FLAGS"),
    "BAD Command received in Invalid state.",
)
TABLE.add(
    "logout",
    "LOGOUT says goodbye, and nothing else",
    _LOGS,
    unsigned_imap("LOGOUT", whole=True),
    "* BYE Microsoft Exchange Server IMAP4 server signing off.\nOK LOGOUT completed.",
)


@TABLE.asked(
    "idle",
    _LOGS,
    "IDLE in INBOX; DONE",
    "+ IDLE accepted, awaiting DONE command.\nOK IDLE completed.",
)
def _idle(asker: Asker) -> Sequence[str]:
    """IDLE is accepted in these words, and ended by DONE."""
    client = asker.in_folder()
    accepted = client.whole("IDLE")[-1]
    if not accepted.startswith("+"):
        return [accepted]
    ended = client.say("DONE")
    while ended.startswith("* "):
        ended = client.read()
    return [accepted, ended.partition(" ")[2]]


@TABLE.asked("long-tag", ("I", "cases"), "a tag of 100 letters before NOOP", "OK NOOP completed.")
def _long_tag(asker: Asker) -> Sequence[str]:
    """A tag may be 100 letters long, and comes back whole."""
    tag = "t" * 100
    answer = asker.imap().say(f"{tag} NOOP")
    return [answer.removeprefix(f"{tag} ")]


@TABLE.asked("byte-by-byte", ("I", "cases"), "NOOP in single octets", "OK NOOP completed.")
def _slowly(asker: Asker) -> Sequence[str]:
    """A command may come octet by octet."""
    client = asker.imap()
    for octet in b"slow NOOP\r":
        client.send(bytes([octet]))
    client.send(b"\n")
    return [client.read().removeprefix("slow ")]


def _ten_bad(asker: Asker) -> Sequence[str]:
    client = asker.new_imap()
    said = ""
    for number in range(1, 25):
        said = client.whole("FROBNICATE")[-1]
        if not said.startswith("BAD"):
            return [f"closed after {'ten' if 8 <= number <= 12 else number}"]
    return ["open after 24"]


TABLE.add(
    "bad-commands",
    "some ten bad commands close the connection",
    ("T*", "logs"),
    Ask("before any sign-in: FROBNICATE, up to 24 times", _ten_bad),
    "closed after ten",
)


@TABLE.asked("login", ("T", "imapsync"), "LOGIN of a name that nobody has, with a password", "NO LOGIN failed.")
def _login(asker: Asker) -> Sequence[str]:
    """LOGIN fails, whoever it is."""
    return asker.new_imap().tagged(f'LOGIN "{asker.nobody}" "not-the-password"')


@TABLE.asked(
    "oauthbearer",
    ("U", "exchange-online-wire"),
    "AUTHENTICATE OAUTHBEARER, which is not offered",
    "NO AUTHENTICATE failed.",
)
def _bearer(asker: Asker) -> Sequence[str]:
    """A mechanism that is not offered is refused like this."""
    return asker.new_imap().tagged("AUTHENTICATE OAUTHBEARER")
