import pytest

from fakeserver.protocols.imap.arguments import Command
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.errors import BAD_ARGUMENTS, TOO_LARGE
from fakeserver.protocols.imap.style import ImapStyle
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import FolderExists
from fakeserver.tenant.tenant import Tenant


@pytest.fixture
def conversation(cloud: Cloud) -> Conversation:
    return Conversation(cloud, ImapStyle(), "127.0.0.1")


def test_a_command_is_completed_with_its_code(conversation: Conversation) -> None:
    conversation.complete(Command(b"a", "SELECT", None), b"[READ-ONLY]")
    assert conversation.out == [b"a OK [READ-ONLY] SELECT completed.\r\n"]


def test_bad_answers_are_counted_and_others_are_not(conversation: Conversation) -> None:
    conversation.refuse(b"a", "APPEND", TOO_LARGE)
    conversation.refuse(b"b", "APPEND", BAD_ARGUMENTS)
    assert conversation.bad_answers == 1


def test_before_sign_in_the_clouds_journal_is_used_unless_an_address_tells(
    conversation: Conversation, tenant: Tenant
) -> None:
    conversation.exchange.asked = "LOGIN"
    conversation.refuse(b"a", "LOGIN", BAD_ARGUMENTS)
    conversation.exchange.tenant = tenant
    conversation.refuse(b"b", "CREATE", BAD_ARGUMENTS, FolderExists("x"))
    assert [entry.asked for entry in conversation.cloud.journal.entries] == ["LOGIN"]
    assert [entry.refusal.name for entry in tenant.journal.refusals] == ["FolderExists"]


def test_a_goodbye_closes(conversation: Conversation) -> None:
    conversation.goodbye(b"Connection closed. 14")
    assert conversation.out == [b"* BYE Connection closed. 14\r\n"]
    assert conversation.closed
