"""attendee, recipient and responseStatus: whom a meeting invites, and what they answered.

Sources: resources/attendee, /responsestatus; GD#5545. Assumption: what a client says of answers changes nothing, as in
EWS, where the organizer's calendar knows by the attendees' messages.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from fakeserver.protocols.graph.values.reading import chosen, structure, text
from fakeserver.protocols.graph.values.times import NEVER, UTC_ZONE, Zone, utc_text, zoned
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.values import EmailAddress

#: Word -> the list of an appointment that such attendees stand in.
_LISTS: Final = {"required": "required_attendees", "optional": "optional_attendees", "resource": "resources"}
RESPONSES: Final = {
    Response.UNKNOWN: "none",
    Response.ORGANIZER: "organizer",
    Response.TENTATIVE: "tentativelyAccepted",
    Response.ACCEPTED: "accepted",
    Response.DECLINED: "declined",
    Response.NONE_RECEIVED: "notResponded",
}
_ATTENDEE: Final = frozenset({"emailAddress", "type", "status", "proposedNewTime"})
_ADDRESS: Final = frozenset({"address", "name"})


def status(response: Response | None, at: datetime | None) -> dict[str, str]:
    """Return a responseStatus."""
    return {"response": RESPONSES[response or Response.UNKNOWN], "time": NEVER if at is None else utc_text(at)}


def recipient(address: EmailAddress) -> dict[str, Any]:
    """Return a recipient."""
    return {"emailAddress": {"name": address.display, "address": address.address}}


def written(get: Callable[[Any], Any], zone: Zone = UTC_ZONE) -> list[dict[str, Any]]:
    """Return all attendees of an appointment.

    Args:
        get: gives its properties.
        zone: of the times that are proposed.
    """
    return [_written(one, word, zone) for word, name in _LISTS.items() for one in get(name) or ()]


def _written(attendee: Attendee, word: str, zone: Zone) -> dict[str, Any]:
    address = attendee.address.address or ""
    shown: dict[str, Any] = {
        "type": word,
        "status": status(attendee.response, attendee.responded_at),
        "emailAddress": {"name": attendee.address.name or address, "address": address},
    }
    if attendee.proposed_start is not None and attendee.proposed_end is not None:
        start, end = zoned(attendee.proposed_start, zone), zoned(attendee.proposed_end, zone)
        shown["proposedNewTime"] = {"start": start, "end": end}
    return shown


def lists_of(attendees: Iterable[tuple[str, Attendee]]) -> dict[str, list[Attendee]]:
    """Return the three lists of an appointment, of attendees with their lists."""
    lists: dict[str, list[Attendee]] = {name: [] for name in _LISTS.values()}
    for name, attendee in attendees:
        lists[name].append(attendee)
    return lists


def read(value: Any, name: str) -> tuple[str, Attendee]:
    """Read an attendee; return the list that it stands in as well.

    Raises:
        GraphError: it is none.
    """
    given = structure(value, name, "attendee", _ATTENDEE)
    address = read_address(given.get("emailAddress"), "emailAddress")
    kind = given.get("type")
    entry = AddressEntry(address.name or address.address, address.address, "SMTP", AddressKind.MAILBOX)
    return (_LISTS["required"] if kind is None else chosen(kind, "type", _LISTS)), Attendee(entry)


def read_recipient(value: Any, name: str) -> EmailAddress:
    """Read a recipient.

    Raises:
        GraphError: it is none.
    """
    given = structure(value, name, "recipient", frozenset({"emailAddress"}))
    return read_address(given.get("emailAddress"), "emailAddress")


def read_address(value: Any, name: str) -> EmailAddress:
    """Read an emailAddress.

    Raises:
        GraphError: it is none.
    """
    given = structure(value, name, "emailAddress", _ADDRESS)
    return EmailAddress(text(given.get("name"), "name") or "", text(given.get("address"), "address") or "")
