"""How long a command and its tag may be, and how its lines end."""

import pytest

from fakeserver.protocols.imap.framing import MAX_COMMAND
from tests.protocols.imap.client import ImapClient


@pytest.mark.parametrize("literal", [b"", b"{10+}\r\n1234567890"])
def test_a_command_over_the_limit_is_refused_and_the_session_goes_on(imap: ImapClient, literal: bytes) -> None:
    imap.select()
    command = b"a UID SEARCH SUBJECT x SUBJECT " + (literal or b"x") + b" UID 1"
    command += b",1" * ((MAX_COMMAND - 2 - len(command)) // 2)
    command += b"1" * (MAX_COMMAND - 2 - len(command))
    assert imap.says(command)[-1] == "a OK SEARCH completed."
    assert imap.says(command + b"12") == ["a BAD Command Error. 10"]
    assert imap.says("b NOOP") == ["b OK NOOP completed."]


def test_a_message_does_not_count_towards_the_length_of_its_command(imap: ImapClient) -> None:
    message = b"x" * (2 * MAX_COMMAND)
    append = b"a APPEND {5+}\r\nInbox {%d+}\r\n%b" % (len(message), message)
    assert imap.says(append)[-1].endswith("APPEND completed.")
    assert imap.says(append + b" " * MAX_COMMAND) == ["a BAD Command Error. 10"]
    assert imap.says(b"b APPEND {%d+}\r\n%b {2+}\r\nhi" % (len(message), message)) == ["b BAD Command Error. 10"]
    assert imap.says(b"c SELECT {%d+}\r\n%b" % (len(message), message)) == ["c BAD Command Error. 10"]
    assert [item.size for item in imap.mailbox.messages()] == [len(message)]


def test_a_tag_is_as_long_as_its_client_likes(stranger: ImapClient) -> None:
    tag = "T" * (MAX_COMMAND - len(" NOOP\r\n"))
    assert stranger.says(f"{tag} NOOP") == [f"{tag} OK NOOP completed."]
    assert stranger.says(f"{tag} LOGOUT") == [f"{tag} BAD Command Error. 10"]
    assert stranger.says(f"{tag}{tag} NOOP") == ["* BAD Command Error. 10"]


@pytest.mark.parametrize("tag", ["+", "a+", "(", "a*", "%", '"a"', "{", "\\", "a\u00e9", "a\t", ""])
def test_what_a_tag_may_not_hold(stranger: ImapClient, tag: str) -> None:
    assert stranger.says(f"{tag} NOOP") == ["* BAD Command Error. 10"]
    assert stranger.says("]:;.~ NOOP") == ["]:;.~ OK NOOP completed."]


def test_a_bare_line_feed_makes_no_command(imap: ImapClient) -> None:
    assert imap.sends(b"a NOOP\n") == b"a BAD Command Error. 10\r\n"
    assert imap.sends(b"b SELECT {5}\ninbox\r\n").startswith(b"b BAD")
    assert imap.select().says("c IDLE") == ["+ IDLE accepted, awaiting DONE command."]
    assert imap.sends(b"DONE\n") == b"c BAD Command Error. 10\r\n"
