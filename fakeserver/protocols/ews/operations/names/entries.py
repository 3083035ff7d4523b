"""People and distribution groups of the directory, as t:Mailbox."""

from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.protocols.ews.values.addresses import write_mailbox
from fakeserver.tenant.directory.distribution_groups import DistributionGroup, Member
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.values import EmailAddress


def write_entry(entry: Member) -> Xml:
    """Write somebody of the directory; an address of another domain is a mail contact."""
    if isinstance(entry, str):
        return write_mailbox(EmailAddress("", entry), "Contact")
    return write_mailbox(EmailAddress(entry.display_name, entry.address), _kind(entry))


def _kind(entry: User | DistributionGroup) -> str:
    if isinstance(entry, User):
        return "Mailbox" if entry.has_mailbox else "Contact"
    return "PublicDL"
