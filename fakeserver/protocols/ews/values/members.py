"""t:MemberType: who is on a distribution list."""

from typing import Final

from fakeserver.protocols.ews.soap.long_lists import may_be_long
from fakeserver.protocols.ews.values import spelling
from fakeserver.protocols.ews.values.addresses import ADDRESS_ENTRY
from fakeserver.protocols.ews.values.simple import enumeration
from fakeserver.protocols.ews.values.structure import Attribute, items, part, sequence, structure
from fakeserver.tenant.exchange.kinds.distribution_list import Member, MemberStatus

_STATUS: Final = enumeration(
    "MemberStatusType",
    {
        "Unrecognized": MemberStatus.UNRECOGNIZED,
        "Normal": MemberStatus.NORMAL,
        "Demoted": MemberStatus.DEMOTED,
    },
)
_MEMBER: Final = structure(
    Member,
    part("Mailbox", "address", ADDRESS_ENTRY),
    part("Status", "status", _STATUS),
    attributes=[Attribute("Key", "key", spelling.TEXT)],
)
may_be_long("Members", "Member", _MEMBER.read)
MEMBERS: Final = sequence(items("Member", _MEMBER), at_least_one=False)
