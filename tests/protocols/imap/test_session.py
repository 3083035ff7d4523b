import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeserver.protocols.imap import ImapSession, dispatch
from fakeserver.protocols.imap.commands import COMMANDS
from fakeserver.steps import ANSWERS_AT_ONCE
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.tenant import Tenant
from tests.protocols.imap.client import Connect, ImapClient
from tests.work import calls_of

TRANSCRIPT = (
    b'a ID ("name" "x")\r\nb SELECT {5}\r\ninbox\r\nc FETCH 1:* (FLAGS BODY[]<0.9>)\r\nd STORE 1 +FLAGS (\\Seen)\r\n'
    b"e XYZ\r\nf APPEND Drafts {4+}\r\nhi\r\n\r\ng IDLE\r\nDONE\r\nh UID SEARCH ALL\r\ni COPY 1 Archive\r\n"
    b'j LIST "" *\r\nk CLOSE\r\nl LOGOUT\r\n'
)


def test_one_octet_at_a_time_gives_the_same_answers(connect: Connect) -> None:
    answers = []
    for step in (1, 7, len(TRANSCRIPT)):
        client = connect().sign_in()
        client.mailbox.folders.empty(client.mailbox.folders.distinguished("archive"))
        client.mailbox.folders.empty(client.mailbox.folders.distinguished())
        client.mailbox.folders.distinguished().next_uid = client.mailbox.folders.distinguished("drafts").next_uid = 1
        client.mailbox.folders.distinguished("archive").next_uid = 1
        client.mailbox.items.add_mime(client.mailbox.folders.distinguished(), b"Subject: x\r\n\r\nhi\r\n")
        answers.append(b"".join(client.sends(TRANSCRIPT[at : at + step]) for at in range(0, len(TRANSCRIPT), step)))
        assert client.session.closed
    assert answers[0] == answers[1] == answers[2]


def test_one_append_brings_one_message_and_no_more(imap: ImapClient) -> None:
    limit = imap.mailbox.receive_limit
    assert imap.says(f"a APPEND INBOX {{{limit}}}") == ["+ Ready for additional command text."]
    imap.sends(b"x" * limit)
    assert imap.says(f" {{{limit}}}") == ["a BAD Command Error. 10"]
    assert imap.session._reader.buffered == 0
    assert imap.says("b NOOP") == ["b OK NOOP completed."]


def test_what_cannot_be_read_is_answered_and_counted(imap: ImapClient) -> None:
    assert imap.says("a XYZ") == ["a BAD Command Error. 10"]
    assert imap.says("") == ["* BAD Command Error. 10"]
    assert imap.says("a SELECT") == ["a BAD Command Argument Error. 11"]
    for _ in range(6):
        imap.says("a XYZ")
    assert imap.says("a XYZ") == ["a BAD Command Error. 10", "* BYE Connection closed. 14"]
    assert imap.session.closed
    assert imap.says("b NOOP") == []


def test_commands_have_their_states(stranger: ImapClient) -> None:
    assert stranger.says("a SELECT INBOX") == ["a BAD Command received in Invalid state."]
    stranger.sign_in()
    assert stranger.says("a FETCH 1 UID") == ["a BAD Command received in Invalid state."]


def test_after_bye_comes_its_ok_alone(inbox: ImapClient, connect: Connect) -> None:
    other = connect().sign_in().select()
    inbox.says(r"a STORE 1 +FLAGS (\Flagged)")
    inbox.mailbox.deliver(subject="new")
    bye = b"* BYE Microsoft Exchange Server IMAP4 server signing off.\r\n"
    assert other.sends(b"a LOGOUT\r\nb NOOP\r\n") == bye + b"a OK LOGOUT completed.\r\n"
    assert other.session.wake() == b""


def test_a_stranger_cannot_make_the_server_keep_much(stranger: ImapClient) -> None:
    assert stranger.says("a LOGIN {99999999}") == ["a BAD Command Error. 10"]
    assert stranger.says("b NOOP") == ["b OK NOOP completed."]
    assert stranger.sends(b"c LOGIN {5000+}\r\n" + b"x" * 5_000 + b" {5000+}\r\n" + b"x" * 5_000) == b""
    assert stranger.sends(b" {5000+}\r\n") == b"c BAD Command Error. 10\r\n"
    assert stranger.session._reader.buffered == 0


def test_an_expired_token_ends_the_session_at_the_next_command(imap: ImapClient, tenant: Tenant) -> None:
    imap.select()
    tenant.clock.advance(timedelta(hours=2))
    assert imap.says("a NOOP") == ["* BYE Session invalidated - AccessTokenExpired"]
    assert imap.session.closed
    assert [entry.refusal.name for entry in tenant.journal.refusals if entry.refusal] == ["TokenExpired"]


