"""Answers that come to an organizer: the meeting says who has answered what.

Whose answer it is says the one attendee that it names; with two it is nobody's. Sources: [MS-OXOCAL] 3.1.4.7.5;
djcb/mu #1729. Assumption: an answer to an earlier version of the meeting, or one that was written before the last one
of the same person, changes nothing, and neither does one of the organizer's own.
"""

from datetime import datetime

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import MEETING_RESPONSE
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.kinds.meeting_versions import version_of
from fakeserver.tenant.exchange.scheduling.arriving import Arriving
from fakeserver.tenant.exchange.scheduling.instances import change
from fakeserver.tenant.exchange.scheduling.participants import attendees_of, with_response
from fakeserver.tenant.exchange.scheduling.processing import CalendarProcessing
from fakeserver.tenant.exchange.values import EmailAddress


def take_response(arriving: Arriving, settings: CalendarProcessing) -> bool:
    """Note an answer in the organizer's calendar; return whether it was heeded."""
    message = arriving.message
    meeting = arriving.mailbox.meetings.appointment_of(message) if arriving.uid else None
    named = [one.address for one in attendees_of(message.get)]
    if meeting is None or not meeting.get("is_organizer") or len(named) != 1:
        return False
    who = named[0].address or ""
    if not who or arriving.is_own(who):
        return False
    sequence, at = arriving.version
    known = next((one for one in attendees_of(meeting.get) if arriving.same(who, one.address.address or "")), None)
    if sequence < version_of(meeting.get)[0] or (known is not None and _is_later(known.responded_at, at)):
        return False
    new = AddressEntry(named[0].name or _name_of(message, who), who, "SMTP", AddressKind.MAILBOX)
    answer = Attendee(
        new if known is None else known.address,
        message.get("response") or Response.UNKNOWN,
        # What claims to be of tomorrow is not the last word until then.
        min(at, arriving.mailbox.clock.now()),
        message.get("proposed_start"),
        message.get("proposed_end"),
    )
    change(arriving.mailbox, meeting, with_response(meeting.get, answer))
    if settings.remove_old_meeting_messages:
        arriving.put_away_older(MEETING_RESPONSE, author=message.sender)
    return True


def _name_of(message: Item, address: str) -> str:
    """Return the name of whoever has an address, as far as the message has it."""
    author: EmailAddress | None = message.get("from_")
    return author.name if author is not None and author.address.lower() == address.lower() else ""


def _is_later(known: datetime | None, than: datetime) -> bool:
    return known is not None and known.replace(microsecond=0) > than
