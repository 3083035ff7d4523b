"""t:AttendeeType: whom a meeting invites."""

from typing import Final

from fakeserver.protocols.ews.values.addresses import ADDRESS_ENTRY
from fakeserver.protocols.ews.values.simple import DATE_TIME, enumeration
from fakeserver.protocols.ews.values.structure import items, part, sequence, structure
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

_ATTENDEE: Final = structure(
    Attendee,
    part("Mailbox", "address", ADDRESS_ENTRY, required=True),
    part("ResponseType", "response", RESPONSE),
    part("LastResponseTime", "responded_at", DATE_TIME),
    part("ProposedStart", "proposed_start", DATE_TIME),
    part("ProposedEnd", "proposed_end", DATE_TIME),
)
ATTENDEES: Final = sequence(items("Attendee", _ATTENDEE))
