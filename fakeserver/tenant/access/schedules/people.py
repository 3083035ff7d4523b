"""Whose time is asked for: a mailbox, or a group whose members' times are taken together.

Source: web-service-reference/mailboxdata, /getuseravailability-operation; how many: /responsecode.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.distribution_groups import DistributionGroup, Member
from fakeserver.tenant.directory.users import User

#: Entries of a request, mailboxes that it comes to, and members of one group.
MAX_PEOPLE: Final = 100


class Unseen(Enum):
    """Why somebody's time is not seen."""

    #: nobody has the address
    NOT_FOUND = auto()
    #: the mailbox is in another organization now
    MOVED = auto()
    #: shut for want of a licence
    SHUT = auto()
    GROUP_TOO_LARGE = auto()
    #: the entries before have come to as many mailboxes as a request may
    TOO_MANY = auto()
    NO_ACCESS = auto()


@dataclass(frozen=True)
class Whose:
    """Whom an entry means: one with a mailbox, or several; or why nobody can be asked."""

    people: tuple[User | None, ...] = ()
    is_group: bool = False
    unseen: Unseen | None = None


def find_people(addresses: Sequence[str | None], directory: Directory) -> list[Whose]:
    """Return whom each entry means, in order.

    Assumption: once the entries come to more mailboxes than the limit, the rest of them are not looked up.

    Args:
        addresses: SMTP addresses; None for another one.
    """
    found, left = list[Whose](), MAX_PEOPLE
    for address in addresses:
        whose = Whose(unseen=Unseen.NOT_FOUND) if address is None else _find(address, directory)
        if len(whose.people) > left:
            whose = Whose(unseen=Unseen.TOO_MANY)
        left -= len(whose.people)
        found.append(whose)
    return found


def _find(address: str, directory: Directory) -> Whose:
    group = directory.distribution_group(address)
    if group is not None:
        members = list(_members(group, directory, set()))
        if len(members) > MAX_PEOPLE:
            return Whose(is_group=True, unseen=Unseen.GROUP_TOO_LARGE)
        return Whose(tuple(members), is_group=True)
    user = directory.user_by_address(address)
    unseen = _why_not(user)
    return Whose(unseen=unseen) if unseen is not None else Whose((user,))


def _members(group: DistributionGroup, directory: Directory, seen: set[object]) -> Iterator[User | None]:
    """Yield the members of a group and of those in it, each once; None for one whose time nobody knows here."""
    seen.add(group.object_id)
    for member in group.present_members():
        key = _key(member)
        if key in seen:
            continue
        if isinstance(member, DistributionGroup):
            yield from _members(member, directory, seen)
            continue
        seen.add(key)
        user = directory.user_by_address(member) if isinstance(member, str) else member
        yield None if _why_not(user) is not None else user


def _key(member: Member) -> object:
    return member.lower() if isinstance(member, str) else member.object_id


def _why_not(user: User | None) -> Unseen | None:
    """Say why there is no mailbox to look at, or none that can be opened.

    An account that is disabled has its mailbox all the same, as rooms and shared mailboxes have.
    Assumption: for somebody without a mailbox, for one that was deleted, and for that of the public folders, it is as
    if nobody had the address.
    """
    if (
        user is None
        or not user.has_mailbox
        or not user.is_listed
        or user.mailbox_state in ("soft_deleted", "not_provisioned")
    ):
        return Unseen.NOT_FOUND
    if user.mailbox_state == "moved":
        return Unseen.MOVED
    return Unseen.SHUT if user.licence is None and user.is_person else None
