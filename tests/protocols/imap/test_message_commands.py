from datetime import UTC, datetime

import pytest

from fakeserver.tenant.tenant import Tenant
from tests.protocols.imap.client import Connect, ImapClient


def test_fetch_answers_in_the_order_of_the_folder(inbox: ImapClient) -> None:
    assert inbox.says("a FETCH 3,1 UID") == ["* 1 FETCH (UID 1)", "* 3 FETCH (UID 3)", "a OK FETCH completed."]
    assert inbox.says("b UID FETCH 2:* (FLAGS)")[:-1] == ["* 2 FETCH (FLAGS () UID 2)", "* 3 FETCH (FLAGS () UID 3)"]


def test_numbers_that_are_not_there_are_refused_and_uids_are_not(inbox: ImapClient) -> None:
    assert inbox.says("a FETCH 4 UID") == ["a NO The specified message set is invalid."]
    assert inbox.says("c UID FETCH 9:12 UID") == ["c OK FETCH completed."]
    assert inbox.says("d UID FETCH 9:* UID") == ["* 3 FETCH (UID 3)", "d OK FETCH completed."]
    assert inbox.says("e UID FETCH 1 ()") == ["e BAD Command Argument Error. 11"]
    assert inbox.says("f FETCH x UID") == ["f BAD The specified message set is invalid."]


@pytest.mark.parametrize("numbers", ["2:9", "9:3,2", "3,2,2,12:11", "9:*,2"])
def test_messages_that_are_there_are_fetched_before_others_are_refused(inbox: ImapClient, numbers: str) -> None:
    answers = ["* 2 FETCH (UID 2)", "* 3 FETCH (UID 3)", "a NO The specified message set is invalid."]
    assert inbox.says(f"a FETCH {numbers} UID") == answers
    assert inbox.says(f"b STORE {numbers} FLAGS ()") == ["b NO The specified message set is invalid."]
    assert inbox.says(f"c FETCH {numbers} BODY[TEXT]")[-1] == "c NO The specified message set is invalid."
    assert [message.is_read for message in inbox.mailbox.messages()].count(True) == 2


def test_reading_a_body_marks_it_seen_and_peeking_does_not(inbox: ImapClient) -> None:
    assert inbox.says("a FETCH 1 BODY.PEEK[TEXT]")[:-1] == ["* 1 FETCH (BODY[TEXT] {6}", "body", ")"]
    assert not inbox.mailbox.messages()[0].is_read
    assert inbox.says("b FETCH 1 RFC822.TEXT")[:-1] == ["* 1 FETCH (RFC822.TEXT {6}", "body", r" FLAGS (\Seen))"]
    assert inbox.mailbox.messages()[0].is_read
    assert inbox.says("c FETCH 1 RFC822.TEXT")[-2] == ")"


def test_flags_fetched_with_a_body_are_those_after_it(inbox: ImapClient) -> None:
    assert inbox.says("a FETCH 1 (FLAGS BODY[TEXT])")[0] == r"* 1 FETCH (FLAGS (\Seen) BODY[TEXT] {6}"


def test_the_whole_message_is_what_was_delivered(inbox: ImapClient) -> None:
    mime = inbox.mailbox.messages()[0].mime()
    answer = inbox.sends(b"a FETCH 1 (RFC822.SIZE BODY.PEEK[] BODY.PEEK[]<3.5>)\r\n")
    size = len(mime)
    text = b"* 1 FETCH (RFC822.SIZE %d BODY[] {%d}\r\n%b BODY[]<3> {5}\r\n%b)\r\na OK FETCH completed.\r\n"
    assert answer == text % (size, size, mime, mime[3:8])


def test_store_in_all_its_forms(inbox: ImapClient) -> None:
    assert inbox.says(r"a STORE 1 +FLAGS (\Deleted \Seen)")[0] == r"* 1 FETCH (FLAGS (\Seen \Deleted))"
    assert inbox.says(r"b STORE 1 -FLAGS \Deleted")[0] == r"* 1 FETCH (FLAGS (\Seen))"
    assert inbox.says(r"c STORE 1 FLAGS (\Flagged $MDNSent)")[0] == r"* 1 FETCH (FLAGS (\Flagged $MDNSent))"
    assert inbox.says(r"d STORE 1:3 +FLAGS.SILENT (\Answered)") == ["d OK STORE completed."]
    assert inbox.says(r"e UID STORE 2 +FLAGS (\Draft)")[0] == r"* 2 FETCH (FLAGS (\Answered \Draft) UID 2)"


