from datetime import UTC, datetime, timedelta, timezone

from fakeserver.protocols.imap.fetching import internal_date
from fakeserver.tenant.exchange.parsed import MAX_PARSED
from tests.protocols.imap.client import ImapClient


def test_an_internal_date_is_in_utc_with_a_padded_day() -> None:
    moment = datetime(2026, 2, 7, 23, 30, 5, tzinfo=timezone(timedelta(hours=-1)))
    assert internal_date(moment) == b'" 8-Feb-2026 00:30:05 +0000"'
    assert internal_date(datetime(2026, 12, 17, tzinfo=UTC)) == b'"17-Dec-2026 00:00:00 +0000"'


def test_each_kind_of_item_is_answered(imap: ImapClient) -> None:
    imap.mailbox.items.add_mime(
        imap.mailbox.folders.distinguished(),
        b"Subject: x\r\n\r\nhi",
        received_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    )
    imap.select()
    nils = '(NIL "x" NIL NIL NIL NIL NIL NIL NIL NIL)'
    plain = '("text" "plain" NIL NIL NIL "7bit" 2 1'
    assert imap.says("a FETCH 1 FULL")[0] == (
        f'* 1 FETCH (FLAGS () INTERNALDATE " 2-Jan-2026 03:04:05 +0000" RFC822.SIZE 16 ENVELOPE {nils} BODY {plain}))'
    )
    assert imap.says("b FETCH 1 BODYSTRUCTURE")[0] == f"* 1 FETCH (BODYSTRUCTURE {plain} NIL NIL NIL NIL))"


def test_parts_that_are_not_there_are_nil(imap: ImapClient) -> None:
    imap.mailbox.items.add_mime(imap.mailbox.folders.distinguished(), b"Subject: x\r\n\r\nhi")
    imap.select()
    assert imap.says("a FETCH 1 (BODY.PEEK[2] BODY.PEEK[1.HEADER]<0.5>)")[0] == (
        "* 1 FETCH (BODY[2] NIL BODY[1.HEADER]<0> NIL)"
    )
    assert imap.says("b FETCH 1 BODY.PEEK[]<100.5>")[:-1] == ["* 1 FETCH (BODY[]<100> {0}", ")"]


def test_the_structure_follows_new_content(imap: ImapClient) -> None:
    item = imap.mailbox.deliver(subject="before")
    imap.select()
    assert '"before"' in imap.says("a FETCH 1 ENVELOPE")[0]
    imap.mailbox.items.update(item, {"subject": "after"})
    imap.says("b NOOP")
    assert '"after"' in imap.says("c FETCH 1 ENVELOPE")[0]


def test_an_item_made_of_properties_is_a_message_too(imap: ImapClient) -> None:
    imap.mailbox.items.add(imap.mailbox.folders.distinguished("calendar"), "IPM.Appointment", {"subject": "standup"})
    imap.select("Calendar")
    assert '"standup"' in imap.says("a FETCH 1 (ENVELOPE RFC822.SIZE)")[0]


def test_no_more_parsed_messages_are_kept_than_the_mailbox_keeps(imap: ImapClient) -> None:
    for number in range(MAX_PARSED + 4):
        imap.mailbox.deliver(subject=f"number {number}")
    imap.select()
    lines = imap.says("a FETCH 1:* (ENVELOPE BODYSTRUCTURE)")
    assert all(f'"number {number}"' in lines[number] for number in range(MAX_PARSED + 4))
    assert len(imap.mailbox.contents.parsed) == MAX_PARSED


def test_many_sections_of_a_large_message_are_sent_one_by_one(imap: ImapClient) -> None:
    size, count = 5_000_000, 20
    imap.mailbox.items.add_mime(imap.mailbox.folders.distinguished(), b"X: y\r\n\r\n" + b"z" * (size - 8))
    imap.select()
    asked = b" ".join(b"BODY.PEEK[]<%d.%d>" % (number, size) for number in range(count))
    first = imap.sends_once(b"a FETCH 1 (%b)\r\n" % asked)
    assert len(first) < 3 * size
    pieces = [len(first)]
    while imap.session.has_more:
        pieces.append(len(imap.sends_once(b"")))
    assert max(pieces) < 3 * size
    assert sum(pieces) > count * (size - count)
