"""A meeting that somebody lets others know of, and what the organizer hears of that.

Source: [MS-OXOCAL] 3.1.4.7.6. Assumption: the words of the notification, and that an organizer elsewhere gets none.
"""

from collections.abc import Sequence

from fakeserver.tenant.exchange.arrival import trace_fields
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.icalendar.methods import Method
from fakeserver.tenant.exchange.icalendar.series import exceptions_of
from fakeserver.tenant.exchange.icalendar.writing import meeting_mime
from fakeserver.tenant.exchange.kinds.addresses import AddressEntry, AddressKind
from fakeserver.tenant.exchange.kinds.attendees import Attendee, Response
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.mime.render import render
from fakeserver.tenant.exchange.scheduling.messages import Stamp
from fakeserver.tenant.exchange.scheduling.outgoing import Outgoing, Way
from fakeserver.tenant.exchange.scheduling.participants import OPTIONAL, attendees_of, key_of
from fakeserver.tenant.exchange.transport.receipts import SubmissionReceipt
from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat

FORWARD_NOTIFICATION = "IPM.Schedule.Meeting.Notification.Forward"


class Forwarding:
    """Forwards meetings; the caller holds the tenant's lock."""

    def __init__(self, mailboxes: Mailboxes, outgoing: Outgoing) -> None:
        self._mailboxes = mailboxes
        self._outgoing = outgoing

    def forward(
        self,
        item: Item,
        to: Sequence[EmailAddress],
        way: Way,
        *,
        cc: Sequence[EmailAddress] = (),
        bcc: Sequence[EmailAddress] = (),
        subject: str | None = None,
        body: Body | None = None,
    ) -> SubmissionReceipt:
        """Send a meeting on, as an invitation that names its organizer and comes from the mailbox's owner.

        Args:
            item: an appointment, or a request.
            subject, body: of the message; the meeting's own where they are None.

        Raises:
            RecipientsMissing, RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded.
        """
        mailbox = self._mailboxes.of(item)
        stamp = self._outgoing.stamp(mailbox)
        mime = meeting_mime(
            Method.REQUEST,
            item,
            sender=stamp.author,
            to=to,
            cc=cc,
            subject=item.get("subject") or "" if subject is None else subject,
            body=body,
            message_id=stamp.message_id,
            date=stamp.at,
            attachments=[one for one in item.attachments if not one.is_item],
            exceptions=exceptions_of(item),
        )
        everybody = [*to, *cc, *bcc]
        receipt = self._outgoing.send(mailbox, mime, stamp, everybody, way)
        if not way.as_draft:
            self._tell_organizer(mailbox, item, stamp, everybody)
        return receipt

    def _tell_organizer(self, mailbox: Mailbox, item: Item, stamp: Stamp, to: Sequence[EmailAddress]) -> None:
        """Add those who were told to the organizer's meeting; tell the organizer, unless it is they who forward it."""
        organizer: EmailAddress | None = item.get("organizer")
        theirs = None if organizer is None else self._mailboxes.by_address(organizer.address)
        meeting = None if theirs is None else theirs.meetings.appointment(item.get("uid") or "")
        if organizer is None or theirs is None or meeting is None or not meeting.get("is_organizer"):
            return
        known = {key_of(one) for one in attendees_of(meeting.get)}
        new = [_attendee(one) for one in to if one.address.strip().lower() not in known]
        if new:
            theirs.items.update(meeting, {OPTIONAL: [*(meeting.get(OPTIONAL) or ()), *new]})
        if theirs is mailbox:
            return
        names = ", ".join(one.display for one in to)
        said = f"{stamp.author.display} has forwarded your meeting request to additional recipients: {names}"
        notification = render(
            {
                "from_": stamp.author,
                "to_recipients": [organizer],
                "subject": f"Meeting Forward Notification: {meeting.get('subject') or ''}",
                "body": Body(TextFormat.PLAIN, said),
                "date_time_sent": stamp.at,
                "internet_message_id": theirs.ids.new_message_id(),
            }
        )
        fields = trace_fields(sent_at=stamp.at, return_path=stamp.author.address, recipient=theirs.address)
        inbox = theirs.folders.distinguished("inbox")
        theirs.items.add_mime(inbox, fields + notification, item_class=FORWARD_NOTIFICATION, delivered=True)


def _attendee(one: EmailAddress) -> Attendee:
    return Attendee(AddressEntry(one.name, one.address, "SMTP", AddressKind.MAILBOX), Response.UNKNOWN)