@pytest.mark.parametrize("flags", ["$Forwarded", "Work", r"\Recent", r"\Custom", r"\Seen Work", "NIL"])
def test_flags_that_exchange_does_not_keep_are_refused(inbox: ImapClient, flags: str) -> None:
    for command in ("STORE 1 +FLAGS", "STORE 1 FLAGS", "UID STORE 1 -FLAGS.SILENT"):
        assert inbox.says(f"a {command} ({flags})") == ["a BAD Command Argument Error. 11"]
    assert inbox.says(f"b APPEND INBOX ({flags}) {{2+}}\r\nhi") == ["b BAD Command Argument Error. 11"]
    assert inbox.says("c STORE 1 +FLAGS ($mdnsent)")[0] == "* 1 FETCH (FLAGS ($MDNSent))"
    assert len(inbox.mailbox.messages()) == 3


def test_a_change_is_news_to_the_other_client_only(inbox: ImapClient, connect: Connect) -> None:
    other = connect().sign_in().select()
    inbox.says(r"a STORE 2 +FLAGS (\Flagged)")
    assert inbox.says("b NOOP") == ["b OK NOOP completed."]
    assert other.says("a NOOP") == [r"* 2 FETCH (FLAGS (\Flagged))", "a OK NOOP completed."]


def test_another_clients_expunge_waits_until_numbers_may_shift(inbox: ImapClient, connect: Connect) -> None:
    other = connect().sign_in().select()
    inbox.says(r"a STORE 1 +FLAGS.SILENT (\Deleted)")
    inbox.says("b EXPUNGE")
    assert other.says("a FETCH 1:3 UID") == ["* 2 FETCH (UID 2)", "* 3 FETCH (UID 3)", "a OK FETCH completed."]
    assert other.says("b SEARCH ALL") == ["* SEARCH 2 3", "b OK SEARCH completed."]
    assert other.says("c UID FETCH 2 UID") == ["* 2 FETCH (UID 2)", "* 1 EXPUNGE", "c OK FETCH completed."]
    assert other.says("d FETCH 1 UID")[0] == "* 1 FETCH (UID 2)"


def test_append_keeps_octets_flags_and_date(inbox: ImapClient) -> None:
    message = b"Subject: x\r\n\r\n.\r\n\xff"
    head = rb'a APPEND Drafts (\Seen \Draft \Flagged) "17-Jul-1996 02:44:25 -0700" '
    assert inbox.says(head + b"{%d}" % len(message)) == ["+ Ready for additional command text."]
    validity = inbox.mailbox.folders.distinguished("drafts").uid_validity
    assert inbox.says(message) == [f"a OK [APPENDUID {validity} 1] APPEND completed."]
    (item,) = inbox.mailbox.messages("drafts")
    assert item.mime() == message
    assert (item.is_read, item.is_draft, item.flagged, item.answered) == (True, True, True, False)
    assert item.received_at == datetime(1996, 7, 17, 9, 44, 25, tzinfo=UTC)


def test_append_without_waiting_and_into_the_selected_folder(inbox: ImapClient) -> None:
    validity = inbox.mailbox.folders.distinguished("inbox").uid_validity
    assert inbox.says(b"a APPEND INBOX {2+}\r\nhi") == [
        "* 4 EXISTS", "* 1 RECENT", f"a OK [APPENDUID {validity} 4] APPEND completed."
    ]  # fmt: skip
    assert inbox.says("b FETCH 4 FLAGS")[0] == r"* 4 FETCH (FLAGS (\Recent))"


def test_append_to_nowhere_asks_to_create(inbox: ImapClient) -> None:
    assert inbox.says(b"a APPEND Nowhere {2+}\r\nhi") == ["a NO [TRYCREATE] Nowhere doesn't exist."]


def test_a_message_that_is_too_large_is_refused_before_it_comes(inbox: ImapClient) -> None:
    inbox.mailbox.receive_limit = 1000
    text = "NO Maximum size of appendable message has been exceeded"
    size = 200_000
    assert inbox.says(f"a APPEND Drafts {{{size}}}") == [f"a {text}"]
    assert inbox.says(b"b APPEND Drafts {%d+}\r\n" % size + b"x" * size) == [f"b {text}"]
    assert inbox.says(b"c APPEND Drafts {1001+}\r\n" + b"x" * 1001) == [f"c {text}"]
    assert inbox.says("d NOOP") == ["d OK NOOP completed."]


