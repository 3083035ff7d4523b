"""POP3: what is advertised, and how its commands are answered. Nothing is removed but a message of the test's own."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fakeserver.digits import number_in
from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.asks import pop3, unsigned_pop3
from pytest_m365.contract.terms import Known, NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker
    from pytest_m365.contract.asking.lines import Pop3

TABLE = Table("POP3")
_LOGS: Known = ("T", "logs")
_RFC: Known = ("I", "logs, RFC 1939")
_NO_RECORD: Known = ("U", "no record")
_PROTOCOL = "-ERR Protocol error. 14"
_STATE = "-ERR Command is not valid in this state."
#: of the last messages of an inbox, how many are looked at for the test's own
_LOOK = 30


@TABLE.asked(
    "greeting",
    _LOGS,
    "connect",
    "+OK The Microsoft Exchange POP3 service is ready. [<base64>]",
    "+OK Microsoft Exchange POP3 server ready (tcpproxy/<version>). [<base64>]",
)
def _greeting(asker: Asker) -> Sequence[str]:
    """The greeting is one of the two generations'."""
    return [asker.new_pop3().greeting]


TABLE.add(
    "capa",
    "the capabilities are these four",
    _LOGS,
    unsigned_pop3("CAPA", whole=True),
    "+OK\nTOP\nUIDL\nSASL PLAIN XOAUTH2\nUSER",
)
TABLE.add(
    "capa-signed-in",
    "signed in, the capabilities are the same",
    _RFC,
    pop3("CAPA", whole=True),
    "+OK\nTOP\nUIDL\nSASL PLAIN XOAUTH2\nUSER",
)
TABLE.add(
    "stat-before",
    "before any sign-in, STAT is not valid",
    _LOGS,
    unsigned_pop3("STAT"),
    _STATE,
    rows="default-nothing-",
)
TABLE.add(
    "user-after", "once signed in, USER is not valid", _LOGS, pop3("USER a"), _STATE, rows="pop3-commands-pop3-state-"
)
TABLE.add("auth-after", "once signed in, AUTH is not valid", _RFC, pop3("AUTH XOAUTH2"), _STATE)
TABLE.add(
    "unknown-command",
    "an unknown command is a protocol error",
    _NO_RECORD,
    pop3("FROBNICATE"),
    _PROTOCOL,
    rows="pop3-commands-pop3-unknown-",
)
TABLE.add(
    "argument-too-many",
    "an argument too many is a protocol error",
    _NO_RECORD,
    pop3("STAT 1"),
    _PROTOCOL,
    rows="pop3-commands-pop3-arguments-",
)
TABLE.add(
    "retr-no-number",
    "RETR of what is no number is a protocol error",
    _NO_RECORD,
    pop3("RETR x"),
    _PROTOCOL,
    rows="pop3-commands-pop3-no-number-",
)
TABLE.add(
    "retr-missing",
    "a message that is not there is out of range",
    _NO_RECORD,
    pop3("RETR 999999"),
    "-ERR The specified message is out of range.",
    rows="pop3-commands-pop3-missing-",
)
TABLE.add(
    "dele-missing",
    "a message that is not there is not deleted either",
    _NO_RECORD,
    pop3("DELE 999999"),
    "-ERR The specified message is out of range.",
)
TABLE.add(
    "list-missing",
    "LIST of a message that is not there is refused",
    _NO_RECORD,
    pop3("LIST 999999"),
    "-ERR The specified message is out of range.",
)
TABLE.add("noop", "NOOP says +OK and nothing else", _RFC, pop3("NOOP"), "+OK")
TABLE.add("rset", "RSET says +OK and nothing else", _RFC, pop3("RSET"), "+OK")
TABLE.add(
    "quit",
    "QUIT says goodbye in these words",
    ("I", "logs"),
    pop3("QUIT"),
    "+OK Microsoft Exchange Server POP3 server signing off.",
)
TABLE.add(
    "apop",
    "APOP, which is not offered, is a protocol error",
    _NO_RECORD,
    unsigned_pop3("APOP a 0123456789abcdef0123456789abcdef"),
    _PROTOCOL,
)
TABLE.add("stls", "there is no STLS within TLS", _NO_RECORD, unsigned_pop3("STLS"), _PROTOCOL)


@TABLE.asked("stat", ("T", "logs"), "STAT", "+OK <number> <number>")
def _stat(asker: Asker) -> Sequence[str]:
    """STAT says a count and a size."""
    return [re.sub(r"\d+", "<number>", asker.pop3().say("STAT"))]


def own(asker: Asker, text: str | None = None) -> tuple[Pop3, int]:
    """Return POP3, and the number of a message of this test's own.

    Raises:
        NotAsked: it is not among the last messages.
    """
    asker.mailbox.deliver((text or asker.text()).encode())
    marker = asker.last_message_id
    client = asker.pop3()
    count = number_in((*client.say("STAT").split(), "", "")[1]) or 0
    for number in range(count, max(count - _LOOK, 0), -1):
        if any(marker in line for line in client.whole(f"TOP {number} 0")):
            return client, number
    raise NotAsked("the message that was delivered is not among the last ones that POP3 shows")


@TABLE.asked("list", _RFC, "LIST of one message", "+OK <number> <number>")
def _list(asker: Asker) -> Sequence[str]:
    """LIST of one message says its number and size."""
    client, number = own(asker)
    return [re.sub(r"\d+", "<number>", client.say(f"LIST {number}"))]


