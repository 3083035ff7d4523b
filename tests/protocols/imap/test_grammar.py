from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.protocols.imap.arguments import (
    Append,
    Authenticate,
    Command,
    Copy,
    Expunge,
    Id,
    List,
    Login,
    MailboxName,
    Rename,
    Status,
    Store,
    Unreadable,
)
from fakeserver.protocols.imap.commands import COMMANDS, parse_command
from fakeserver.protocols.imap.elements import SequenceSet

ONE = SequenceSet(((1, 1),))


@pytest.mark.parametrize(
    ("octets", "name", "arguments"),
    [
        (b"a1 noop", "NOOP", None),
        (b"a1 NOOP ", "NOOP", None),
        (b"a1 ID NIL", "ID", Id({})),
        (b'a1 ID ("name" "imaplib" "os" NIL)', "ID", Id({b"name": b"imaplib", b"os": None})),
        (b'a1 ID ( "name" "x" )', "ID", Id({b"name": b"x"})),
        (b"a1 AUTHENTICATE xoauth2", "AUTHENTICATE", Authenticate("XOAUTH2", None)),
        (b"a1 AUTHENTICATE XOAUTH2 dXNl=", "AUTHENTICATE", Authenticate("XOAUTH2", b"dXNl=")),
        (b'a1 LOGIN alice "pass word"', "LOGIN", Login(b"alice", b"pass word")),
        (b'a1 SELECT "Sent Items"', "SELECT", MailboxName("Sent Items")),
        (b"a1 RENAME a {1+}\r\nb", "RENAME", Rename("a", "b")),
        (b'a1 LIST "" *', "LIST", List("", "*")),
        (b'a1 LSUB INBOX/ "%"', "LSUB", List("INBOX/", "%")),
        (b"a1 STATUS INBOX (MESSAGES unseen)", "STATUS", Status("INBOX", ("MESSAGES", "UNSEEN"))),
        (b"a1 APPEND x {2}\r\nhi", "APPEND", Append("x", frozenset(), None, b"hi")),
        (
            rb'a1 APPEND x (\Seen) "17-Jul-1996 02:44:25 +0000" {2}' + b"\r\nhi",
            "APPEND",
            Append("x", frozenset({rb"\seen"}), datetime(1996, 7, 17, 2, 44, 25, tzinfo=UTC), b"hi"),
        ),
        (rb"a1 STORE 1 +FLAGS (\Seen)", "STORE", Store(ONE, "+", False, frozenset({rb"\seen"}))),
        (rb"a1 STORE 1 -flags.silent \Seen", "STORE", Store(ONE, "-", True, frozenset({rb"\seen"}))),
        (b"a1 STORE 1 FLAGS ()", "STORE", Store(ONE, "", False, frozenset())),
        (b"a1 COPY 1 x", "COPY", Copy(ONE, "x")),
        (b"a1 EXPUNGE", "EXPUNGE", Expunge()),
    ],
)
def test_commands_become_values(octets: bytes, name: str, arguments: object) -> None:
    command = parse_command(octets)
    assert isinstance(command, Command)
    assert (command.tag, command.name, command.arguments, command.by_uid) == (b"a1", name, arguments, False)


@pytest.mark.parametrize(
    ("octets", "arguments"),
    [(b"a1 UID EXPUNGE 1", Expunge(ONE)), (b"a1 uid move 1 x", Copy(ONE, "x"))],
)
def test_uid_forms_say_so(octets: bytes, arguments: object) -> None:
    command = parse_command(octets)
    assert isinstance(command, Command)
    assert command.by_uid
    assert command.arguments == arguments


@pytest.mark.parametrize(
    ("octets", "unreadable"),
    [
        (b"", Unreadable(b"*", "", "unknown")),
        (b"a1", Unreadable(b"*", "", "unknown")),
        (b"( NOOP", Unreadable(b"*", "", "unknown")),
        (b"a1 ", Unreadable(b"a1", "", "unknown")),
        (b"a1 XYZZY", Unreadable(b"a1", "XYZZY", "unknown")),
        (b"a1 UID NOOP", Unreadable(b"a1", "NOOP", "unknown")),
        (b"a1 NOOP x", Unreadable(b"a1", "NOOP", "arguments")),
        (b"a1 LOGIN alice", Unreadable(b"a1", "LOGIN", "arguments")),
        (b"a1 STATUS INBOX (HIGHESTMODSEQ)", Unreadable(b"a1", "STATUS", "arguments")),
        (b'a1 APPEND x "hi"', Unreadable(b"a1", "APPEND", "arguments")),
        (b"a1 COPY x y", Unreadable(b"a1", "COPY", "message set")),
    ],
)
def test_what_cannot_be_read_is_a_value_too(octets: bytes, unreadable: Unreadable) -> None:
    assert parse_command(octets) == unreadable


def test_a_password_does_not_show_in_a_repr() -> None:
    assert "secret" not in repr(parse_command(b"a1 LOGIN alice secret"))


@given(
    st.sampled_from([*COMMANDS, *(f"UID {name}" for name in COMMANDS)]),
    st.lists(
        st.sampled_from(
            [b"1:*", b"(", b")", b'"', b"{1}\r\nx", b"FLAGS", b"BODY[", b"]", b"<0.1>", b"\\", b" ", b"NOT"]
        )
        | st.binary(max_size=6),
        max_size=12,
    ),
)
def test_any_octets_are_a_command_or_unreadable(name: str, pieces: list[bytes]) -> None:
    command = parse_command(b"a1 " + name.encode() + b" " + b"".join(pieces))
    assert command.tag == b"a1"