def test_idle_tells_what_happens_elsewhere(inbox: ImapClient, connect: Connect) -> None:
    woken: list[None] = []
    inbox.session.on_wake = lambda: woken.append(None)
    assert inbox.says("a IDLE") == ["+ IDLE accepted, awaiting DONE command."]
    inbox.mailbox.deliver(subject="four")
    assert woken
    assert inbox.session.wake() == b"* 4 EXISTS\r\n* 1 RECENT\r\n"
    other = connect().sign_in().select()
    other.says(r"a STORE 1 +FLAGS (\Seen \Deleted)")
    other.says("b EXPUNGE")
    assert inbox.session.wake() == b"* 1 EXPUNGE\r\n"
    assert inbox.says("DONE") == ["a OK IDLE completed."]
    woken.clear()
    inbox.mailbox.deliver(subject="five")
    assert not woken
    assert inbox.says("b NOOP") == ["* 4 EXISTS", "* 2 RECENT", "b OK NOOP completed."]


def test_what_came_before_idle_is_told_first(inbox: ImapClient, tenant: Tenant) -> None:
    tenant.policies.imap_idle = "exists_first"
    inbox.mailbox.deliver(subject="four")
    assert inbox.says("a IDLE") == ["* 4 EXISTS", "* 1 RECENT", "+ IDLE accepted, awaiting DONE command."]
    inbox.mailbox.deliver(subject="five")
    assert inbox.session.wake() == b"* 5 EXISTS\r\n* 2 RECENT\r\n"


def test_an_idle_that_is_told_nothing(inbox: ImapClient, tenant: Tenant) -> None:
    tenant.policies.imap_idle = "silent"
    inbox.mailbox.deliver(subject="four")
    assert inbox.says("a IDLE") == ["+ IDLE accepted, awaiting DONE command."]
    inbox.mailbox.deliver(subject="five")
    assert inbox.session.wake() == b""
    assert inbox.says("DONE") == ["a OK IDLE completed."]
    assert inbox.says("b NOOP") == ["* 5 EXISTS", "* 2 RECENT", "b OK NOOP completed."]


def test_a_silent_idle_ends_with_its_token(inbox: ImapClient, tenant: Tenant) -> None:
    tenant.policies.imap_idle = "silent"
    inbox.says("a IDLE")
    tenant.clock.advance(hours=2)
    assert inbox.session.wake() == b"* BYE Session invalidated - AccessTokenExpired\r\n"


def test_idle_ends_with_done_only(inbox: ImapClient) -> None:
    inbox.says("a IDLE")
    assert inbox.says("b NOOP") == ["a BAD Command Error. 10"]
    assert inbox.says("b NOOP") == ["b OK NOOP completed."]


@pytest.mark.parametrize("charset", ["US-ASCII", "us-ascii", '"Us-Ascii"'])
def test_search_takes_the_charset_in_any_case(inbox: ImapClient, charset: str) -> None:
    assert inbox.says(f"a SEARCH CHARSET {charset} ALL")[-1] == "a OK SEARCH completed."


@pytest.mark.parametrize("charset", ["ASCII", "ANSI_X3.4-1968", "ISO646-US", "us_ascii", '""', "iso-8859-1"])
def test_search_takes_it_by_no_other_name(inbox: ImapClient, charset: str) -> None:
    refused = ["a NO [BADCHARSET (US-ASCII)] The specified charset is not supported."]
    assert inbox.says(f"a SEARCH CHARSET {charset} ALL") == refused
    assert inbox.says(f"a UID SEARCH CHARSET {charset} ALL") == refused


@pytest.mark.parametrize("literal", ["{0+}\r\n", '""', "x"])
def test_append_takes_no_message_without_octets(imap: ImapClient, literal: str) -> None:
    assert imap.says(f"a APPEND INBOX {literal}") == ["a BAD Command Argument Error. 11"]
    assert imap.mailbox.messages() == []


def test_search_refuses_charsets_and_keywords(inbox: ImapClient) -> None:
    assert inbox.says("a SEARCH CHARSET UTF-8 ALL") == [
        "a NO [BADCHARSET (US-ASCII)] The specified charset is not supported."
    ]
    assert inbox.says("b SEARCH KEYWORD Work") == ["b BAD Command Argument Error. 11"]
    assert inbox.says("c SEARCH CHARSET US-ASCII ALL")[0] == "* SEARCH 1 2 3"


def test_the_journal_names_a_literal_that_is_not_taken(imap: ImapClient) -> None:
    for line, asked in ((b"a APPEND INBOX {999999999}\r\n", "APPEND"), (b"a SELECT {999999999}\r\n", "a literal")):
        imap.sends(line)
        assert imap.world.tenant.journal.entries[-1].asked == asked
