import base64
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeserver.protocols.pop3 import Pop3Session, transactions
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant

FAILED = ["-ERR Authentication failure: unknown user name or bad password."]


def test_the_greeting_ends_in_the_servers_name() -> None:
    name = base64.b64encode("server".encode("utf-16-le"))
    greeting = Pop3Session(Cloud(), host="server").greeting()
    assert greeting == b"+OK The Microsoft Exchange POP3 service is ready. [%b]\r\n" % name


def test_capabilities(stranger) -> None:
    assert stranger.says("CAPA") == ["+OK", "TOP", "UIDL", "SASL PLAIN XOAUTH2", "USER", "."]


def test_one_conversation(pop3) -> None:
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


def test_the_maildrop_is_a_snapshot(pop3, connect: Callable) -> None:
    pop3.mailbox.deliver(subject="three")
    assert pop3.says("STAT") == ["+OK 2 51"]
    assert connect().sign_in().says("STAT")[0].startswith("+OK 3 ")


def test_nothing_is_deleted_without_quit(pop3) -> None:
    pop3.says("DELE 1")
    pop3.session.connection_lost()
    assert len(pop3.mailbox.messages()) == 2


@pytest.mark.parametrize("line", ["RETR 0", "RETR 3", "RETR 999999999", "TOP 3 1", "DELE 9", "LIST 3", "UIDL 3"])
def test_numbers_that_are_not_there(pop3, line: str) -> None:
    assert pop3.says(line) == ["-ERR The specified message is out of range."]


@pytest.mark.parametrize("line", ["RETR", "RETR x", "RETR 1 2", "TOP 1", "DELE -1", "RETR " + "1" * 50, "XYZ", "", "é"])
def test_what_cannot_be_read(pop3, line: str) -> None:
    assert pop3.says(line) == ["-ERR Protocol error. 14"]
    assert pop3.says("NOOP") == ["+OK"]


def test_commands_have_their_states(stranger) -> None:
    assert stranger.says("STAT") == ["-ERR Command is not valid in this state."]
    assert stranger.says("PASS x") == ["-ERR Command is not valid in this state."]
    assert stranger.sign_in().says("AUTH XOAUTH2") == ["-ERR Command is not valid in this state."]
    assert stranger.says("QUIT")[0].startswith("+OK")


def test_xoauth2_on_one_line_is_a_protocol_error(stranger) -> None:
    assert stranger.says(b"AUTH XOAUTH2 " + stranger.blob()) == ["-ERR Protocol error. Connection is closed. 10"]
    assert stranger.session.closed


def test_xoauth2_on_one_line_works_where_it_is_allowed(connect: Callable) -> None:
    client = connect(one_line_auth=True)
    assert client.says(b"AUTH XOAUTH2 " + client.blob()) == ["+OK User successfully authenticated."]


@pytest.mark.parametrize("response", ["*", "", "no base64", "bm90IHhvYXV0aDI="])
def test_a_bad_response_fails_and_may_be_tried_again(stranger, response: str) -> None:
    stranger.says("AUTH XOAUTH2")
    assert stranger.says(response) == FAILED
    stranger.sign_in()


def test_passwords_are_refused_in_their_own_words(stranger, alice: User) -> None:
    assert stranger.says(f"USER {alice.upn}") == ["+OK"]
    assert stranger.says(f"PASS {alice.password}") == ["-ERR Logon failure: unknown user name or bad password."]
    assert stranger.says("AUTH PLAIN") == ["+ "]
    assert stranger.says(base64.b64encode(f"\0{alice.upn}\0{alice.password}".encode())) == FAILED


def test_passwords_work_where_the_policy_allows_them(stranger, tenant: Tenant, alice: User) -> None:
    tenant.policies.basic_auth = True
    stranger.says(f"USER {alice.upn}")
    assert stranger.says(f"PASS {alice.password}")[0].startswith("+OK")
    assert stranger.says("STAT") == ["+OK 0 0"]


