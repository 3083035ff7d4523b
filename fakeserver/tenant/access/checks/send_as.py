"""Whose name may stand in From: the visited mailbox's, the caller's own, and those they hold SendAs for, groups too.

With SendOnBehalf alone the message shows both: From is the mailbox, Sender is who has sent it.
"""

from typing import Literal

from fakeserver.tenant.access.checks.application_roles import is_in_role_scope
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.transport.submission import SenderCheck
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.refusals import SendAsDenied, SenderUnknown

#: Why a sender is allowed: their own name, or by which right.
SendingRight = Literal["own", "SendAs", "SendOnBehalf"]


def check_sender(visit: Visit, from_address: str) -> SendingRight:
    """Refuse a sender that the visit may not send as; return by which right it may.

    An application may send as each mailbox it opens; a user needs SendAs or SendOnBehalf on a mailbox that isn't
    theirs, since FullAccess alone does not allow sending. A role assignment of Exchange's lets an application send as
    each mailbox in its scope.

    Raises:
        SendAsDenied.

    Source: learn.microsoft.com/powershell/module/exchange/add-recipientpermission
    """
    directory = visit.tenant.directory
    sender = directory.user_by_address(from_address) or directory.distribution_group(from_address)
    user = visit.acting_user
    if sender is not None:
        if sender is user or (user is None and sender is visit.owner):
            return "own"
        rights = visit.tenant.permissions.rights(sender.object_id, visit.trustee_id)
        if "SendAs" in rights:
            # Where both were given, SendAs wins (the page below).
            return "SendAs"
        if "SendOnBehalf" in rights:
            return "SendOnBehalf"
        visitor = visit.visitor
        # Assumption: the scope that opens a mailbox for submission allows its name in From as well.
        if (
            user is None
            and visitor.by_role_assignment
            and visitor.application is not None
            and isinstance(sender, User)
            and is_in_role_scope(visit.tenant.permissions.roles, visit.protocol, visitor.application, sender)
        ):
            return "SendAs"
    denied = SenderUnknown if sender is None else SendAsDenied
    raise denied(mailbox=(user or visit.owner).address, sender=from_address)


def sender_check(visit: Visit) -> SenderCheck:
    """Return the check that transport makes of each address that a message is sent as."""

    def check(address: str) -> EmailAddress | None:
        user = visit.acting_user
        if check_sender(visit, address) != "SendOnBehalf" or user is None:
            return None
        return EmailAddress(user.display_name, user.address)

    return check
