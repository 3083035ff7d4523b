import pytest

from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.dispatch import dispatch
from fakeserver.protocols.imap.states import State
from fakeserver.protocols.imap.style import ImapStyle
from fakeserver.tenant.cloud import Cloud


@pytest.fixture
def conversation(cloud: Cloud) -> Conversation:
    return Conversation(cloud, ImapStyle(), "127.0.0.1")


@pytest.mark.parametrize(
    ("octets", "answer"),
    [
        (b"a XYZZY", b"a BAD Command Error. 10\r\n"),
        (b"a NOOP x", b"a BAD Command Argument Error. 11\r\n"),
        (b"a FETCH x FLAGS", b"a BAD The specified message set is invalid.\r\n"),
        (b"a FETCH 1 FLAGS", b"a BAD Command received in Invalid state.\r\n"),
        (b"a ENABLE IMAP4rev2", b"a BAD Command Error. 10\r\n"),
        (b"a ENABLE", b"a BAD Command Error. 10\r\n"),
        (b"a NOOP", b"a OK NOOP completed.\r\n"),
    ],
)
def test_what_stands_in_a_commands_way_is_found_in_this_order(
    conversation: Conversation, octets: bytes, answer: bytes
) -> None:
    """Its name, its arguments, the state; then it is answered."""
    dispatch(conversation, octets)
    assert conversation.out == [answer]
    assert conversation.tag == b"a"


def test_who_is_not_connected_hears_the_same_whatever_it_was_and_then_goodbye(conversation: Conversation) -> None:
    conversation.state = State.NOT_CONNECTED
    dispatch(conversation, b"a XYZZY")
    assert conversation.out == [b"a BAD User is authenticated but not connected.\r\n"]
    assert not conversation.closed
    dispatch(conversation, b"b NOOP")
    assert conversation.closed