def test_a_token_for_another_protocol_or_mailbox_is_refused(stranger, tenant: Tenant, alice: User) -> None:
    token = tenant.mint(tenant.public_app, alice, ("https://outlook.office.com/IMAP.AccessAsUser.All",))
    bob = tenant.add_user("bob")
    for blob in (stranger.blob(token), stranger.blob(address=bob.address), stranger.blob(address="x@nowhere.example")):
        stranger.says("AUTH XOAUTH2")
        assert stranger.says(blob) == FAILED


def test_an_expired_token_ends_the_session_and_deletes_nothing(pop3, tenant: Tenant) -> None:
    pop3.says("DELE 1")
    tenant.clock.advance(timedelta(hours=2))
    assert pop3.says("QUIT") == ["-ERR Session invalidated - AccessTokenExpired"]
    assert pop3.session.closed
    assert len(pop3.mailbox.messages()) == 2


def test_limits(stranger) -> None:
    assert stranger.says("x" * 5000) == ["-ERR Protocol error. Connection is closed. 10"]
    assert stranger.session.closed


def test_ten_bad_commands_close(pop3) -> None:
    for _ in range(9):
        pop3.says("XYZ")
    assert pop3.says("XYZ") == ["-ERR Protocol error. 14", "-ERR Protocol error. Connection is closed. 10"]
    assert pop3.session.closed


def test_a_silent_client_hears_goodbye(pop3) -> None:
    assert pop3.session.timed_out() == b"-ERR Connection is closed. 13\r\n"
    assert pop3.session.closed


def test_a_bug_is_answered_and_the_session_goes_on(pop3, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(drop: object, arguments: bytes) -> bytes:
        raise LookupError("a bug")

    monkeypatch.setitem(transactions.TRANSACTIONS, "STAT", broken)
    with pytest.raises(LookupError):
        pop3.session.receive(b"NOOP\r\nSTAT\r\nNOOP\r\n")
    assert pop3.session.internal_error() == b"+OK\r\n-ERR Server Unavailable. 15\r\n"
    assert pop3.session.receive(b"") == b"+OK\r\n"


def test_one_octet_at_a_time_gives_the_same_answers(connect: Callable, tenant: Tenant, alice: User) -> None:
    tenant.mailbox(alice).deliver(subject="one")
    transcript = b"CAPA\r\nNOOP\nXYZ\r\nLIST\r\nTOP 1 0\r\nRETR 1\r\nDELE 1\r\nRSET\r\nUIDL\r\nQUIT\r\n"
    answers = []
    for step in (1, 5, len(transcript)):
        session = connect().sign_in().session
        pieces = (transcript[at : at + step] for at in range(0, len(transcript), step))
        answers.append(b"".join(session.receive(piece) for piece in pieces))
    assert answers[0] == answers[1] == answers[2]


def test_the_journal_has_no_secret(stranger, tenant: Tenant, alice: User) -> None:
    stranger.says(f"USER {alice.upn}")
    stranger.says(f"PASS {alice.password}")
    stranger.sign_in().says("RETR 1")
    told = [(entry.asked, entry.answered) for entry in tenant.journal.entries]
    assert ("PASS", "-ERR Logon failure: unknown user name or bad password.") in told
    assert ("RETR 1", "-ERR The specified message is out of range.") in told
    assert str(alice.password) not in str(tenant.journal)


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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(_words | st.binary(max_size=20), max_size=25), st.booleans())
def test_any_octets_get_answers_and_never_an_exception(connect: Callable, pieces: list[bytes], signed_in: bool) -> None:
    client = connect()
    if signed_in:
        client.sign_in()
    for piece in pieces:
        client.session.receive(piece)


def test_a_tenants_switch_takes_xoauth2_on_one_line(connect: Callable, tenant: Tenant) -> None:
    tenant.policies.pop_one_line_auth = True
    client = connect()
    assert client.says(b"AUTH XOAUTH2 " + client.blob()) == ["+OK User successfully authenticated."]


def test_a_refused_token_gets_a_challenge_where_that_is_asked_for(stranger, tenant: Tenant) -> None:
    tenant.policies.sasl_failure_challenge = True
    for response in (stranger.blob("garbage"), b"junk"):
        assert stranger.says("AUTH XOAUTH2") == ["+ "]
        assert stranger.says(response)[0].startswith("+ eyJzdGF0dXMiOiI0M")
        assert stranger.says("") == FAILED
    stranger.sign_in()
