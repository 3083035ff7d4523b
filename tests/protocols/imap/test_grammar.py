import re
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
        (b"a1 ID NIL", "ID", Id({})),
        (b'a1 ID ("name" "imaplib" "os" NIL)', "ID", Id({b"name": b"imaplib", b"os": None})),
        (b'a1 ID ( "Name" "x" )', "ID", Id({b"name": b"x"})),
        (b"a1 ID ()", "ID", Id({})),
        (b"a1 SELECT NIL", "SELECT", MailboxName("NIL")),
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
            Append("x", frozenset({"seen"}), datetime(1996, 7, 17, 2, 44, 25, tzinfo=UTC), b"hi"),
        ),
        (rb"a1 STORE 1 +FLAGS (\Seen)", "STORE", Store(ONE, "+", False, frozenset({"seen"}))),
        (rb"a1 STORE 1 -flags.silent \Seen", "STORE", Store(ONE, "-", True, frozenset({"seen"}))),
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


@pytest.mark.parametrize(
    "command",
    [
        "NOOP ", "CAPABILITY x", "LOGOUT ", "NAMESPACE ()", "IDLE ", "CHECK x", "CLOSE ", "UNSELECT 1", "EXPUNGE 1",
        "ID", "ID ", "ID nil x", "ID NILL", 'ID ("a")', 'ID ("a" "b""c" "d")', 'ID ("a"  "b")', "ID (a b)",
        'ID ("a" "b" "A" "c")', f'ID ("{"x" * 31}" NIL)', f'ID ("x" "{"x" * 1025}")',
        "ID (" + " ".join(f'"{number}" NIL' for number in range(31)) + ")", "ENABLE", "ENABLE ", "ENABLE CONDSTORE ",
        "ENABLE  CONDSTORE", "ENABLE (CONDSTORE)", "AUTHENTICATE", "AUTHENTICATE ", "AUTHENTICATE XOAUTH2 ",
        "AUTHENTICATE XOAUTH2  eA==", "AUTHENTICATE XOAUTH2 eA== ", "LOGIN a", "LOGIN a b c", "LOGIN  a b",
        "LOGIN a b ", "LOGIN (a) b", 'LOGIN "a"b', "SELECT", "SELECT ", "SELECT a b", "SELECT (a)", "SELECT a*",
        "SELECT a%", 'SELECT "a', "SELECT  a", "SELECT a ", "SELECT INBOX (CONDSTORE)", "CREATE a (USE (\\Sent))",
        "RENAME a", "RENAME a  b", "RENAME a b c", 'LIST ""', 'LIST  "" *', 'LIST (SUBSCRIBED) "" *', 'LIST "" (a b)',
        'LIST "" * RETURN (CHILDREN)', 'LIST "" "*', "STATUS a", "STATUS a ()", "STATUS a MESSAGES",
        "STATUS a (MESSAGES )", "STATUS a ( MESSAGES)", "STATUS a (SIZE)", "STATUS a (MESSAGES  UNSEEN)",
        "STATUS a (MESSAGES,UNSEEN)", "STATUS a (MESSAGES) ", "APPEND a", 'APPEND a "x"', "APPEND a {1}\r\nx ",
        "APPEND a  {1}\r\nx", "APPEND a (\\Seen){1}\r\nx", "APPEND a \\Seen {1}\r\nx",
        'APPEND a "1-Feb-1994" {1}\r\nx', 'APPEND a "17-Jul-1996 02:44:25 +0000" () {1}\r\nx',
        "APPEND a {1}\r\nx {1}\r\ny", "APPEND a UTF8 (~{1}\r\nx)", "APPEND a ~{1}\r\nx", "APPEND a {1}\r\n\0",
        "STORE 1 FLAGS", "STORE 1 FLAGS ", "STORE 1 *FLAGS ()", "STORE 1 + FLAGS ()", "STORE 1 FLAGS.LOUD ()",
        "STORE 1  FLAGS ()", "STORE 1 FLAGS  ()", "STORE 1 FLAGS () ()", "STORE 1 (UNCHANGEDSINCE 1) FLAGS ()",
        "STORE 1 X-GM-LABELS (a)", "STORE 1 FLAGS (NIL)", "COPY 1", "COPY 1 a b", "COPY 1  a", "MOVE 1 (a)",
        "FETCH 1", "FETCH 1 ", "FETCH 1 ()", "FETCH 1  UID", "FETCH 1 UID ", "FETCH 1 UID FLAGS", "FETCH 1 (UID )",
        "FETCH 1 ( UID)", "FETCH 1 (UID  FLAGS)", "FETCH 1 (UID,FLAGS)", "FETCH 1 (ALL)", "FETCH 1 ALL FLAGS",
        "FETCH 1 ((UID))", "FETCH 1 X", "FETCH 1 BODY.PEEK", "FETCH 1 BODY[", "FETCH 1 BODY[]]", "FETCH 1 BODY []",
        "FETCH 1 BODY[ ]", "FETCH 1 BODY[0]", "FETCH 1 BODY[1.]", "FETCH 1 BODY[.1]", "FETCH 1 BODY[01]",
        "FETCH 1 BODY[4294967296]", "FETCH 1 BODY[MIME]", "FETCH 1 BODY[1.X]", "FETCH 1 BODY[TEXT.1]",
        "FETCH 1 BODY[HEADER.FIELDS]", "FETCH 1 BODY[HEADER.FIELDS ()]", "FETCH 1 BODY[HEADER.FIELDS (a )]",
        "FETCH 1 BODY[HEADER.FIELDS  (a)]", "FETCH 1 BODY[HEADER.FIELDS (a)b]", "FETCH 1 BODY[]<0>",
        "FETCH 1 BODY[]<0.0>", "FETCH 1 BODY[]<.1>", "FETCH 1 BODY[]<1.>", "FETCH 1 BODY[]<-1.1>",
        "FETCH 1 BODY[]<0.4294967296>", "FETCH 1 BODY[]<4294967296.1>", "FETCH 1 BODY[]<0.01>", "FETCH 1 BODY<0.1>",
        "FETCH 1 RFC822.PEEK", "FETCH 1 RFC822[]", "FETCH 1 BINARY[1]", "FETCH 1 MODSEQ",
        "FETCH 1 UID (CHANGEDSINCE 1)", "SEARCH", "SEARCH ", "SEARCH ALL ", "SEARCH  ALL", "SEARCH ()",
        "SEARCH (ALL )", "SEARCH ( ALL)", "SEARCH ALL,SEEN", "SEARCH CHARSET", "SEARCH CHARSET US-ASCII",
        "SEARCH ALL CHARSET US-ASCII ALL", "SEARCH KEYWORD x", "SEARCH UNKEYWORD x", "SEARCH SUBJECT",
        "SEARCH SUBJECT (a)", "SEARCH FROM a b", "SEARCH NOT", "SEARCH OR ALL", "SEARCH LARGER", "SEARCH LARGER -1",
        "SEARCH LARGER 4294967296", "SEARCH SMALLER 1k", "SEARCH HEADER a", "SEARCH ON 1-Foo-2026",
        "SEARCH ON 30-Feb-2026", "SEARCH ON 1-Feb-26", 'SEARCH ON "1-Feb-2026', "SEARCH SINCE today",
        "SEARCH RETURN (MIN) ALL", "SEARCH YOUNGER 1", "SEARCH MODSEQ 1", "SEARCH X-GM-RAW a", "SEARCH SUBJECT a*",
    ],
)  # fmt: skip
def test_arguments_that_are_no_grammar_are_refused(command: str) -> None:
    *_, name = re.match("((?:UID )?)([A-Z]+)", command).groups()  # type: ignore[union-attr]
    assert parse_command(b"a1 " + command.encode()) == Unreadable(b"a1", name, "arguments")


