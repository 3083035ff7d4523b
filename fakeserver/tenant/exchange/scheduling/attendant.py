"""The Calendar Attendant: what a mailbox does with meeting messages as they come, before anybody has read them.

Source: learn.microsoft.com/powershell/module/exchange/set-calendarprocessing.
"""

from collections.abc import Callable

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import MEETING, MEETING_CANCELLATION, MEETING_REQUEST, is_of
from fakeserver.tenant.exchange.kinds.meeting_message import RequestKind
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.scheduling.absence import Absence
from fakeserver.tenant.exchange.scheduling.arriving import Arriving
from fakeserver.tenant.exchange.scheduling.invitations import take_cancellation, take_request
from fakeserver.tenant.exchange.scheduling.processing import CalendarProcessing
from fakeserver.tenant.exchange.scheduling.rooms import Booking
from fakeserver.tenant.exchange.scheduling.tracking import take_response


class CalendarAttendant:
    """Called with each item that is delivered, with the tenant's lock held.

    Args:
        is_inside: says whether an address is the organization's.
        settings_of: gives a mailbox's settings; None where it has no owner any more.
    """

    def __init__(
        self,
        mailboxes: Mailboxes,
        is_inside: Callable[[str], bool],
        settings_of: Callable[[Mailbox], CalendarProcessing | None],
        booking: Booking,
        absence: Absence,
    ) -> None:
        self._mailboxes = mailboxes
        self._is_inside = is_inside
        self._settings_of = settings_of
        self._booking = booking
        self._absence = absence

    def take(self, message: Item) -> None:
        """Let the calendar follow a meeting message; any other item is nothing to it."""
        if not is_of(message.item_class, MEETING) or message.get("is_delegated"):
            # What a delegate receives is about the calendar of somebody else.
            return
        mailbox = self._mailboxes.of(message)
        settings = self._settings_of(mailbox)
        if settings is None or settings.automate_processing == "None":
            return
        arriving = Arriving(message, mailbox, self._mailboxes)
        if is_of(message.item_class, MEETING_REQUEST):
            if self._heeds(message, settings):
                self._take_request(arriving, settings)
        elif is_of(message.item_class, MEETING_CANCELLATION):
            if self._heeds(message, settings):
                _note(message, is_processed=take_cancellation(arriving, settings))
        else:
            _note(message, is_processed=take_response(arriving, settings))

    def _heeds(self, message: Item, settings: CalendarProcessing) -> bool:
        return settings.process_external_meeting_messages or self._is_inside(message.sender)

    @staticmethod
    def _answers(mailbox: Mailbox, settings: CalendarProcessing) -> bool:
        if settings.automate_processing is None:
            return mailbox.is_room
        return settings.automate_processing == "AutoAccept"

    def _take_request(self, arriving: Arriving, settings: CalendarProcessing) -> None:
        kind = take_request(arriving, settings)
        _note(arriving.message, is_processed=kind is not None)
        if kind is not None:
            arriving.message.properties["request_kind"] = kind
            if self._answers(arriving.mailbox, settings):
                self._booking.answer(arriving, settings)
            elif kind is RequestKind.NEW_MEETING_REQUEST and self._absence.declines(arriving.mailbox):
                self._absence.decline(arriving.mailbox, arriving.message)


def _note(message: Item, *, is_processed: bool) -> None:
    """Say of a message what has become of it; nobody has seen it so far, so that this is no change of it."""
    message.properties["has_been_processed"] = is_processed
    # Who books a room besides is not told to attendees ([MS-OXWSMTGS] 2.2.4.17).
    message.properties["resources"] = []
