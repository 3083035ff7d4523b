"""The Mailbox Rules Agent, as far as it sends automatic replies: once to each sender, by the tenant's clock.

Source: as `messages`.
"""

from collections.abc import Callable

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.acquaintances import knows
from fakeserver.tenant.exchange.automatic_replies import AutomaticReplySettings, ExternalAudience, Reply, ReplyState
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.out_of_office.messages import REPLY_CLASS, compose_reply, wants_reply
from fakeserver.tenant.exchange.transport.delivery import Transport
from fakeserver.tenant.exchange.values import EmailAddress


class AutomaticReplyAgent:
    """Called with each item that is delivered, with the tenant's lock held.

    Args:
        is_inside: says whether an address is the organization's.
    """

    def __init__(
        self, mailboxes: Mailboxes, transport: Transport, clock: Clock, is_inside: Callable[[str], bool]
    ) -> None:
        self._mailboxes = mailboxes
        self._transport = transport
        self._clock = clock
        self._is_inside = is_inside

    def take(self, message: Item) -> None:
        """Reply to a message where its recipient is away."""
        mailbox = self._mailboxes.of(message)
        settings = mailbox.automatic_replies.settings
        if settings.state is ReplyState.DISABLED or not settings.are_on(now := self._clock.now()):
            return
        sender: EmailAddress | None = message.get("from_")
        if sender is None or not sender.address or self._mailboxes.by_address(sender.address) is mailbox:
            return
        reply = self._reply(mailbox, settings, sender.address)
        if reply is None or not reply.text or not wants_reply(message, mailbox.address):
            return
        if self._is_addressed(message, mailbox) and mailbox.automatic_replies.is_first_to(sender.address):
            mime = compose_reply(
                message,
                reply.text,
                author=EmailAddress(mailbox.display_name, mailbox.address),
                to=sender,
                at=now,
                message_id=mailbox.ids.new_message_id(),
            )
            self._transport.bring(mime, sender.address, REPLY_CLASS)

    def _reply(self, mailbox: Mailbox, settings: AutomaticReplySettings, sender: str) -> Reply | None:
        """Return what a sender is told; None for nothing."""
        if self._is_inside(sender):
            return settings.internal
        is_meant = settings.audience is ExternalAudience.ALL or (
            settings.audience is ExternalAudience.KNOWN and knows(mailbox, sender)
        )
        return settings.external if is_meant else None

    def _is_addressed(self, message: Item, mailbox: Mailbox) -> bool:
        """Say whether the mailbox stands among the recipients: not in Bcc alone, nor through a group.

        Assumption: so the support article is understood.
        """
        named = [*(message.get("to_recipients") or ()), *(message.get("cc_recipients") or ())]
        return any(self._mailboxes.recipient(one.address) is mailbox for one in named)
