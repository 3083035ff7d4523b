"""Rooms and room lists as t:EmailAddressType."""

from fakeserver.protocols.ews.answers.recipients import kind_of
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.protocols.ews.values.addresses import ADDRESS_ENTRY, ADDRESS_KIND
from fakeserver.tenant.directory.distribution_groups import DistributionGroup
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry


def write_entry(name: str, entry: User | DistributionGroup) -> Xml:
    """Write an element with the name, the address and the kind of a room or a room list."""
    kind = ADDRESS_KIND.parse(kind_of(entry))
    return ADDRESS_ENTRY.write(name, AddressEntry(entry.display_name, entry.address, "SMTP", kind))
