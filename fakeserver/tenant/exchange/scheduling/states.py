"""What the properties of an appointment say of its state, for the organizer and for those who were invited.

Source: [MS-OXOCAL] 2.2.1.10 (PidLidAppointmentStateFlags), 2.2.1.11 (PidLidResponseStatus), 2.2.1.6
(PidLidIntendedBusyStatus).
"""

from datetime import datetime
from typing import Any, Final

from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.scheduling.participants import Get

#: Bits of the state.
MEETING: Final = 1
RECEIVED: Final = 2
CANCELLED: Final = 4

CANCELLED_PREFIX: Final = "Canceled: "
#: What the subject of an answer begins with.
RESPONSE_PREFIXES: Final = {
    Response.ACCEPTED: "Accepted: ",
    Response.TENTATIVE: "Tentative: ",
    Response.DECLINED: "Declined: ",
}
PROPOSED_PREFIX: Final = "New Time Proposed: "


def organized(*, sent: bool) -> dict[str, Any]:
    """Return the properties of a meeting in its organizer's calendar."""
    return {
        "appointment_state": MEETING,
        "is_meeting": True,
        "is_organizer": True,
        "my_response": Response.ORGANIZER,
        "meeting_request_was_sent": sent,
    }


def received(intended: FreeBusyStatus | None) -> dict[str, Any]:
    """Return the properties of a meeting in the calendar of somebody who has not answered yet.

    Args:
        intended: how it is to show in their time once they have accepted.
    """
    return {
        "appointment_state": MEETING | RECEIVED,
        "is_meeting": True,
        "is_organizer": False,
        "is_cancelled": False,
        "my_response": Response.NONE_RECEIVED,
        "meeting_request_was_sent": True,
        "appointment_reply_time": None,
        "intended_free_busy_status": intended or FreeBusyStatus.BUSY,
        # Who is free during a meeting anyhow is so before they have answered.
        "free_busy_status": FreeBusyStatus.FREE if intended is FreeBusyStatus.FREE else FreeBusyStatus.TENTATIVE,
    }


def of_somebody_else() -> dict[str, Any]:
    """Return the properties of a meeting whose organizer is somebody else, and which no request has brought.

    Assumption: it can be answered like one that was requested.
    """
    return {
        "appointment_state": MEETING | RECEIVED,
        "is_meeting": True,
        "is_organizer": False,
        "my_response": Response.NONE_RECEIVED,
        "meeting_request_was_sent": True,
    }


def answered(get: Get, response: Response, at: datetime) -> dict[str, Any]:
    """Return the changes of a meeting in the calendar of somebody who answers it."""
    intended = get("intended_free_busy_status") or FreeBusyStatus.BUSY
    busy = {
        Response.ACCEPTED: intended,
        Response.TENTATIVE: FreeBusyStatus.FREE if intended is FreeBusyStatus.FREE else FreeBusyStatus.TENTATIVE,
        # Assumption: a declined meeting, which goes to Deleted Items, takes no time.
        Response.DECLINED: FreeBusyStatus.FREE,
    }
    return {"my_response": response, "appointment_reply_time": at, "free_busy_status": busy[response]}


def cancelled(get: Get) -> dict[str, Any]:
    """Return the changes of a meeting that is called off, in anybody's calendar."""
    return {
        "appointment_state": (get("appointment_state") or MEETING) | CANCELLED,
        "is_cancelled": True,
        "free_busy_status": FreeBusyStatus.FREE,
        "subject": prefixed(CANCELLED_PREFIX, get("subject")),
    }


def prefixed(prefix: str, subject: str | None) -> str:
    """Return a subject that begins with a prefix, once."""
    text = subject or ""
    return text if text.startswith(prefix) else f"{prefix}{text}"
