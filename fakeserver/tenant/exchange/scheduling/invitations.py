"""Invitations, updates and cancellations that come to those who are invited: the calendar follows them.

Source: learn.microsoft.com/powershell/module/exchange/set-calendarprocessing; [MS-OXOCAL] 3.1.4.7.4.
Assumption: an update or a cancellation that is not the organizer's own changes nothing. Of a series, an appointment
that is called off stays in the calendar like a meeting that is.
"""

from typing import Any

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import MEETING_CANCELLATION, MEETING_REQUEST
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.meeting_message import RequestKind
from fakeserver.tenant.exchange.kinds.meeting_versions import version_of
from fakeserver.tenant.exchange.kinds.series import OF_THE_SERIES, series_of
from fakeserver.tenant.exchange.scheduling import states
from fakeserver.tenant.exchange.scheduling.appointments import add_appointment, told
from fakeserver.tenant.exchange.scheduling.arriving import Arriving
from fakeserver.tenant.exchange.scheduling.instances import change
from fakeserver.tenant.exchange.scheduling.processing import CalendarProcessing
from fakeserver.tenant.exchange.scheduling.series import merged, revived, take_in
from fakeserver.tenant.exchange.scheduling.updates import highlights, kind_of_update, moves
from fakeserver.tenant.exchange.values import EmailAddress


def take_request(arriving: Arriving, settings: CalendarProcessing) -> RequestKind | None:
    """Let a calendar follow a meeting request.

    Returns:
        What the request is to its reader; None where it is nothing to them: they are the organizer, or somebody who is
        not wants to change the meeting.
    """
    message = arriving.message
    organizer: EmailAddress | None = message.get("organizer")
    if not arriving.uid or organizer is None or arriving.is_own(organizer.address):
        return None
    known = _known(arriving)
    if known is None and (whole := arriving.mailbox.meetings.appointment(arriving.uid)) is not None:
        # One of a series that is not there: who was invited has declined it.
        if not _is_organizers(arriving, whole):
            return None
        if arriving.version <= version_of(whole.get):
            return RequestKind.OUTDATED
        known = revived(arriving)
    if known is None:
        if settings.add_new_requests_tentatively:
            take_in(arriving.mailbox, add_appointment(arriving.mailbox, message))
        return RequestKind.NEW_MEETING_REQUEST
    if not _is_organizers(arriving, known):
        return None
    if arriving.version <= version_of(known.get):
        is_same = arriving.version == version_of(known.get)
        return RequestKind.NEW_MEETING_REQUEST if is_same else RequestKind.OUTDATED
    kind = kind_of_update(message.get, known.get)
    message.properties["change_highlights"] = highlights(message.get, known.get)
    change(arriving.mailbox, known, _updated(message, known, kind))
    if settings.remove_old_meeting_messages:
        arriving.put_away_older(MEETING_REQUEST, MEETING_CANCELLATION)
    return kind


def take_cancellation(arriving: Arriving, settings: CalendarProcessing) -> bool:
    """Let a calendar follow a cancellation; return whether it was heeded."""
    known = _known(arriving) if arriving.uid else None
    if known is None or not _is_organizers(arriving, known) or arriving.version < version_of(known.get):
        return False
    sequence, _ = arriving.version
    changes: dict[str, Any] = {
        **states.cancelled(known.get),
        "appointment_sequence_number": sequence,
        "date_time_stamp": arriving.message.get("date_time_stamp"),
        "reminder_is_set": False,
    }
    change(arriving.mailbox, known, changes)
    if settings.remove_old_meeting_messages:
        arriving.put_away_older(MEETING_REQUEST)
    return True


def _known(arriving: Arriving) -> Item | None:
    """Return the appointment that a message is about, be it one of a series; None where there is none so far."""
    return arriving.mailbox.meetings.appointment_of(arriving.message)


def _is_organizers(arriving: Arriving, known: Item) -> bool:
    """Say whether a message about a known meeting is from its organizer, and not about one's own."""
    organizer: EmailAddress | None = known.get("organizer")
    return not known.get("is_organizer") and organizer is not None and arriving.is_from(organizer.address)


def _updated(message: Item, known: Item, kind: RequestKind) -> dict[str, Any]:
    """Return what a later request changes of an appointment."""
    intended = message.get("intended_free_busy_status")
    changes = told(message.get)
    if message.get("recurrence_id") is not None:
        # What a series is as a whole is not said of one of it.
        for name in OF_THE_SERIES:
            del changes[name]
    elif not moves(changes, known.get) and (series := series_of(known)) is not None:
        changes |= merged(message, series)
    if kind is RequestKind.FULL_UPDATE or known.get("is_cancelled"):
        return changes | states.received(intended)
    changes |= {"intended_free_busy_status": intended}
    if known.get("my_response") is Response.ACCEPTED:
        changes |= {"free_busy_status": intended}
    return changes