@pytest.mark.parametrize(
    "command", ["FETCH {} UID", "UID STORE {} FLAGS ()", "COPY {} x", "SEARCH UID {}", "UID EXPUNGE {}"]
)
@pytest.mark.parametrize("messages", ["0", "1:0", "1,", "1:2:3", "4294967296", "1;2", "01", "(1)"])
def test_sets_that_are_no_grammar_have_words_of_their_own(command: str, messages: str) -> None:
    read = parse_command(b"a1 " + command.format(messages).encode())
    assert isinstance(read, Unreadable)
    assert read.problem == "message set"


@pytest.mark.parametrize(
    "octets",
    [
        b"SUBJECT caf\xc3\xa9",
        b'SUBJECT "caf\xc3\xa9"',
        b"\xc3",
        b"HEADER \xe9 a",
        b'HEADER a "\xe9"',
        b"CHARSET \xe9 ALL",
    ],
)
def test_octets_over_0x7f_stand_in_literals_alone(octets: bytes) -> None:
    assert parse_command(b"a1 SEARCH " + octets) == Unreadable(b"a1", "SEARCH", "arguments")
    assert isinstance(parse_command(b"a1 SEARCH SUBJECT {5}\r\ncaf\xc3\xa9"), Command)


@pytest.mark.parametrize(
    "command",
    [
        "XYZZY",
        "UID NOOP",
        "UID SELECT a",
        "UID",
        "UID UID FETCH 1 UID",
        " NOOP",
        "NO-OP",
        "NOOP\t",
        "STARTTLS",
        "XLIST",
        "SORT",
        "UIDFETCH 1 UID",
    ],
)
def test_commands_that_are_not_there_are_unknown(command: str) -> None:
    read = parse_command(b"a1 " + command.encode())
    assert isinstance(read, Unreadable)
    assert (read.tag, read.problem) == (b"a1", "unknown")


