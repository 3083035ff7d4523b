from datetime import UTC, datetime

import pytest

from fakeserver.protocols.imap import searching
from fakeserver.tenant.exchange.flags import MessageFlags
from tests.protocols.imap.client import ImapClient


@pytest.fixture
def searched(imap: ImapClient) -> ImapClient:
    mailbox, inbox = imap.mailbox, imap.mailbox.folders.distinguished()
    mailbox.items.add_mime(
        inbox,
        b"From: Bob <bob@example.com>\r\nTo: alice@contoso.com\r\nSubject: Quarterly report\r\n"
        b"Date: Sun, 01 Feb 2026 23:30:00 -0500\r\nMessage-ID: <1@x>\r\n\r\nnumbers\r\n",
        received_at=datetime(2026, 2, 2, 4, 30, tzinfo=UTC),
        flags=MessageFlags(seen=True, flagged=True),
    )
    mailbox.items.add_mime(
        inbox,
        b"From: carol@example.com\r\nTo: x@y.z\r\nCc: dave@example.com\r\nSubject: =?utf-8?q?F=C3=BCr_dich?=\r\n"
        b"Date: Tue, 03 Mar 2026 10:00:00 +0000\r\n\r\n" + b"long " * 100,
        received_at=datetime(2026, 3, 3, 10, tzinfo=UTC),
        flags=MessageFlags(answered=True, mdn_sent=True),
    )
    mailbox.items.add_mime(
        inbox, b"Subject: draft\r\nBcc: eve@example.com\r\n\r\n", received_at=datetime(2026, 4, 4, tzinfo=UTC),
        flags=MessageFlags(draft=True, deleted=True),
    )  # fmt: skip
    return imap.select()


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("ALL", "1 2 3"),
        ("2:*", "2 3"),
        ("2,9", "2"),
        ("UID 1,3:99", "1 3"),
        ("SEEN", "1"),
        ("UNSEEN", "2 3"),
        ("FLAGGED", "1"),
        ("UNFLAGGED", "2 3"),
        ("ANSWERED", "2"),
        ("UNANSWERED", "1 3"),
        ("DRAFT", "3"),
        ("UNDRAFT", "1 2"),
        ("DELETED", "3"),
        ("UNDELETED", "1 2"),
        ("KEYWORD $MDNSent", "2"),
        ("UNKEYWORD $mdnsent", "1 3"),
        ("RECENT", ""),
        ("NEW", ""),
        ("OLD", "1 2 3"),
        ("FROM bob", "1"),
        ('FROM "EXAMPLE.com"', "1 2"),
        ("TO alice", "1"),
        ("CC dave", "2"),
        ("BCC eve", "3"),
        ("SUBJECT REPORT", "1"),
        ('SUBJECT ""', "1 2 3"),
        ("BODY numbers", "1"),
        ("TEXT quarterly", "1"),
        ("TEXT long", "2"),
        ("HEADER Message-ID <1@x>", "1"),
        ('HEADER Cc ""', "2"),
        ("LARGER 400", "2"),
        ("SMALLER 100", "3"),
        ("BEFORE 3-Mar-2026", "1"),
        ("ON 3-Mar-2026", "2"),
        ("SINCE 3-Mar-2026", "2 3"),
        ("SENTBEFORE 2-Feb-2026", "1"),
        ("SENTON 1-Feb-2026", "1"),
        ("SENTSINCE 2-Feb-2026", "2"),
        ("ON 31-Dec-9999", ""),
        ("NOT SEEN", "2 3"),
        ("NOT (SEEN FLAGGED)", "2 3"),
        ("OR SEEN DRAFT", "1 3"),
        ("OR (SUBJECT report SEEN) NOT UNDELETED", "1 3"),
        ("BODY long UNSEEN 1:2", "2"),
    ],
)
def test_keys(searched: ImapClient, keys: str, found: str) -> None:
    octets = keys.encode("latin-1")
    assert searched.says(b"a SEARCH " + octets) == [f"* SEARCH {found}".rstrip(), "a OK SEARCH completed."]
    assert searched.says(b"a UID SEARCH " + octets)[0] == f"* SEARCH {found}".rstrip()


