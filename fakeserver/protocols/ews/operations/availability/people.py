"""Whose time is asked for.

Source: web-service-reference/mailboxdata, /getuseravailability-operation.
"""

from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.availability.errors import (
    GROUP_TOO_LARGE,
    NO_ACCESS,
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
from fakeserver.tenant.access.schedules import people as schedules
from fakeserver.tenant.access.schedules.people import MAX_PEOPLE, Unseen, Whose
from fakeserver.tenant.directory.directory import Directory

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
    """Whom an entry means, or why nobody can be asked."""

    whose: Whose
    error: EwsError | None


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
    """Return whom each entry means, in order."""
    found = schedules.find_people([one.address if one.is_smtp else None for one in asked], directory)
    return [
        Found(whose, None if whose.unseen is None else error_of(whose.unseen, one.address))
        for one, whose in zip(asked, found, strict=True)
    ]


def error_of(unseen: Unseen, address: str) -> EwsError:
    """Return the error where somebody's time is not seen."""
    match unseen:
        case Unseen.NOT_FOUND:
            return of_mailbox(NOT_FOUND, address)
        case Unseen.MOVED:
            return of_mailbox(PROXY_FAILED)
        case Unseen.SHUT:
            return of_mailbox(NOT_OPENED, address)
        case Unseen.GROUP_TOO_LARGE:
            return of_mailbox(GROUP_TOO_LARGE, address, MAX_PEOPLE)
        case Unseen.TOO_MANY:
            return of_mailbox(TOO_MANY_PEOPLE, MAX_PEOPLE)
        case Unseen.NO_ACCESS:
            return of_mailbox(NO_ACCESS)