def test_an_expired_token_ends_idle_at_once(imap: ImapClient, tenant: Tenant) -> None:
    woken: list[None] = []
    imap.session.on_wake = lambda: woken.append(None)
    imap.select().says("a IDLE")
    remaining = imap.session.wake_in()
    assert remaining is not None
    assert 0 < remaining < 5400
    tenant.clock.advance(timedelta(hours=2))
    assert woken
    assert imap.session.wake() == b"* BYE Session invalidated - AccessTokenExpired\r\n"
    assert imap.session.closed


def test_a_switch_thrown_in_mid_session_ends_it(imap: ImapClient, alice: User) -> None:
    alice.imap = False
    assert imap.says("a NOOP") == ["* BYE Connection closed. 14"]


def test_a_silent_client_hears_goodbye(imap: ImapClient) -> None:
    assert imap.session.timed_out() == b"* BYE Connection is closed. 13\r\n"
    assert imap.session.closed


def test_a_lost_connection_leaves_nothing_watching(imap: ImapClient, tenant: Tenant) -> None:
    imap.session.on_wake = lambda: None
    imap.select().says("a IDLE")
    assert imap.mailbox.changes._watchers
    imap.session.connection_lost()
    assert not imap.mailbox.changes._watchers
    assert not tenant.clock._watchers


