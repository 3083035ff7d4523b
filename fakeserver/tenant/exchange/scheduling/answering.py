"""What somebody who was invited does: answers a meeting, or removes one that was called off.

Source: exchange-web-services/how-to-propose-a-new-meeting-time-by-using-ews-in-exchange; [MS-OXOCAL] 3.1.4.7.3.
Assumption: who answers from the calendar leaves the request where it is.
"""

from typing import NamedTuple

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import MEETING, MEETING_REQUEST, is_of
from fakeserver.tenant.exchange.kinds.attendees import Response
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.scheduling import messages
from fakeserver.tenant.exchange.scheduling.appointments import add_appointment
from fakeserver.tenant.exchange.scheduling.instances import change
from fakeserver.tenant.exchange.scheduling.messages import Answer
from fakeserver.tenant.exchange.scheduling.outgoing import Outgoing, Way
from fakeserver.tenant.exchange.scheduling.states import answered
from fakeserver.tenant.exchange.transport.receipts import SubmissionReceipt
from fakeserver.tenant.exchange.values import DeleteMode, EmailAddress


class Answered(NamedTuple):
    """What has become of a meeting that was answered."""

    appointment: Item
    #: the request that was answered, in Deleted Items; None where the appointment itself was
    request: Item | None
    #: None where the organizer was told nothing
    receipt: SubmissionReceipt | None


class Answering:
    """The side of those who are invited; the caller holds the tenant's lock."""

    def __init__(self, mailboxes: Mailboxes, outgoing: Outgoing) -> None:
        self._mailboxes = mailboxes
        self._outgoing = outgoing

    def answer(self, item: Item, answer: Answer, way: Way | None) -> Answered:
        """Answer a meeting; of its standing nothing is asked here.

        A declined meeting goes to Deleted Items, and so does a request that was answered.

        Args:
            item: the request, or the appointment.
            way: how the organizer is told; None: not at all.

        Raises:
            RecipientsMissing, RecipientUnresolved: the meeting names no organizer, or one without an address.
            SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded: nothing has changed.
        """
        mailbox = self._mailboxes.of(item)
        is_request = is_of(item.item_class, MEETING)
        appointment = mailbox.meetings.appointment_of(item) if is_request else item
        receipt = None
        if way is not None:
            stamp = self._outgoing.stamp(mailbox)
            organizer: EmailAddress = item.get("organizer") or item.get("from_") or EmailAddress()
            invitations = [
                one
                for one in mailbox.meetings.messages(item.get("uid") or "")
                if is_of(one.item_class, MEETING_REQUEST)
            ]
            request = item if is_request else invitations[-1] if invitations else None
            mime = messages.reply(appointment or item, stamp, answer, organizer, request)
            receipt = self._outgoing.send(mailbox, mime, stamp, [organizer], way)
        if appointment is None:
            appointment = add_appointment(mailbox, item)
        change(mailbox, appointment, answered(appointment.get, answer.response, mailbox.clock.now()))
        if answer.response is Response.DECLINED:
            put_away(mailbox, appointment)
        if is_request:
            mailbox.items.update(item, {"is_read": True})
            put_away(mailbox, item)
        return Answered(appointment, item if is_request else None, receipt)

    def remove(self, cancellation: Item) -> Item | None:
        """Take a meeting that was called off out of the calendar, and its cancellation out of the inbox.

        Returns:
            The appointment, in Deleted Items; None where there was none any more.
        """
        mailbox = self._mailboxes.of(cancellation)
        appointment = mailbox.meetings.appointment_of(cancellation)
        if appointment is not None:
            put_away(mailbox, appointment)
        put_away(mailbox, cancellation)
        return appointment

    def put_away(self, item: Item) -> None:
        """Move an item to Deleted Items, unless it lies there already."""
        put_away(self._mailboxes.of(item), item)


def put_away(mailbox: Mailbox, item: Item) -> None:
    """Move an item to Deleted Items, unless it lies there already."""
    if item.folder is not mailbox.folders.distinguished("deleteditems"):
        mailbox.calendar.delete(item, DeleteMode.MOVE_TO_DELETED)
