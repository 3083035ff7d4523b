"""Whom a meeting invites: three lists of attendees, read and changed as one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.values import EmailAddress

REQUIRED: Final = "required_attendees"
OPTIONAL: Final = "optional_attendees"
RESOURCES: Final = "resources"
LISTS: Final = (REQUIRED, OPTIONAL, RESOURCES)

#: Gives a property of a meeting by its name, None where there is none.
Get = Callable[[Any], Any]


def attendees_of(get: Get, *lists: str) -> list[Attendee]:
    """Return the attendees in some lists, all of them by default; who stands there twice is there once."""
    found: dict[str, Attendee] = {}
    for name in lists or LISTS:
        for attendee in get(name) or ():
            found.setdefault(key_of(attendee), attendee)
    return list(found.values())


def key_of(attendee: Attendee) -> str:
    """Return what an attendee is known by: the address, without case."""
    return (attendee.address.address or "").strip().lower()


def as_address(attendee: Attendee) -> EmailAddress:
    """Return an attendee as a message's header names them."""
    name, address = attendee.address.name or "", (attendee.address.address or "").strip()
    return EmailAddress("" if name == address else name, address)


class Difference(NamedTuple):
    """Whom an update adds to a meeting, and whom it takes out."""

    added: list[Attendee]
    removed: list[Attendee]


def difference(before: Iterable[Attendee], after: Iterable[Attendee]) -> Difference:
    """Return who is in one list of attendees and not in the other."""
    old, new = {key_of(one): one for one in before}, {key_of(one): one for one in after}
    return Difference(
        [one for key, one in new.items() if key not in old], [one for key, one in old.items() if key not in new]
    )


def with_known_responses(changes: Mapping[Any, Any], get: Get) -> dict[Any, Any]:
    """Return changes of a meeting whose new lists keep what their attendees have answered so far.

    Clients send a list as a whole, and what they say of answers counts for nothing: those are the service's.
    """
    known = {key_of(one): one for one in attendees_of(get)}
    result = dict(changes)
    for name in LISTS:
        if changes.get(name):
            result[name] = [_with_response_of(one, known.get(key_of(one))) for one in changes[name]]
    return result


def _with_response_of(attendee: Attendee, known: Attendee | None) -> Attendee:
    if known is not None:
        return replace(known, address=_resolved(attendee.address))
    # Whatever the client says: exchangelib says Accept of everybody (ecederstrand/exchangelib#963).
    return Attendee(_resolved(attendee.address), Response.UNKNOWN)


def _resolved(entry: AddressEntry) -> AddressEntry:
    """Return an attendee's entry with all that makes it a whole address.

    [MS-OXWSMTGS] 2.2.4.2: it is fully resolved. As of a mail's recipients, each counts as a mailbox.
    """
    if entry.item is not None and not entry.address:
        return entry
    return replace(
        entry,
        name=entry.name or entry.address,
        routing_type=entry.routing_type or "SMTP",
        kind=entry.kind or AddressKind.MAILBOX,
    )


def not_answered(get: Get) -> dict[str, Any]:
    """Return the changes of a new meeting by which nothing is known of what its attendees answer."""
    return {name: [_with_response_of(one, None) for one in listed] for name in LISTS if (listed := get(name) or ())}


def with_response(get: Get, answer: Attendee) -> dict[str, Any]:
    """Return the changes of a meeting by which an attendee has answered.

    Assumption: whoever was not invited, but got the invitation from somebody else or as a member of a group, is an
    optional attendee from then on.
    """
    for name in LISTS:
        listed = get(name) or ()
        if any(key_of(one) == key_of(answer) for one in listed):
            return {name: [_answered(one, answer) if key_of(one) == key_of(answer) else one for one in listed]}
    return {OPTIONAL: [*(get(OPTIONAL) or ()), answer]}


def _answered(attendee: Attendee, answer: Attendee) -> Attendee:
    return replace(answer, address=attendee.address)


def asked_anew(get: Get) -> dict[str, Any]:
    """Return the changes of a meeting by which nobody has answered: its time has become another."""
    return {
        name: [Attendee(one.address, Response.NONE_RECEIVED) for one in listed]
        for name in LISTS
        if (listed := get(name) or ())
    }