@TABLE.asked("uidl", ("U", "exchange-online-wire"), "UIDL of one message", "+OK <number> (digits)")
def _uidl(asker: Asker) -> Sequence[str]:
    """What an id of UIDL is made of."""
    client, number = own(asker)
    return [_shape_of(client.say(f"UIDL {number}"))]


def _shape_of(line: str) -> str:
    said = line.split()
    if len(said) != 3 or said[0] != "+OK":
        return line
    shape = (
        "digits"
        if number_in(said[2]) is not None
        else "letters and digits"
        if said[2].isalnum()
        else "other signs as well"
    )
    return f"+OK <number> ({shape})"


@TABLE.asked("uidl-kept", ("D", "RFC 1939"), "UIDL of one message in two sessions", "the id stays")
def _uidl_kept(asker: Asker) -> Sequence[str]:
    """An id of UIDL is the same in the next session."""
    client, number = own(asker)
    before = client.say(f"UIDL {number}").split()[-1]
    client.say("QUIT")
    lines = asker.pop3().whole("UIDL")
    return ["the id " + ("stays" if any(line.split()[-1] == before for line in lines[1:]) else "changes")]


@TABLE.asked("top", _RFC, "TOP n 0 of one message", "+OK\na header, an empty line, no text")
def _top(asker: Asker) -> Sequence[str]:
    """TOP of no lines is the header and an empty line."""
    client, number = own(asker)
    lines = client.whole(f"TOP {number} 0")
    return [
        lines[0],
        "a header, an empty line, no text" if lines[-1] == "" and "Hello." not in lines else "something else",
    ]


@TABLE.asked("retr", _RFC, "RETR of one message", "+OK\nthe text is whole")
def _retr(asker: Asker) -> Sequence[str]:
    """RETR says +OK and then the message."""
    client, number = own(asker)
    lines = client.whole(f"RETR {number}")
    return [lines[0], "the text is whole" if "Hello." in lines else "the text is not there"]


@TABLE.asked("dot", ("D", "RFC 1939"), "RETR of a message with a line that begins with a dot", "the dot is there")
def _dot(asker: Asker) -> Sequence[str]:
    """A line that begins with a dot has it still."""
    client, number = own(asker, asker.text(body=".hidden\r\nend"))
    return ["the dot is " + ("there" if ".hidden" in client.whole(f"RETR {number}") else "gone")]


@TABLE.asked(
    "dele-rset",
    _RFC,
    "DELE; RETR; RSET; LIST, of one message",
    "+OK\n-ERR The specified message is out of range.\n+OK\n+OK <number> <number>",
)
def _dele(asker: Asker) -> Sequence[str]:
    """A message that was deleted is out of range, until RSET."""
    client, number = own(asker)
    said = [client.say(f"DELE {number}"), client.say(f"RETR {number}"), client.say("RSET")]
    return [*said, re.sub(r"\d+", "<number>", client.say(f"LIST {number}"))]


@TABLE.asked(
    "dele-quit", ("D", "RFC 1939"), "DELE of one message; QUIT; UIDL in the next session", "the message is gone"
)
def _quit(asker: Asker) -> Sequence[str]:
    """With QUIT a deleted message leaves the inbox."""
    client, number = own(asker)
    uidl = client.say(f"UIDL {number}").split()[-1]
    client.say(f"DELE {number}")
    client.say("QUIT")
    lines = asker.pop3().whole("UIDL")
    return ["the message is " + ("there" if any(line.split()[-1] == uidl for line in lines[1:]) else "gone")]


@TABLE.asked(
    "dele-where",
    ("U", "exchange-online-wire"),
    "DELE of one message; QUIT; look in Deleted Items",
    "not in Deleted Items",
)
def _where(asker: Asker) -> Sequence[str]:
    """Where a message goes that POP3 has deleted."""
    client, number = own(asker)
    marker = asker.last_message_id.encode()
    client.say(f"DELE {number}")
    client.say("QUIT")
    kept = any(marker in message.mime() for message in asker.mailbox.messages("deleteditems"))
    return ["in Deleted Items" if kept else "not in Deleted Items"]


@TABLE.asked(
    "user-pass",
    ("T", "logs"),
    "USER and PASS of a name that nobody has",
    "-ERR Logon failure: unknown user name or bad password.",
)
def _user_pass(asker: Asker) -> Sequence[str]:
    """USER and PASS fail, whoever it is."""
    client = asker.new_pop3()
    client.say(f"USER {asker.nobody}")
    return [client.say("PASS not-the-password")]


@TABLE.asked(
    "oauthbearer", ("U", "exchange-online-wire"), "AUTH OAUTHBEARER, which is not offered", "-ERR Protocol error. 14"
)
def _pop3_bearer(asker: Asker) -> Sequence[str]:
    """A mechanism that is not offered is refused like this."""
    return [asker.new_pop3().say("AUTH OAUTHBEARER")]


@TABLE.asked(
    "auth-plain",
    ("I", "logs"),
    "AUTH PLAIN of a name that nobody has",
    "-ERR Authentication failure: unknown user name or bad password.",
    rows="basic-off-password-by-plain-",
)
def _plain(asker: Asker) -> Sequence[str]:
    """PLAIN fails, whoever it is, although it is offered."""
    return asker.new_pop3().respond(b64encode(f"\0{asker.nobody}\0not-the-password".encode()).decode(), "PLAIN")
