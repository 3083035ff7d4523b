"""What there is to know of a recipient before a message goes to them.

Source: learn.microsoft.com/exchange/client-developer/web-service-reference/mailtips
"""

from dataclasses import dataclass
from datetime import datetime

from fakeserver.tenant.directory.distribution_groups import DistributionGroup, Member
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.automatic_replies import Reply, ReplyState
from fakeserver.tenant.exchange.mailbox import RECEIVE_LIMIT, Mailbox
from fakeserver.tenant.tenant import Tenant


@dataclass(frozen=True)
class MailTips:
    """Of one recipient."""

    #: of a user or a group; empty: it is nobody here
    display_name: str
    #: whether a mailbox here takes the message, and one alone
    has_mailbox: bool
    #: what the sender would be told now; None: nothing
    reply: Reply | None
    #: of replies for a time, while they are sent
    start: datetime | None
    end: datetime | None
    #: how many a message reaches, and how many of them are outside
    total: int
    external: int
    #: octets; None outside
    max_size: int | None
    #: a group that takes nothing from the sender
    is_restricted: bool
    #: the address is the organization's
    is_inside: bool

    @property
    def is_invalid(self) -> bool:
        """Whether an address of the organization is nobody's."""
        return self.is_inside and not self.has_mailbox and not self.display_name


def mail_tips(tenant: Tenant, sender: str, address: str) -> MailTips:
    """Return what a sender is told of an address. Assumption: one may ask as anybody, since nothing is sent."""
    directory = tenant.directory
    found = directory.distribution_group(address) or directory.user_by_address(address)
    is_group = isinstance(found, DistributionGroup)
    mailbox = None if is_group else tenant.mailboxes.recipient(address)
    is_inside, sender_is_inside = tenant.organization.is_inside(address), tenant.organization.is_inside(sender)
    limit = RECEIVE_LIMIT if mailbox is None else mailbox.receive_limit
    total, external = _counts(found, is_inside)
    reply, start, end = _reply(tenant, mailbox, sender_is_inside=sender_is_inside)
    return MailTips(
        "" if found is None else found.display_name,
        mailbox is not None,
        reply,
        start,
        end,
        total,
        external,
        limit if is_inside else None,
        isinstance(found, DistributionGroup) and not found.accepts(sender, is_inside=sender_is_inside),
        is_inside,
    )


def _counts(found: User | DistributionGroup | None, is_inside: bool) -> tuple[int, int]:
    """Return how many a message reaches, and how many of them are outside: a group's members, and one otherwise."""
    if not isinstance(found, DistributionGroup):
        return 1, 0 if is_inside else 1
    reached: list[Member] = []
    waiting = [found]
    # It grows while it is gone through; each group is in it once.
    for group in waiting:
        for member in group.present_members():
            if isinstance(member, DistributionGroup):
                waiting += [] if member in waiting else [member]
            elif member not in reached:
                reached.append(member)
    return len(reached), sum(isinstance(member, str) for member in reached)


def _reply(
    tenant: Tenant, mailbox: Mailbox | None, *, sender_is_inside: bool
) -> tuple[Reply | None, datetime | None, datetime | None]:
    """Return what is answered now, and from when and until when, where it is for a time."""
    if mailbox is None:
        return None, None, None
    settings = mailbox.automatic_replies.settings
    reply = settings.internal if sender_is_inside else settings.external
    if reply is None or not settings.are_on(tenant.clock.now()):
        return None, None, None
    if settings.state is not ReplyState.SCHEDULED:
        return reply, None, None
    return reply, settings.start, settings.end
