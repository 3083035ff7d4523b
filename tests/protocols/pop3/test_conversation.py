import pytest

from fakeserver.protocols.pop3.conversation import Conversation
from fakeserver.protocols.pop3.errors import BAD_ARGUMENTS, NO_SUCH_MESSAGE, TIMED_OUT
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant


@pytest.fixture
def conversation(cloud: Cloud) -> Conversation:
    return Conversation(cloud, "127.0.0.1", None)


def test_only_commands_that_make_no_sense_count_as_bad(conversation: Conversation) -> None:
    conversation.refuse(NO_SUCH_MESSAGE)
    conversation.refuse(BAD_ARGUMENTS)
    assert conversation.bad_commands == 1
    assert not conversation.closed


def test_a_row_that_closes_ends_the_conversation(conversation: Conversation) -> None:
    conversation.refuse(TIMED_OUT)
    assert conversation.out == [b"-ERR Connection is closed. 13\r\n"]
    assert conversation.closed


def test_before_sign_in_the_clouds_journal_is_used_unless_an_address_is_known(
    conversation: Conversation, cloud: Cloud, tenant: Tenant
) -> None:
    conversation.exchange.asked = "USER"
    conversation.ok(b"+OK\r\n")
    conversation.exchange.tenant = tenant
    conversation.exchange.asked = "PASS"
    conversation.ok(b"+OK\r\n")
    assert [entry.asked for entry in cloud.journal.entries] == ["USER"]
    assert [entry.asked for entry in tenant.journal.entries] == ["PASS"]


def test_one_line_auth_is_the_front_ends_switch_unless_it_is_given(cloud: Cloud, tenant: Tenant) -> None:
    tenant.policies.pop_one_line_auth = True
    assert Conversation(cloud, "127.0.0.1", None).one_line_auth
    assert not Conversation(cloud, "127.0.0.1", False).one_line_auth
