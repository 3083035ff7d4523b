"""The mailbox has no room."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.tenant.refusals import MailboxFull


def carry_out(moment: Moment) -> Effect:
    """Refuse to put anything into it."""
    return Effect(MailboxFull(because=moment.fault.because))
