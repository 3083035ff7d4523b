"""Whose time is asked for: a mailbox, or a group whose members' times are taken together.

Source: web-service-reference/mailboxdata, /getuseravailability-operation; how many: /responsecode.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.availability.errors import (
    GROUP_TOO_LARGE,
    NO_MAILBOXES,
    NOT_FOUND,
    NOT_OPENED,
    PROXY_FAILED,
    TOO_MANY_MAILBOXES,
    TOO_MANY_PEOPLE,
    of_mailbox,
    with_facts,
)
from fakeserver.protocols.ews.soap.complex_types import TEXT, complex_type, each, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, boolean_of, children, content, required, word
from fakeserver.tenant.directory.directory import Directory
from fakeserver.tenant.directory.distribution_groups import DistributionGroup, Member
from fakeserver.tenant.directory.users import User

#: Entries of a request, mailboxes that it comes to, and members of one group.
MAX_PEOPLE: Final = 100
MAILBOXES_TYPE: Final = list_type(
    {
        "t:MailboxData": complex_type(
            elements={
                "t:Email": complex_type(elements=each("t:Name t:Address t:RoutingType", TEXT)),
                **each("t:AttendeeType t:ExcludeConflicts", TEXT),
            }
        )
    }
)
_ATTENDEE: Final = of_words("MeetingAttendeeType", "Organizer Required Optional Room Resource")


@dataclass(frozen=True)
class Asked:
    """One entry of a request."""

    address: str
    #: whether it is an SMTP address
    is_smtp: bool
    excludes_conflicts: bool


@dataclass(frozen=True)
class Found:
    """Whom an entry means: one with a mailbox, or several; or why nobody can be asked."""

    people: tuple[User | None, ...] = ()
    is_group: bool = False
    error: EwsError | None = None


def read_mailboxes(node: Element) -> list[Asked]:
    """Read m:MailboxDataArray.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: there are none, or too many.
    """
    found = [_read(each) for each in children(node)]
    if not found:
        raise EwsError(NO_MAILBOXES)
    if len(found) > MAX_PEOPLE:
        raise with_facts(TOO_MANY_MAILBOXES, MAX_PEOPLE, len(found))
    return found


def _read(node: Element) -> Asked:
    email = required(node, t("Email"))
    # It says nothing that is used: what kind of attendee counts how much is not known.
    word(required(node, t("AttendeeType")), _ATTENDEE)
    routing = content(email.find(t("RoutingType"))).strip().upper()
    return Asked(
        content(required(email, t("Address"))).strip(),
        routing in ("", "SMTP"),
        boolean_of(node.find(t("ExcludeConflicts"))),
    )


def find_people(asked: list[Asked], directory: Directory) -> list[Found]:
    """Return whom each entry means, in order.

    Assumption: once the entries come to more mailboxes than the limit, the rest of them have an error each.
    """
    found, left = list[Found](), MAX_PEOPLE
    for one in asked:
        whom = _find(one, directory)
        if len(whom.people) > left:
            whom = Found(error=of_mailbox(TOO_MANY_PEOPLE, MAX_PEOPLE))
        left -= len(whom.people)
        found.append(whom)
    return found


def _find(asked: Asked, directory: Directory) -> Found:
    group = directory.distribution_group(asked.address) if asked.is_smtp else None
    if group is not None:
        members = list(_members(group, directory, set()))
        if len(members) > MAX_PEOPLE:
            return Found(is_group=True, error=of_mailbox(GROUP_TOO_LARGE, group.address, MAX_PEOPLE))
        return Found(tuple(members), is_group=True)
    user = directory.user_by_address(asked.address) if asked.is_smtp else None
    error = _why_not(user, asked.address)
    return Found(error=error) if error is not None else Found((user,))


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
        yield None if _why_not(user, "") is not None else user


def _key(member: Member) -> object:
    return member.lower() if isinstance(member, str) else member.object_id


def _why_not(user: User | None, address: str) -> EwsError | None:
    """Return the error where there is no mailbox to look at, or none that can be opened.

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
        return of_mailbox(NOT_FOUND, address)
    if user.mailbox_state == "moved":
        return of_mailbox(PROXY_FAILED)
    if user.licence is None and user.is_person:
        return of_mailbox(NOT_OPENED, address)
    return None
