"""Authenticated SMTP submission: the mailbox's switch overrides the tenant's; tokens are refused as well."""

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import SubmissionDisabledForMailbox, SubmissionDisabledForTenant


def check_smtp_auth(allowed: bool, user: User) -> None:
    """Refuse submission by a mailbox that it is switched off for.

    The mailbox's value wins over the tenant's; None takes the tenant's.

    Raises:
        SubmissionDisabledForMailbox, SubmissionDisabledForTenant.
    """
    if user.smtp_auth is False:
        raise SubmissionDisabledForMailbox(address=user.address)
    if user.smtp_auth is None and not allowed:
        raise SubmissionDisabledForTenant(address=user.address)
