"""The credential is good, and the mailbox does not open: IMAP says so at the first command that needs it."""

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.tenant.refusals import MailboxAccessDenied


def carry_out(moment: Moment) -> Effect:
    """Refuse as where the permission is missing."""
    return Effect(MailboxAccessDenied())