def test_arrivals_are_recent_to_whom_has_the_folder_open(searched: ImapClient) -> None:
    searched.mailbox.deliver(subject="four")
    searched.says("a NOOP")
    assert searched.says("b SEARCH RECENT")[0] == "* SEARCH 4"
    assert searched.says("c SEARCH NEW")[0] == "* SEARCH 4"
    assert searched.says("d SEARCH OLD")[0] == "* SEARCH 1 2 3"
    searched.says(r"e STORE 4 +FLAGS (\Seen)")
    assert searched.says("f SEARCH RECENT")[0] == "* SEARCH 4"
    assert searched.says("g SEARCH NEW")[0] == "* SEARCH", "NEW is RECENT UNSEEN"


def test_uids_are_found_where_they_differ_from_numbers(searched: ImapClient) -> None:
    searched.says("a EXPUNGE")
    searched.mailbox.deliver(subject="four")
    searched.says("b NOOP")
    assert searched.says("c SEARCH SUBJECT four")[0] == "* SEARCH 3"
    assert searched.says("d UID SEARCH SUBJECT four")[0] == "* SEARCH 4"


def test_numbers_count_from_the_first_message_in_a_large_folder(imap: ImapClient) -> None:
    for number in range(1, 101):
        imap.mailbox.deliver(subject="wanted" if number in (1, 50, 100) else "other")
    assert imap.select().says("a SEARCH SUBJECT wanted")[0] == "* SEARCH 1 50 100"


def test_what_others_do_between_two_steps(imap: ImapClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    delivered = [imap.mailbox.deliver(subject=str(number)) for number in range(1, 101)]
    imap.select()
    imap.sends_once(b"a SEARCH SUBJECT 1\r\n")
    assert imap.session.has_more
    imap.mailbox.items.delete([delivered[9]])
    # In the other folder it has UID 1, which is another message's number here.
    imap.mailbox.items.move([delivered[10]], imap.mailbox.folders.distinguished("archive"))
    imap.mailbox.deliver(subject="1 more")
    answer = imap.sends(b"")
    numbers = [1, *range(12, 20), 21, 31, 41, 51, 61, 71, 81, 91, 100]
    assert answer.startswith(b"* SEARCH " + b" ".join(b"%d" % number for number in numbers) + b"\r\n")


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("2,5", "2 5"),
        ("5:4,1", "1 4 5"),
        ("1,3:4,6:*", "1 3 4 6"),
        ("7:9", ""),
        ("*", "6"),
        ("NOT 2:3,5", "1 4 6"),
        ("UID 1:*", "1 2 3 4 5 6"),
        ("UID 1,2,9", "1 6"),
        ("UID 4:3,6,9:99", "2 3 5 6"),
        ("UID *", "6"),
        ("UID 100:*", "6"),
        ("UID 10:99", ""),
        ("NOT UID 4:6,9", "1 2"),
        ("OR UID 1 4", "1 4"),
    ],
)
def test_sets_are_found_however_they_are_kept(
    imap: ImapClient, monkeypatch: pytest.MonkeyPatch, few: int, keys: str, found: str
) -> None:
    monkeypatch.setattr(searching, "_FEW", few)
    mailbox = imap.mailbox
    items = [mailbox.deliver(subject=f"{number}") for number in range(1, 10)]
    mailbox.items.delete([items[1], items[6], items[7]])
    imap.select()
    assert imap.says(f"a SEARCH {keys}")[0] == f"* SEARCH {found}".rstrip()


def test_sets_of_an_empty_folder_match_nothing(imap: ImapClient) -> None:
    imap.select()
    for keys in ("1", "1:*", "*", "UID 1:*", "NOT UID *"):
        assert imap.says(f"a SEARCH {keys}")[0] == "* SEARCH"
