"""Answers that come to an organizer: the meeting says who has answered what.

Source: [MS-OXOCAL] 3.1.4.7.5. Assumption: an answer to an earlier version of the meeting, or one that was written
before the last one of the same person, changes nothing.
"""

from datetime import datetime

from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.kinds.meeting_versions import version_of
from fakeserver.tenant.exchange.scheduling.arriving import Arriving
from fakeserver.tenant.exchange.scheduling.instances import change
from fakeserver.tenant.exchange.scheduling.participants import attendees_of, with_response
from fakeserver.tenant.exchange.scheduling.processing import CalendarProcessing

_RESPONSE_CLASS = "IPM.Schedule.Meeting.Resp"


def take_response(arriving: Arriving, settings: CalendarProcessing) -> bool:
    """Note an answer in the organizer's calendar; return whether it was heeded."""
    message = arriving.message
    meeting = arriving.mailbox.meetings.appointment_of(message) if arriving.uid else None
    if meeting is None or not meeting.get("is_organizer") or not message.sender:
        return False
    sequence, at = arriving.version
    known = next((one for one in attendees_of(meeting.get) if arriving.is_from(one.address.address or "")), None)
    if sequence < version_of(meeting.get)[0] or (known is not None and _is_later(known.responded_at, at)):
        return False
    author = message.get("from_")
    address = AddressEntry(author.name, author.address, "SMTP", AddressKind.MAILBOX) if known is None else known.address
    answer = Attendee(
        address,
        message.get("response") or Response.UNKNOWN,
        at,
        message.get("proposed_start"),
        message.get("proposed_end"),
    )
    change(arriving.mailbox, meeting, with_response(meeting.get, answer))
    if settings.remove_old_meeting_messages:
        arriving.put_away_older(_RESPONSE_CLASS, author=message.sender)
    return True


def _is_later(known: datetime | None, than: datetime) -> bool:
    return known is not None and known.replace(microsecond=0) > than
