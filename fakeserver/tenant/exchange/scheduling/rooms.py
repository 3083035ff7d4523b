"""A room answers meeting requests at once: it accepts what it is free for, and declines the rest.

Source: learn.microsoft.com/powershell/module/exchange/set-calendarprocessing, for the rules and their defaults.
Assumption: the words of its answers.
"""

from datetime import timedelta
from typing import Any

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.kinds.series import series_of
from fakeserver.tenant.exchange.scheduling.answering import Answering
from fakeserver.tenant.exchange.scheduling.arriving import Arriving
from fakeserver.tenant.exchange.scheduling.instances import change
from fakeserver.tenant.exchange.scheduling.messages import Answer
from fakeserver.tenant.exchange.scheduling.outgoing import Way
from fakeserver.tenant.exchange.scheduling.processing import CalendarProcessing
from fakeserver.tenant.exchange.transport.submission import anybody
from fakeserver.tenant.exchange.values import Body, TextFormat

_ACCEPTED = "Your request was accepted."
_CONFLICT = "Your request was declined because there are conflicts."
_TOO_LONG = "Your request was declined because it is longer than {minutes} minutes."
_TOO_LATE = "Your request was declined because it is more than {days} days from now."
_PAST = "Your request was declined because it is in the past."


class Booking:
    """Books mailboxes that answer by themselves; the caller holds the tenant's lock."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def answer(self, arriving: Arriving, settings: CalendarProcessing) -> None:
        """Answer a request that has just come, and is in the calendar tentatively."""
        request, mailbox = arriving.message, arriving.mailbox
        against = _against(arriving, settings)
        response = Response.DECLINED if against else Response.ACCEPTED
        answer = Answer(response=response, body=Body(TextFormat.PLAIN, against or _ACCEPTED))
        done = self._answering.answer(request, answer, Way(anybody, copy=False))
        if not against and (changes := _as_booked(done.appointment, settings)):
            change(mailbox, done.appointment, changes)


def _against(arriving: Arriving, settings: CalendarProcessing) -> str:
    """Return why a request is declined; empty where nothing stands against it."""
    request = arriving.message
    start, end = request.get("start"), request.get("end")
    if start is None or end is None:
        return ""
    now = arriving.mailbox.clock.now()
    series = series_of(request)
    first, last = (start, end) if series is None else series.span
    if last <= now:
        return _PAST
    if 0 < settings.maximum_duration_in_minutes < (end - start) / timedelta(minutes=1):
        return _TOO_LONG.format(minutes=settings.maximum_duration_in_minutes)
    # A series that goes on beyond is declined as a whole: EnforceSchedulingHorizon, which is on by default.
    begins_last = first if series is None else last - (end - start)
    if begins_last - now > timedelta(days=settings.booking_window_in_days):
        return _TOO_LATE.format(days=settings.booking_window_in_days)
    # So is one of which one conflicts: MaximumConflictInstances is 0 by default.
    if not settings.allow_conflicts and arriving.mailbox.meetings.is_taken(request):
        return _CONFLICT
    return ""


def _as_booked(appointment: Item, settings: CalendarProcessing) -> dict[str, Any]:
    """Return what a room's calendar shows in the place of what the organizer has written."""
    changes: dict[str, Any] = {}
    subject = "" if settings.delete_subject else appointment.get("subject") or ""
    organizer = appointment.get("organizer")
    if settings.add_organizer_to_subject and organizer is not None:
        subject = f"{organizer.display} {subject}".strip()
    if subject != appointment.get("subject"):
        changes["subject"] = subject
    if settings.delete_comments and appointment.get("body") is not None:
        changes["body"] = Body(TextFormat.PLAIN, "")
    return changes