#: Octets that change nothing: a sign of LITERAL+, zeros that the grammar allows, and the blanks that aioimaplib sends.
_CHANGES_NOTHING = re.compile(rb"\{\d+\+?\}|0\d\}|<00|0\d-Feb|LARGER 0|ID \( |NIL \)")


@pytest.mark.parametrize(
    "octets",
    [
        b"NOOP", b"ID NIL", b'ID ("name" "x" "os" NIL)', b"ENABLE CONDSTORE", b"AUTHENTICATE XOAUTH2 dXNl",
        b'LOGIN alice "pass word"', b'SELECT "Sent Items"', b"SELECT INBOX", b"RENAME a {1}\r\nb", b'LIST "" *',
        b'LSUB INBOX/ "%"', b"STATUS INBOX (MESSAGES UNSEEN)", b"APPEND x {2+}\r\nhi",
        b'APPEND x (\\Seen) "17-Jul-1996 02:44:25 +0000" {2}\r\nhi', b"STORE 1:2,4 +FLAGS.SILENT (\\Seen $MDNSent)",
        b"STORE 1 FLAGS \\Seen \\Draft", b"COPY 1 x", b"UID MOVE 1:* x", b"EXPUNGE", b"UID EXPUNGE 1", b"FETCH 1 FULL",
        b"FETCH 1 (UID FLAGS BODY.PEEK[1.2.HEADER.FIELDS (A B)]<0.10>)", b"FETCH 1 RFC822.HEADER", b"FETCH 1:* BODY[]",
        b'SEARCH CHARSET US-ASCII OR SEEN (NOT SUBJECT "a b" 1:3) SINCE 1-Feb-2026',
        b"UID SEARCH HEADER Subject x LARGER 10 UID 1,2",
    ],
)  # fmt: skip
def test_no_octet_is_passed_over(octets: bytes) -> None:
    """A command with one octet more, or one less, is another command or none."""
    whole = b"a1 " + octets
    command = parse_command(whole)
    assert isinstance(command, Command)
    more = [
        whole[:at] + octet + whole[at:]
        for at in range(len(whole) + 1)
        for octet in (bytes([value]) for value in b' \t\r\n\0\xa0()[]{}<>"\\,.:;-+*%0')
    ]
    less = [whole[:at] + whole[at + 1 :] for at in range(len(whole))]
    same = {changed for changed in (*more, *less) if parse_command(changed) == command}
    assert {changed for changed in same if not _CHANGES_NOTHING.search(changed)} == set()


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
