"""t:AttendeeType: whom a meeting invites."""

from typing import Any, Final

from fakeserver.protocols.ews.values.addresses import ADDRESS_ENTRY, NO_ADDRESS
from fakeserver.protocols.ews.values.simple import DATE_TIME, enumeration
from fakeserver.protocols.ews.values.structure import items, part, sequence, structure
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response

RESPONSE: Final = enumeration(
    "ResponseTypeType",
    {
        "Unknown": Response.UNKNOWN,
        "Organizer": Response.ORGANIZER,
        "Tentative": Response.TENTATIVE,
        "Accept": Response.ACCEPTED,
        "Decline": Response.DECLINED,
        "NoResponseReceived": Response.NONE_RECEIVED,
    },
)


def _attendee(address: AddressEntry, **given: Any) -> Attendee:
    # A list in the contacts is named by its id.
    if not (address.address or "").strip() and address.item is None:
        raise ValueError("an attendee without an address")
    return Attendee(address, **given)


_ATTENDEE: Final = structure(
    _attendee,
    part("Mailbox", "address", ADDRESS_ENTRY, required=True),
    part("ResponseType", "response", RESPONSE),
    part("LastResponseTime", "responded_at", DATE_TIME),
    part("ProposedStart", "proposed_start", DATE_TIME),
    part("ProposedEnd", "proposed_end", DATE_TIME),
    refused=NO_ADDRESS,
)
ATTENDEES: Final = sequence(items("Attendee", _ATTENDEE))
