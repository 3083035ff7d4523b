import pytest

from fakeserver.protocols.pop3 import transactions
from fakeserver.protocols.pop3.errors import BAD_ARGUMENTS, NO_SUCH_MESSAGE
from fakeserver.protocols.pop3.maildrop import Maildrop
from tests.protocols.pop3.client import Pop3Client


@pytest.fixture
def drop(pop3: Pop3Client) -> Maildrop:
    return Maildrop(pop3.mailbox)


def test_a_message_that_is_marked_is_no_longer_there_until_the_marks_are_taken_away(drop: Maildrop) -> None:
    assert transactions.dele(drop, b"1") == b"+OK\r\n"
    assert transactions.retr(drop, b"1") is NO_SUCH_MESSAGE
    assert transactions.uidl(drop, b"") == b"+OK\r\n2 2\r\n.\r\n"
    assert transactions.rset(drop, b"") == b"+OK\r\n"
    assert transactions.stat(drop, b"") == b"+OK 2 51\r\n"


def test_top_takes_a_number_of_lines_and_retr_does_not(drop: Maildrop) -> None:
    assert transactions.top_lines(drop, b"1 0") == b"+OK\r\nSubject: one\r\n\r\n.\r\n"
    assert transactions.top_lines(drop, b"1 2147483647") == transactions.retr(drop, b"1")
    assert transactions.top_lines(drop, b"1") is BAD_ARGUMENTS
    assert transactions.retr(drop, b"1 0") is BAD_ARGUMENTS


def test_a_message_that_was_sent_whole_is_read(pop3: Pop3Client, drop: Maildrop) -> None:
    whole, cut = pop3.mailbox.messages()
    for command in (b"1 0", b"2 0"):
        transactions.top_lines(drop, command)
    assert (whole.is_read, cut.is_read) == (False, False)
    transactions.top_lines(drop, b"1 99")
    assert (whole.is_read, cut.is_read) == (True, False)
    transactions.retr(drop, b"2")
    assert cut.is_read


def test_what_was_moved_away_meanwhile_stays_unread(pop3: Pop3Client, drop: Maildrop) -> None:
    (moved,) = pop3.mailbox.items.move(pop3.mailbox.messages()[:1], pop3.mailbox.folders.distinguished("archive"))
    assert transactions.retr(drop, b"1") == transactions.top_lines(drop, b"1 99")
    assert not moved.is_read


@pytest.mark.parametrize("line", ["RETR 0", "RETR 3", "RETR 999999999", "TOP 3 1", "DELE 9", "LIST 3", "UIDL 3"])
def test_numbers_that_are_not_there(pop3: Pop3Client, line: str) -> None:
    assert pop3.says(line) == ["-ERR The specified message is out of range."]


@pytest.mark.parametrize(
    "line", ["RETR", "RETR x", "RETR 01", "LIST 01", "RETR 1 2", "TOP 1", "DELE -1", "RETR " + "1" * 50, "XYZ", "", "é"]
)
def test_what_cannot_be_read(pop3: Pop3Client, line: str) -> None:
    assert pop3.says(line) == ["-ERR Protocol error. 14"]
    assert pop3.says("NOOP") == ["+OK"]
