"""What a calendar does while its owner is away, as the newer settings of automatic replies say.

Source: learn.microsoft.com/powershell/module/exchange/set-mailboxautoreplyconfiguration, whose parameters they are.
Assumption: what its owner has organized is called off, and what is nobody else's is deleted; two years are looked at,
as in a CalendarView; the words of the event where none are given; it is gone when replies are no longer scheduled.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from fakeserver.steps import Steps, each
from fakeserver.tenant.exchange.automatic_replies import AutomaticReplySettings, ReplyState
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT
from fakeserver.tenant.exchange.kinds.appointment import FreeBusyStatus
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.scheduling.answering import Answering
from fakeserver.tenant.exchange.scheduling.messages import Answer
from fakeserver.tenant.exchange.scheduling.organizing import Organizing
from fakeserver.tenant.exchange.scheduling.outgoing import Way
from fakeserver.tenant.exchange.transport.submission import anybody
from fakeserver.tenant.exchange.values import Body, DeleteMode, TextFormat
from fakeserver.tenant.refusals import ItemNotFound

_SUBJECT: Final = "Out of office"
_LOOKED_AT: Final = timedelta(days=2 * 366)
_BY_ITSELF: Final = Way(anybody, copy=False)


class Absence:
    """The calendar of somebody who is away; the caller holds the tenant's lock."""

    def __init__(self, organizing: Organizing, answering: Answering) -> None:
        self._organizing = organizing
        self._answering = answering

    def arrange(
        self, mailbox: Mailbox, settings: AutomaticReplySettings, *, declined: Sequence[Item], all_events: bool
    ) -> Steps[None]:
        """Take other settings of automatic replies, with what they do to the calendar, in steps.

        Args:
            declined: appointments that are not kept.
            all_events: none of those within the period are.

        Raises:
            SendAsDenied, SubmissionQuotaExceeded: somebody could not be told; what was declined before stays so.
        """
        former = self._event(mailbox, mailbox.automatic_replies.settings.absence.event_id)
        start, end = settings.start, settings.end
        is_scheduled = settings.state is ReplyState.SCHEDULED
        if is_scheduled and all_events and start is not None and end is not None:
            calendar = mailbox.folders.distinguished("calendar")
            declined = yield from mailbox.calendar.view_in_steps(calendar, start, min(end, start + _LOOKED_AT))
        event_id = ""
        if is_scheduled and settings.absence.creates_event:
            event_id = self._show(mailbox, former, settings).item_id
        elif former is not None:
            mailbox.calendar.delete(former, DeleteMode.MOVE_TO_DELETED)
        mailbox.automatic_replies.change(replace(settings, absence=replace(settings.absence, event_id=event_id)))
        yield from each([item for item in declined if item is not former], lambda item: self._decline(mailbox, item))

    @staticmethod
    def declines(mailbox: Mailbox) -> bool:
        """Say whether a mailbox declines new meeting requests by itself at the moment."""
        settings, now = mailbox.automatic_replies.settings, mailbox.clock.now()
        return bool(
            settings.absence.declines_new_requests and settings.state is ReplyState.SCHEDULED and settings.are_on(now)
        )

    def decline(self, mailbox: Mailbox, request: Item) -> None:
        """Decline a request that has just come, or an appointment that its organizer is to hear of."""
        self._answering.answer(request, Answer(response=Response.DECLINED, body=_words(mailbox)), _BY_ITSELF)

    def _decline(self, mailbox: Mailbox, item: Item) -> None:
        organizer = item.get("organizer")
        if item.get("is_cancelled"):
            self._answering.put_away(item)
        elif item.get("is_organizer") or not item.get("is_meeting") or organizer is None or not organizer.address:
            if self._organizing.has_others(item):
                self._organizing.cancel(item, _BY_ITSELF, body=_words(mailbox))
            self._answering.put_away(item)
        else:
            self.decline(mailbox, item)

    @staticmethod
    def _event(mailbox: Mailbox, event_id: str) -> Item | None:
        """Return the appointment that shows the absence, unless its owner has removed it."""
        try:
            return mailbox.items.by_id(event_id) if event_id else None
        except ItemNotFound:
            return None

    @staticmethod
    def _show(mailbox: Mailbox, former: Item | None, settings: AutomaticReplySettings) -> Item:
        shown = {
            "subject": settings.absence.event_subject or _SUBJECT,
            "start": settings.start,
            "end": settings.end,
            "free_busy_status": FreeBusyStatus.OUT_OF_OFFICE,
            "reminder_is_set": False,
        }
        if former is None:
            return mailbox.items.add(mailbox.folders.distinguished("calendar"), APPOINTMENT, shown)
        mailbox.calendar.update(former, shown)
        return former


def _words(mailbox: Mailbox) -> Body:
    reply = mailbox.automatic_replies.settings.absence.decline_reply
    text = "" if reply is None else reply.text
    return Body(TextFormat.HTML if text.lstrip().startswith("<") else TextFormat.PLAIN, text)
