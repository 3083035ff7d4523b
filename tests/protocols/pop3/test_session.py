import base64
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeserver.protocols.pop3 import Pop3Session, session
from fakeserver.protocols.pop3.commands import COMMANDS, CommandRow
from fakeserver.protocols.pop3.session import MAX_COMMAND, MAX_RESPONSE
from fakeserver.steps import ANSWERS_AT_ONCE
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.protocols.pop3.client import Connect, Pop3Client


def test_the_greeting_ends_in_the_servers_name() -> None:
    name = base64.b64encode("server".encode("utf-16-le"))
    greeting = Pop3Session(Cloud(), host="server").greeting()
    assert greeting == b"+OK The Microsoft Exchange POP3 service is ready. [%b]\r\n" % name


def test_one_conversation(pop3: Pop3Client) -> None:
    assert pop3.says("STAT") == ["+OK 2 51"]
    assert pop3.says("list") == ["+OK", "1 29", "2 22", "."]
    assert pop3.says("LIST 2") == ["+OK 2 22"]
    assert pop3.says("UIDL") == ["+OK", "1 1", "2 2", "."]
    assert pop3.says("UIDL 1") == ["+OK 1 1"]
    assert pop3.says("RETR 1") == ["+OK", "Subject: one", "", "..dot", "plain", "."]
    assert pop3.says("RETR 2") == ["+OK", "Subject: two", "", "no end", "."]
    assert pop3.says("TOP 1 1") == ["+OK", "Subject: one", "", "..dot", "."]
    assert pop3.says("DELE 1") == ["+OK"]
    assert pop3.says("STAT") == ["+OK 1 22"]
    assert pop3.says("LIST") == ["+OK", "2 22", "."]
    assert pop3.says("RETR 1") == ["-ERR The specified message is out of range."]
    assert pop3.says("NOOP") == ["+OK"]
    assert pop3.says("RSET") == ["+OK"]
    assert pop3.says("STAT") == ["+OK 2 51"]
    assert pop3.says("DELE 2") == ["+OK"]
    assert pop3.says("QUIT") == ["+OK Microsoft Exchange Server POP3 server signing off."]
    assert pop3.session.closed
    assert [item.subject for item in pop3.mailbox.messages()] == ["one"]


def test_the_maildrop_is_a_snapshot(pop3: Pop3Client, connect: Connect) -> None:
    pop3.mailbox.deliver(subject="three")
    assert pop3.says("STAT") == ["+OK 2 51"]
    assert connect().sign_in().says("STAT")[0].startswith("+OK 3 ")


def test_nothing_is_deleted_without_quit(pop3: Pop3Client) -> None:
    pop3.says("DELE 1")
    pop3.session.connection_lost()
    assert len(pop3.mailbox.messages()) == 2


def test_commands_have_their_states(stranger: Pop3Client) -> None:
    assert stranger.says("STAT") == ["-ERR Command is not valid in this state."]
    assert stranger.says("PASS x") == ["-ERR Command is not valid in this state."]
    assert stranger.sign_in().says("AUTH XOAUTH2") == ["-ERR Command is not valid in this state."]
    assert stranger.says("QUIT")[0].startswith("+OK")


def test_an_expired_token_ends_the_session_and_deletes_nothing(pop3: Pop3Client, tenant: Tenant) -> None:
    pop3.says("DELE 1")
    tenant.clock.advance(timedelta(hours=2))
    assert pop3.says("QUIT") == ["-ERR Session invalidated - AccessTokenExpired"]
    assert pop3.session.closed
    assert len(pop3.mailbox.messages()) == 2


@pytest.mark.parametrize("end", [b"\r\n", b""])
@pytest.mark.parametrize(("before", "limit"), [(b"", MAX_COMMAND), (b"AUTH XOAUTH2\r\n", MAX_RESPONSE + 2)])
def test_a_line_over_the_limit_closes(stranger: Pop3Client, before: bytes, limit: int, end: bytes) -> None:
    stranger.sends(before)
    line = b"x" * (limit - 2)
    assert not stranger.sends(line + b"\r\n").endswith(b" 10\r\n")
    stranger.sends(before)
    assert (
        stranger.sends(line + (b"x" + end if end else b"xxx")) == b"-ERR Protocol error. Connection is closed. 10\r\n"
    )
    assert stranger.session.closed


def test_a_bare_line_feed_makes_no_command(pop3: Pop3Client) -> None:
    for line in (b"NOOP\n", b"RETR 1\n", b"QUIT\n"):
        assert pop3.sends(line) == b"-ERR Protocol error. 14\r\n"
    assert not pop3.session.closed


def test_ten_bad_commands_close(pop3: Pop3Client) -> None:
    for _ in range(9):
        pop3.says("XYZ")
    assert pop3.says("XYZ") == ["-ERR Protocol error. 14", "-ERR Protocol error. Connection is closed. 10"]
    assert pop3.session.closed


