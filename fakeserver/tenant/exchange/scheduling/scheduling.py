"""Meetings of a tenant's mailboxes: what `tenant.scheduling` is."""

from collections.abc import Callable
from random import Random

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.scheduling.absence import Absence
from fakeserver.tenant.exchange.scheduling.answering import Answering
from fakeserver.tenant.exchange.scheduling.attendant import CalendarAttendant
from fakeserver.tenant.exchange.scheduling.delegation import Delegation, MeetingCopies
from fakeserver.tenant.exchange.scheduling.forwarding import Forwarding
from fakeserver.tenant.exchange.scheduling.organizing import Organizing
from fakeserver.tenant.exchange.scheduling.outgoing import Outgoing
from fakeserver.tenant.exchange.scheduling.processing import CalendarProcessing
from fakeserver.tenant.exchange.scheduling.rooms import Booking
from fakeserver.tenant.exchange.transport.delivery import Transport


class Scheduling:
    """Who invites, who is invited, and what happens on arrival; the caller holds the tenant's lock.

    Attributes:
        organizing: invites, changes, calls off.
        answering: accepts, declines, removes.
        forwarding: lets others know.
        absence: what a calendar does while its owner is away.
        attendant: what calendars do by themselves; to be told of all that is delivered.
        delegation: makes copies for delegates; to be told of the same, behind it.
    """

    def __init__(
        self,
        mailboxes: Mailboxes,
        transport: Transport,
        clock: Clock,
        random: Random,
        *,
        is_inside: Callable[[str], bool],
        settings_of: Callable[[Mailbox], CalendarProcessing | None],
        copies_of: Callable[[Mailbox], MeetingCopies],
    ) -> None:
        """``is_inside``, ``settings_of``, ``copies_of``: as `CalendarAttendant` and `Delegation` take them."""
        outgoing = Outgoing(transport, clock)
        self.organizing = Organizing(mailboxes, outgoing, random)
        self.answering = Answering(mailboxes, outgoing)
        self.forwarding = Forwarding(mailboxes, outgoing)
        self.absence = Absence(self.organizing, self.answering)
        booking = Booking(self.answering)
        self.attendant = CalendarAttendant(mailboxes, is_inside, settings_of, booking, self.absence)
        self.delegation = Delegation(mailboxes, copies_of)
