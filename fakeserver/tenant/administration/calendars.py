"""Who a tenant's mailboxes belong to, as far as their calendars have to know."""

from random import Random

from fakeserver.tenant.administration.organization import Organization
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.scheduling.processing import CalendarProcessing
from fakeserver.tenant.exchange.scheduling.scheduling import Scheduling
from fakeserver.tenant.exchange.transport.delivery import Transport


def scheduling_of(
    mailboxes: Mailboxes,
    transport: Transport,
    directory: Directory,
    organization: Organization,
    clock: Clock,
    random: Random,
) -> Scheduling:
    """Return the scheduling of a tenant: its users' switches say what their calendars do by themselves."""

    def is_inside(address: str) -> bool:
        return organization.is_local(address.rpartition("@")[2])

    def settings_of(mailbox: Mailbox) -> CalendarProcessing | None:
        return directory.user_by_address(mailbox.address)

    return Scheduling(mailboxes, transport, clock, random, is_inside=is_inside, settings_of=settings_of)
