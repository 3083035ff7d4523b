"""The mailbox is on its way to another server."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.tenant.refusals import MailboxMoving


def carry_out(moment: Moment) -> Effect:
    """Refuse to open it."""
    return Effect(MailboxMoving(because=moment.fault.because))
