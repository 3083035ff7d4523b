import pytest

from fakeserver.protocols.imap.commands import parse_command
from fakeserver.protocols.imap.noting import describe, tag_of, takes_message


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        (b"a FETCH 1:3 (FLAGS)", "FETCH 1:3 (FLAGS)"),
        (b"a LOGIN alice secret", "LOGIN"),
        (b"a AUTHENTICATE XOAUTH2 c2VjcmV0", "AUTHENTICATE XOAUTH2"),
        (b"a AUTHENTICATE c2VjcmV0", "AUTHENTICATE"),
        (b"a LOGIN alice", "LOGIN"),
        (b"a SELECT {9}\r\nEntw&-rfe", "SELECT {9}"),
        (b"a PASSWORD secret", "an unknown command"),
        (b"a APPEND INBOX {6}\r\nsecret", "APPEND INBOX {6}"),
    ],
)
def test_a_command_is_noted_without_secrets_and_messages(line: bytes, noted: str) -> None:
    assert describe(parse_command(line), line) == noted


def test_the_tag_of_what_has_only_begun() -> None:
    assert tag_of(b"a1 APPEND INBOX {6}\r\nse") == b"a1"
    assert tag_of(b"") == b"*"


def test_only_appends_literals_may_be_messages() -> None:
    assert takes_message(b"a1 append INBOX {6}\r\n")
    assert not takes_message(b"a1 SELECT {6}\r\n")
    assert not takes_message(b"a1 APPENDIX {6}\r\n")
    assert not takes_message(b"{6}\r\n")
