"""People and distribution groups of the directory, as t:Mailbox."""

from fakeserver.protocols.ews.answers.recipients import kind_of
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.protocols.ews.values.addresses import write_mailbox
from fakeserver.tenant.directory.distribution_groups import Member
from fakeserver.tenant.exchange.values import EmailAddress


def write_entry(entry: Member) -> Xml:
    """Write somebody of the directory; an address of another domain is a mail contact."""
    if isinstance(entry, str):
        return write_mailbox(EmailAddress("", entry), "Contact")
    return write_mailbox(EmailAddress(entry.display_name, entry.address), kind_of(entry))
