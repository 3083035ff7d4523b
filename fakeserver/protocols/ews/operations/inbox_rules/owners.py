"""m:MailboxSmtpAddress: whose rules a request is about.

Assumption: whoever has FullAccess may see and change them, and nobody else but the owner.
"""

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.inbox_rules.errors import ACCESS_DENIED
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.soap.names import m
from fakeserver.protocols.ews.soap.reading import content
from fakeserver.tenant.exchange.mailbox import Mailbox


def owned_mailbox(call: Call) -> Mailbox:
    """Return the mailbox whose rules are meant: one of that address, or the caller's own.

    Raises:
        MailboxRefused: there is none, or the caller may not open it.
        EwsError: the caller has not all rights on it.
    """
    address = content(call.parts.get(m("MailboxSmtpAddress"))).strip()
    if not address:
        return call.mailbox
    visit = call.visit_to(address)
    if "FullAccess" not in visit.rights:
        raise EwsError(ACCESS_DENIED)
    return visit.mailbox
