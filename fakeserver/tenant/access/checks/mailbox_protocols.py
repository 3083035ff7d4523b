"""Protocols that are switched off for one mailbox; the switches stand on the user (imap, pop, ews)."""

from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.access.requirements import REQUIREMENTS
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import MailboxProtocolDisabled


def check_mailbox_protocol(protocol: Protocol, owner: User) -> None:
    """Refuse a protocol that the mailbox's owner has switched off (MailboxProtocolDisabled)."""
    row = REQUIREMENTS[protocol]
    if row.switch and getattr(owner, row.switch) is False:
        raise MailboxProtocolDisabled(owner.address, protocol=protocol.value, switch=row.cmdlet, attribute=row.switch)
