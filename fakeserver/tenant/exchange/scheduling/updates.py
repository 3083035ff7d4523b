"""What an update of a meeting asks of those who were invited.

Source: [MS-OXOCAL] 3.1.5.4 (sequence numbers), 3.1.4.7.2 (significant changes). OfficeDev/Interop-TestSuites,
MSOXWSMTGS_S02_TC09 and _TC10, for what a request is to those who have answered already, and to those who have not.
"""

from typing import Any, Final

from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.meeting_message import RequestKind
from fakeserver.tenant.exchange.scheduling.participants import Get

#: What makes a meeting another appointment.
_TIMES: Final = ("start", "end", "recurrence")
_COMING: Final = (Response.ACCEPTED, Response.TENTATIVE)


def next_sequence(get: Get) -> int:
    """Return the sequence number of the next version: 0 where nobody was told of one yet."""
    return (get("appointment_sequence_number") or 0) + 1 if get("meeting_request_was_sent") else 0


def moves(changes: dict[Any, Any], get: Get) -> bool:
    """Say whether changes make the meeting one at another time."""
    return any(name in changes and changes[name] != get(name) for name in _TIMES)


def kind_of_update(message: Get, known: Get) -> RequestKind:
    """Return what a later request for a known meeting asks of its reader.

    Args:
        message, known: give properties of the request and of the appointment as it was.
    """
    is_moved = any(message(name) != known(name) for name in _TIMES)
    if is_moved or known("my_response") not in _COMING:
        return RequestKind.FULL_UPDATE
    return RequestKind.INFORMATIONAL_UPDATE