def test_a_silent_client_hears_goodbye(pop3: Pop3Client) -> None:
    pop3.says("NOOP")
    assert pop3.session.timed_out() == b"-ERR Connection is closed. 13\r\n"
    assert pop3.session.closed
    assert [entry.asked for entry in pop3.world.tenant.journal.entries[-2:]] == ["NOOP", "nothing"]


@pytest.mark.parametrize("rest", [0, 1])
def test_others_get_their_turn_between_pipelined_commands(pop3: Pop3Client, rest: int) -> None:
    first = pop3.session.receive(b"NOOP\r\n" * (ANSWERS_AT_ONCE + rest))
    assert first == b"+OK\r\n" * ANSWERS_AT_ONCE
    assert pop3.session.has_more is bool(rest)
    assert pop3.session.receive(b"") == b"+OK\r\n" * rest


def test_a_bug_is_answered_and_the_session_goes_on(pop3: Pop3Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(conversation: object, arguments: bytes) -> None:
        raise LookupError("a bug")

    stat = CommandRow("STAT", COMMANDS["STAT"].states, broken)
    monkeypatch.setattr(session, "COMMANDS", {**COMMANDS, "STAT": stat})
    with pytest.raises(LookupError):
        pop3.session.receive(b"NOOP\r\nSTAT\r\nNOOP\r\n")
    assert pop3.session.internal_error() == b"+OK\r\n-ERR Server Unavailable. 15\r\n"
    assert pop3.session.receive(b"") == b"+OK\r\n"


def test_one_octet_at_a_time_gives_the_same_answers(connect: Connect, tenant: Tenant, alice: User) -> None:
    tenant.mailbox(alice).deliver(subject="one")
    transcript = b"CAPA\r\nNOOP\r\nNOOP\nXYZ\r\nLIST\r\nTOP 1 0\r\nRETR 1\r\nDELE 1\r\nRSET\r\nUIDL\r\nQUIT\r\n"
    answers = []
    for step in (1, 5, len(transcript)):
        session = connect().sign_in().session
        pieces = (transcript[at : at + step] for at in range(0, len(transcript), step))
        answers.append(b"".join(session.receive(piece) for piece in pieces))
    assert answers[0] == answers[1] == answers[2]


_words = st.sampled_from(
    [
        b"STAT\r\n",
        b"LIST ",
        b"RETR 1",
        b"TOP 1 ",
        b"AUTH XOAUTH2\r\n",
        b"USER a\r\n",
        b"PASS ",
        b"\r\n",
        b"*\r\n",
        b"DELE 1\r\n",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_words | st.binary(max_size=20), max_size=25), st.booleans())
def test_any_octets_get_answers_and_never_an_exception(connect: Connect, pieces: list[bytes], signed_in: bool) -> None:
    client = connect()
    if signed_in:
        client.sign_in()
    for piece in pieces:
        client.session.receive(piece)


@pytest.fixture
def marked(connect: Connect, tenant: Tenant, alice: User, monkeypatch: pytest.MonkeyPatch) -> Pop3Client:
    """A client that has marked all of a hundred messages but one; every step is as short as it can be."""
    for number in range(100):
        tenant.mailbox(alice).deliver(subject=str(number))
    client = connect().sign_in()
    for number in range(1, 100):
        client.says(f"DELE {number}")
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    return client


def test_quit_deletes_many_messages_in_steps_and_answers_once_all_are_gone(marked: Pop3Client) -> None:
    inbox = marked.mailbox.folders.distinguished()
    answer, steps = marked.session.receive(b"QUIT\r\nNOOP\r\n"), 1
    while marked.session.has_more:
        assert (answer, marked.session.closed) == (b"", False)
        # Mail that comes meanwhile is not in the maildrop.
        marked.mailbox.deliver(subject="late")
        answer = marked.session.receive(b"")
        steps += 1
    assert steps >= 4
    assert answer == b"+OK Microsoft Exchange Server POP3 server signing off.\r\n"
    assert marked.session.closed
    assert {item.subject for item in inbox.items.values()} == {"99", "late"}


def test_what_quit_has_begun_is_done_even_if_the_client_does_not_wait(marked: Pop3Client) -> None:
    marked.session.receive(b"QUIT\r\n")
    assert marked.session.has_more
    marked.session.connection_lost()
    assert [item.subject for item in marked.mailbox.messages()] == ["99"]


def test_a_bug_in_quit_is_answered(marked: Pop3Client, monkeypatch: pytest.MonkeyPatch) -> None:
    marked.session.receive(b"QUIT\r\n")
    monkeypatch.setattr(marked.mailbox.items, "delete", lambda items, mode: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        marked.session.receive(b"")
    assert marked.session.internal_error() == b"-ERR Server Unavailable. 15\r\n"
    assert marked.says("NOOP") == ["+OK"]
