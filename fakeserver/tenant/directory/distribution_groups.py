"""Distribution groups: addresses that deliver to their members, and room lists, which are some of them.

Security groups are in `groups`.

Source: learn.microsoft.com/exchange/recipients-in-exchange-online (distribution groups, dynamic distribution groups).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from fakeserver.tenant.directory.users import User

#: Whom a group has: a user, another group, or an address of another domain (in Exchange, a mail contact).
Member: TypeAlias = "User | DistributionGroup | str"
#: Says of each user with a mailbox whether they are a member.
Rule = Callable[[User], bool]


@dataclass(eq=False)
class DistributionGroup:
    """One distribution group; dynamic, where it has a rule."""

    object_id: str
    address: str
    display_name: str
    #: the tenant's users, whom the rule chooses from; who was removed from them is no member any more
    users: Callable[[], Iterable[User]] = field(repr=False)
    members: list[Member] = field(default_factory=list, repr=False)
    rule: Rule | None = field(default=None, repr=False)
    #: who may send to it; of a group, its members. None: everybody in the organization
    allowed_senders: list[Member] | None = field(default=None, repr=False)
    #: whether its members are rooms, among which a person who books one chooses
    is_room_list: bool = False

    @property
    def addresses(self) -> list[str]:
        """Every address of the group, the primary one first."""
        return [self.address]

    @property
    def names(self) -> set[str]:
        """What it is called, in lower case: its alias and its display name."""
        return {self.address.partition("@")[0].lower(), self.display_name.lower()}

    def present_members(self) -> list[Member]:
        """Return who is in it now: of the members those that still are there, and whom the rule names."""
        present = list(self.users())
        members = [member for member in self.members if not isinstance(member, User) or member in present]
        if self.rule is not None:
            members += [user for user in present if user.has_mailbox and self.rule(user)]
        return members

    def member_addresses(self) -> list[str]:
        """Return the addresses that mail to the group goes to next; those of groups stand for their members."""
        members = self.present_members()
        return [member if isinstance(member, str) else member.address for member in members]

    def accepts(self, sender: str, *, is_inside: bool) -> bool:
        """Say whether somebody with this address may send to it.

        Args:
            is_inside: they are of the organization; without a list these may, and others may not.
        """
        return is_inside if self.allowed_senders is None else _has(self.allowed_senders, sender.lower(), set())

    def _has_member(self, address: str, seen: set[str]) -> bool:
        """Say whether somebody with an address (in lower case) is in it or in a group that is; each is asked once."""
        if self.object_id in seen:
            return False
        seen.add(self.object_id)
        return _has(self.present_members(), address, seen)


def _has(members: Iterable[Member], address: str, seen: set[str]) -> bool:
    """Say whether somebody among these, or among the members of these, has an address (in lower case)."""
    for member in members:
        if isinstance(member, str):
            found = member.lower() == address
        elif isinstance(member, User):
            found = address in map(str.lower, member.addresses)
        else:
            found = member._has_member(address, seen)
        if found:
            return True
    return False
