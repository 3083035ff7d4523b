import pytest

from fakeserver.protocols.imap.commands import Command, Nothing
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.errors import BAD_ARGUMENTS, TOO_LARGE
from fakeserver.protocols.imap.style import ImapStyle
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import FolderExists


@pytest.fixture
def talk(cloud: Cloud) -> Conversation:
    return Conversation(cloud, ImapStyle(), "127.0.0.1")


def test_a_command_is_completed_with_its_code(talk: Conversation) -> None:
    talk.complete(Command(b"a", "SELECT", Nothing()), b"[READ-ONLY]")
    assert talk.out == [b"a OK [READ-ONLY] SELECT completed.\r\n"]


def test_bad_answers_are_counted_and_others_are_not(talk: Conversation) -> None:
    talk.refuse(b"a", "APPEND", TOO_LARGE)
    talk.refuse(b"b", "APPEND", BAD_ARGUMENTS)
    assert talk.bad_answers == 1


def test_before_sign_in_the_clouds_journal_is_used_unless_an_address_tells(talk: Conversation, tenant) -> None:
    talk.asked = "LOGIN"
    talk.refuse(b"a", "LOGIN", BAD_ARGUMENTS)
    talk.meant_for = tenant
    talk.refuse(b"b", "CREATE", BAD_ARGUMENTS, FolderExists("x"))
    assert [entry.asked for entry in talk.cloud.journal.entries] == ["LOGIN"]
    assert [entry.refusal.name for entry in tenant.journal.refusals] == ["FolderExists"]


def test_a_goodbye_closes(talk: Conversation) -> None:
    talk.goodbye(b"Connection closed. 14")
    assert talk.out == [b"* BYE Connection closed. 14\r\n"]
    assert talk.closed
