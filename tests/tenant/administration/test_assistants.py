"""What mailboxes do by themselves with the mail that comes to them."""

import pytest

from fakeserver.tenant.exchange.conversations.rules import ConversationRule
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.tenant import Tenant

BACK_SOON = "Back on Monday."


@pytest.fixture
def bob(tenant: Tenant) -> Mailbox:
    """A mailbox whose owner is away, and wants to hear no more of one conversation."""
    mailbox = tenant.mailbox(tenant.add_user("bob"))
    first = mailbox.deliver(subject="Lunch", sender="carol@example.com")
    mailbox.conversations.rules[first.get("conversation_id")] = ConversationRule(deletion=DeleteMode.MOVE_TO_DELETED)
    mailbox.automatic_replies.set(BACK_SOON, BACK_SOON)
    return mailbox


def test_a_sender_hears_that_somebody_is_away_before_a_rule_takes_the_message(tenant: Tenant, bob: Mailbox) -> None:
    bob.deliver(subject="Re: Lunch", sender="carol@example.com")
    assert [BACK_SOON.encode() in message.mime for message in tenant.outbound] == [True]
    assert [item.subject for item in bob.messages("deleteditems")] == ["Re: Lunch"]


def test_spam_is_left_alone(tenant: Tenant, bob: Mailbox) -> None:
    bob.deliver(subject="Re: Lunch", sender="carol@example.com", folder="junkemail")
    assert list(tenant.outbound) == []
    assert [item.subject for item in bob.messages("junkemail")] == ["Re: Lunch"]