def test_a_bug_is_answered_and_the_session_goes_on(imap: ImapClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(conversation: object, command: object) -> None:
        raise LookupError("a bug")

    monkeypatch.setattr(dispatch, "COMMANDS", {**COMMANDS, "CHECK": replace(COMMANDS["CHECK"], run=broken)})
    imap.select()
    with pytest.raises(LookupError):
        imap.sends(b"a NOOP\r\nb CHECK\r\nc NOOP\r\n")
    assert imap.session.internal_error() == b"a OK NOOP completed.\r\nb BAD Server Unavailable. 15\r\n"
    assert imap.sends(b"") == b"c OK NOOP completed.\r\n"


@pytest.mark.parametrize("commands", [[b"a FETCH 1:4 BODY.PEEK[]\r\n"], [b"a FETCH 1 BODY.PEEK[]\r\n"] * 4])
def test_much_to_send_waits_for_the_client(
    imap: ImapClient, commands: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 60)
    for _ in range(4):
        imap.mailbox.items.add_mime(imap.mailbox.folders.distinguished(), b"\r\n" + b"x" * 2_999_998)
    imap.select()
    first = imap.sends_once(b"".join(commands))
    assert imap.session.has_more
    assert 6_000_000 < len(first) < 7_000_000
    answer = first + imap.sends(b"z NOOP\r\n")
    assert answer.endswith(b"a OK FETCH completed.\r\nz OK NOOP completed.\r\n")
    assert answer.count(b" FETCH (BODY[] {3000000}\r\n") == 4


@pytest.mark.parametrize("rest", [0, 1])
def test_others_get_their_turn_between_pipelined_commands(imap: ImapClient, rest: int) -> None:
    answer = b"a OK NOOP completed.\r\n"
    assert imap.sends_once(b"a NOOP\r\n" * (ANSWERS_AT_ONCE + rest)) == answer * ANSWERS_AT_ONCE
    assert imap.session.has_more is bool(rest)
    assert imap.sends_once(b"") == answer * rest


def test_long_commands_give_way(imap: ImapClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    for number in range(100):
        imap.mailbox.deliver(subject=str(number))
    imap.select()
    for command in (b"FETCH 1:* UID", b"SEARCH BODY x", rb"STORE 1:* +FLAGS (\Flagged)"):
        steps, answer = 1, imap.sends_once(b"a " + command + b"\r\nb NOOP\r\n")
        while imap.session.has_more:
            answer += imap.sends_once(b"")
            steps += 1
        assert steps > 3, command
        assert answer.endswith(b"a OK %b completed.\r\nb OK NOOP completed.\r\n" % command.split()[0])
    assert all(item.flags.flagged for item in imap.mailbox.folders.distinguished().items.values())


def test_what_others_expunge_between_two_steps_is_left_out(imap: ImapClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    delivered = [imap.mailbox.deliver(subject=str(number)) for number in range(40)]
    imap.select()
    answer = imap.sends_once(b"a STORE 1:40 +FLAGS (\\Seen)\r\n")
    imap.mailbox.items.delete([delivered[39]])
    answer += imap.sends(b"")
    assert answer.count(b" FETCH ") == 39
    assert answer.endswith(b"a OK STORE completed.\r\n")


@pytest.mark.parametrize("leave", ["moved", "moved and back", "changed"])
@pytest.mark.parametrize(
    "command",
    [
        "FETCH 1:* (UID FLAGS)",
        "FETCH 1:* (UID BODY[])",
        r"UID STORE 1:* +FLAGS (\Flagged)",
        r"STORE 1:* +FLAGS (\Deleted)",
    ],
)
def test_a_number_stands_for_the_same_message_in_every_step(
    imap: ImapClient, monkeypatch: pytest.MonkeyPatch, command: str, leave: str
) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", -1.0)
    mailbox, elsewhere = imap.mailbox, imap.mailbox.folders.distinguished("drafts")
    # As many as have the UIDs of those that stay: a message that moves there gets one that its old folder has as well.
    inbox = [mailbox.deliver(subject=str(number)) for number in range(64)]
    imap.select()
    answer = imap.sends_once(f"a {command}\r\n".encode())
    left = [item for item in inbox[32:] if not (item.flags.flagged or item.flags.deleted)]
    assert len(left) == 32, "the first step changes no more than a few"
    if leave == "changed":
        for item in left:
            mailbox.items.update(item, {"subject": "new"})
    else:
        mailbox.items.move(left, elsewhere)
        if leave == "moved and back":
            mailbox.items.move(left, mailbox.folders.distinguished())
    answer += imap.sends(b"")
    assert answer.endswith(b"completed.\r\n")
    assert b"* 32 FETCH" in answer
    assert re.search(rb"^\* (3[3-9]|[456]\d) FETCH", answer, re.MULTILINE) is None
    numbers = re.findall(rb"^\* (\d+) FETCH \(.*?UID (\d+)", answer, re.MULTILINE)
    assert bool(numbers) is ("UID" in command)
    assert all(number == uid for number, uid in numbers)
    assert not any(item.flags.flagged or item.flags.deleted for item in left)


def test_a_bug_in_a_long_answer_ends_it(imap: ImapClient, monkeypatch: pytest.MonkeyPatch) -> None:
    imap.mailbox.deliver(subject="one")
    monkeypatch.setattr(Item, "mime", lambda item: 1 / 0)
    imap.select()
    with pytest.raises(ZeroDivisionError):
        imap.sends(b"a FETCH 1 BODY.PEEK[]\r\nb NOOP\r\n")
    assert imap.session.internal_error() == b"a BAD Server Unavailable. 15\r\n"
    assert imap.sends(b"") == b"b OK NOOP completed.\r\n"


def test_the_journal_has_each_command_in_short(imap: ImapClient, tenant: Tenant) -> None:
    imap.select()
    imap.says(b"a APPEND Drafts {6+}\r\nsecret")
    asked = [(entry.protocol, entry.asked, entry.answered) for entry in tenant.journal.entries]
    assert ("IMAP", "SELECT INBOX", "OK [READ-WRITE] SELECT completed.") in asked
    assert any(text.startswith("APPEND Drafts {6+}") for _, text, _ in asked)
    assert "secret" not in str(tenant.journal)


_words = st.sampled_from(
    [
        b"a FETCH 1:* ", b"b UID FETCH ", b"c SEARCH ", b"d STORE 1 ", b"e IDLE\r\n", b"DONE\r\n", b"*\r\n",
        b"g APPEND x ", b"{3}\r\n", b"{3+}\r\nabc", b"(FLAGS BODY[1.MIME])", b"+FLAGS (\\Seen)", b"OR NOT ALL 1", b'"',
        b"\r\n", b"h MOVE 1 Archive\r\n", b"i EXPUNGE\r\n", b"j LOGIN a b\r\n", b"f SELECT INBOX\r\n",
        b"k AUTHENTICATE XOAUTH2\r\n",
    ]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_words | st.binary(max_size=20), max_size=25), st.booleans())
def test_any_octets_get_answers_and_never_an_exception(connect: Connect, pieces: list[bytes], signed_in: bool) -> None:
    client = connect()
    if signed_in:
        client.sign_in().select()
    for piece in pieces:
        client.sends(piece)
        client.session.wake()
    client.session.connection_lost()


@pytest.mark.parametrize(
    ("first", "repeated", "last", "times", "growth"),
    [
        (b"FETCH ", b"1:*,", b"1 UID", 1_200, 2.5),
        (b"SEARCH ", b"1:*,", b"1", 1_200, 2.5),
        (b"SEARCH ", b"ALL ", b"ALL", 400, 2.5),
        # Deeper nesting is refused.
        (b"SEARCH ", b"OR ALL ", b"ALL", 70, 2.5),
        (b"SEARCH ", b"OR SUBJECT x ", b"ALL", 70, 2.5),
        (b"FETCH 1 (", b"BODY[1] ", b"UID)", 600, 2.5),
        (b'LIST "" ', b"*a%", b"", 1_600, 2.5),
    ],
)
def test_the_work_for_a_command_grows_with_its_length(
    imap: ImapClient, first: bytes, repeated: bytes, last: bytes, times: int, growth: float
) -> None:
    for _ in range(100):
        imap.mailbox.items.add_mime(imap.mailbox.folders.distinguished(), b"x")
    imap.select()

    def send(count: int) -> None:
        assert imap.sends(b"a " + first + repeated * count + last + b"\r\n")

    send(times)
    once = calls_of(lambda: send(times))
    twice = calls_of(lambda: send(2 * times))
    assert twice < growth * once + 1000


def test_the_session_needs_nothing_but_a_cloud() -> None:
    assert ImapSession(Cloud()).greeting().startswith(b"* OK ")
