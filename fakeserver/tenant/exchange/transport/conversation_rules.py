"""What becomes of mail that comes to a conversation for which somebody has decided it."""

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailboxes import Mailboxes


class ConversationRulesAgent:
    """Called with each item that is delivered, with the tenant's lock held."""

    def __init__(self, mailboxes: Mailboxes) -> None:
        self._mailboxes = mailboxes

    def take(self, message: Item) -> None:
        """Apply the rule of a message's conversation, if there is one."""
        mailbox = self._mailboxes.of(message)
        rules = mailbox.conversations.rules
        rule = rules.get(message.get("conversation_id")) if rules else None
        if rule is not None:
            rule.apply(mailbox.items, message)
