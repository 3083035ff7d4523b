"""What an update of a meeting asks of those who were invited.

Source: [MS-OXOCAL] 3.1.5.4 (sequence numbers), 3.1.4.7.2 (significant changes). OfficeDev/Interop-TestSuites,
MSOXWSMTGS_S02_TC09 and _TC10, for what a request is to those who have answered already, and to those who have not.
"""

from typing import Any, Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.meeting_message import ChangeHighlights, RequestKind
from fakeserver.tenant.exchange.kinds.series import NO_EXCEPTIONS, Exceptions
from fakeserver.tenant.exchange.occurrence_item import OccurrenceItem
from fakeserver.tenant.exchange.scheduling.participants import Get

#: What makes a meeting another appointment.
_TIMES: Final = ("start", "end", "recurrence")
_SEQUENCE: Final = "appointment_sequence_number"
_COMING: Final = (Response.ACCEPTED, Response.TENTATIVE)


def next_sequence(meeting: Item) -> int:
    """Return the sequence number of the next version: 0 where nobody was told of one yet.

    It goes on from the last that was told of the series, be it of one or of the whole: PidLidAppointmentLastSequence.
    """
    if not meeting.get("meeting_request_was_sent"):
        return 0
    whole = meeting.master if isinstance(meeting, OccurrenceItem) else meeting
    exceptions: Exceptions = whole.get("exceptions") or NO_EXCEPTIONS
    told = (one.changes.get(_SEQUENCE) or 0 for one in exceptions.values())
    return 1 + max(whole.get(_SEQUENCE) or 0, *told, 0)


def moves(changes: dict[Any, Any], get: Get) -> bool:
    """Say whether changes make the meeting one at another time."""
    return any(name in changes and changes[name] != get(name) for name in _TIMES)


def highlights(message: Get, known: Get) -> ChangeHighlights:
    """Return what a later request changes of a meeting; arguments as in `kind_of_update`.

    Source: [MS-OXOCAL] 2.2.6, whose PidLidOldLocation and its like keep what was before. Assumption: EWS shows those.
    """
    before = {name: known(name) for name in ("location", "start", "end")}
    changed = {name: value for name, value in before.items() if (value or None) != (message(name) or None)}
    return ChangeHighlights(**changed, **{f"{name}_changed": True for name in changed})


def kind_of_update(message: Get, known: Get) -> RequestKind:
    """Return what a later request for a known meeting asks of its reader.

    Args:
        message, known: give properties of the request and of the appointment as it was.
    """
    is_moved = any(message(name) != known(name) for name in _TIMES)
    if is_moved or known("my_response") not in _COMING:
        return RequestKind.FULL_UPDATE
    return RequestKind.INFORMATIONAL_UPDATE
