"""What mailboxes do by themselves with the mail that comes to them, in the order in which they do it.

Whether it is junk is decided first (`junk_email/filter.py`), and inbox rules say where else it gets its place; in the
inbox it is focused or not. There a calendar follows a meeting message, and an automatic reply answers it, before a rule
of its conversation takes it elsewhere.
"""

from collections.abc import Callable
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from fakeserver.tenant.administration.organization import Organization
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import MEETING, is_of
from fakeserver.tenant.exchange.junk_email.filter import JunkEmailFilter
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.out_of_office.agent import AutomaticReplyAgent
from fakeserver.tenant.exchange.permissions.mailbox_permissions import MailboxPermissions
from fakeserver.tenant.exchange.rules_agent.agent import InboxRulesAgent
from fakeserver.tenant.exchange.transport.conversation_rules import ConversationRulesAgent
from fakeserver.tenant.exchange.transport.delivery import Transport

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.scheduling.scheduling import Scheduling


def assisted(
    mailboxes: Mailboxes,
    transport: Transport,
    directory: Directory,
    permissions: MailboxPermissions,
    organization: Organization,
    clock: Clock,
    random: Random,
) -> Callable[[], "Scheduling"]:
    """Give a tenant's mailboxes their assistants; return what gives the one of meetings, made when first needed.

    The users' switches say what their calendars do.
    """

    def settings_of(mailbox: Mailbox) -> User | None:
        return directory.user_by_address(mailbox.address)

    is_inside = organization.is_inside
    rules = InboxRulesAgent(mailboxes, transport, clock, random)
    junk = JunkEmailFilter(mailboxes, is_inside, settings_of)

    def sort(item: Item) -> bool:
        junk.sort(item)
        is_kept = rules.sort(item)
        _classify(mailboxes.of(item), item)
        return is_kept

    mailboxes.sort = sort

    @cache
    def scheduling() -> "Scheduling":
        # Most tenants have no meetings, and do without this code.
        from fakeserver.tenant.exchange.scheduling.delegation import NO_COPIES, MeetingCopies
        from fakeserver.tenant.exchange.scheduling.scheduling import Scheduling

        def copies_of(mailbox: Mailbox) -> MeetingCopies:
            owner = directory.user_by_address(mailbox.address)
            if owner is None:
                return NO_COPIES
            delegates, options = permissions.trustees(owner.object_id, "SendOnBehalf"), permissions.delegates
            wanting = [
                directory.users[each]
                for each in delegates
                if each in directory.users and options.options(owner.object_id, each).receives_meeting_messages
            ]
            boxes = [mailboxes.by_address(user.address) for user in wanting]
            return MeetingCopies(options.delivery(owner.object_id), [box for box in boxes if box is not None])

        return Scheduling(
            mailboxes, transport, clock, random, is_inside=is_inside, settings_of=settings_of, copies_of=copies_of
        )

    def attend(item: Item) -> None:
        if is_of(item.item_class, MEETING):
            scheduling().attendant.take(item)
            scheduling().delegation.take(item)

    mailboxes.assistants += (
        attend,
        AutomaticReplyAgent(mailboxes, transport, clock, is_inside).take,
        ConversationRulesAgent(mailboxes).take,
    )
    return scheduling


def _classify(mailbox: Mailbox, item: Item) -> None:
    """Say whether a message is focused; of those in other folders than the inbox all are."""
    override = mailbox.focused_inbox.of(item.sender) if len(mailbox.focused_inbox) else None
    if override is not None and item.folder.distinguished_id == "inbox":
        item.properties["inference_classification"] = override.classification.value
