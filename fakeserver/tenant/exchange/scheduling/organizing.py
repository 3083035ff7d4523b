"""What an organizer does: invites, changes a meeting, calls it off; and what the others hear of that.

Source: [MS-OXWSMTGS] 2.2.5.1 and 2.2.5.3, [MS-OXOCAL] 3.1.4.7 and 3.1.5.4. That a meeting of the organizer alone
sends nothing is an assumption.
"""

from collections.abc import Iterable, Mapping
from random import Random
from types import MappingProxyType
from typing import Any

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.attendees import Attendee
from fakeserver.tenant.exchange.kinds.uids import new_uid
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.scheduling import messages
from fakeserver.tenant.exchange.scheduling.instances import change, changed
from fakeserver.tenant.exchange.scheduling.messages import Changed, Meeting
from fakeserver.tenant.exchange.scheduling.outgoing import Audience, Outgoing, Way
from fakeserver.tenant.exchange.scheduling.participants import (
    RESOURCES,
    as_address,
    asked_anew,
    attendees_of,
    difference,
    not_answered,
    with_known_responses,
)
from fakeserver.tenant.exchange.scheduling.states import cancelled, of_somebody_else, organized
from fakeserver.tenant.exchange.scheduling.updates import moves, next_sequence
from fakeserver.tenant.exchange.transport.receipts import SubmissionReceipt
from fakeserver.tenant.exchange.values import Body, EmailAddress
from fakeserver.tenant.refusals import RecipientsMissing

Receipts = list[SubmissionReceipt]


class Organizing:
    """The organizer's side; the caller holds the tenant's lock."""

    def __init__(self, mailboxes: Mailboxes, outgoing: Outgoing, random: Random) -> None:
        self._mailboxes = mailboxes
        self._outgoing = outgoing
        self._random = random

    def invite(self, item: Item, audience: Audience, way: Way) -> Receipts:
        """Make a new appointment a meeting, if it has attendees, and invite them.

        Raises:
            RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded: nobody was invited.
        """
        attendees = attendees_of(item.get)
        if not attendees:
            return []
        mailbox = self._mailboxes.of(item)
        organizer = item.get("organizer")
        if organizer is not None and organizer.address and self._mailboxes.by_address(organizer.address) is not mailbox:
            # As its iCalendar says: whose meeting it is, invites to it.
            change(mailbox, item, of_somebody_else())
            return []
        others = [] if audience is Audience.NOBODY else self._others(mailbox, attendees)
        stamp = self._outgoing.stamp(mailbox)
        uid = item.get("uid") or new_uid(stamp.at, self._random.randbytes(16))
        changes = {**organized(sent=bool(others)), **not_answered(item.get), "uid": uid, "date_time_stamp": stamp.at}
        change(mailbox, item, changes)
        if not others:
            return []
        return [self._outgoing.send(mailbox, messages.request(item, stamp), stamp, others, way)]

    def update(self, item: Item, changes: Mapping[Any, Any], audience: Audience, way: Way) -> Receipts:
        """Change an appointment; where it is a meeting of the mailbox's owner, tell those that are to hear of it.

        Raises:
            RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded: nothing has changed.
        """
        mailbox = self._mailboxes.of(item)
        before = attendees_of(item.get)
        changes = with_known_responses(changes, item.get)
        after = attendees_of(Changed(item, changes).get)
        if not (before or after) or not item.get("is_organizer"):
            change(mailbox, item, changes)
            return []
        if audience is Audience.NOBODY:
            change(mailbox, item, {**organized(sent=bool(item.get("meeting_request_was_sent"))), **changes})
            return []
        stamp = self._outgoing.stamp(mailbox)
        changed_people = difference(before, after)
        invited = after if audience is Audience.EVERYBODY else changed_people.added
        others, gone = self._others(mailbox, invited), self._others(mailbox, changed_people.removed)
        was_sent = bool(item.get("meeting_request_was_sent"))
        own: dict[str, Any] = organized(sent=was_sent or bool(others))
        own |= {"uid": item.get("uid") or new_uid(stamp.at, self._random.randbytes(16))}
        if audience is Audience.EVERYBODY:
            own |= {"appointment_sequence_number": next_sequence(item), "date_time_stamp": stamp.at}
        if moves(changes, item.get):
            own |= asked_anew(Changed(item, changes).get)
        changes = {**changes, **own}
        receipts: Receipts = []
        meeting = Changed(item, changes)
        with changed(mailbox, item, changes):
            if others:
                receipts.append(self._outgoing.send(mailbox, messages.request(meeting, stamp), stamp, others, way))
            if gone and was_sent:
                receipts.append(self._tell_removed(mailbox, meeting, changed_people.removed, gone, way))
        return receipts

    def cancel(
        self,
        item: Item,
        way: Way,
        *,
        body: Body | None = None,
        subject: str | None = None,
        besides: Iterable[EmailAddress] = (),
        said_besides: Mapping[str, Any] = MappingProxyType({}),
    ) -> SubmissionReceipt:
        """Call a meeting off and tell all who were invited; it stays where it is.

        Args:
            body, subject: of the message, in the place of the meeting's own.
            besides: who hears of it too.
            said_besides: of the message, as `render` takes it.

        Raises:
            RecipientsMissing: nobody was invited.
            RecipientUnresolved, SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded: it was not called off.
        """
        mailbox = self._mailboxes.of(item)
        others = self._others(mailbox, attendees_of(item.get))
        if not others:
            raise RecipientsMissing
        stamp = self._outgoing.stamp(mailbox)
        changes = {
            **cancelled(item.get),
            "appointment_sequence_number": next_sequence(item),
            "date_time_stamp": stamp.at,
        }
        seen = self._others(mailbox, attendees_of(item.get, "required_attendees", "optional_attendees"))
        mime = messages.cancellation(Changed(item, changes), stamp, seen, body=body, subject=subject, more=said_besides)
        with changed(mailbox, item, changes):
            return self._outgoing.send(mailbox, mime, stamp, [*others, *besides], way)

    def has_others(self, item: Item) -> bool:
        """Say whether somebody besides the mailbox's owner is invited."""
        return bool(self._others(self._mailboxes.of(item), attendees_of(item.get)))

    # --- inside ----------------------------------------------------------------------------------------------------

    def _others(self, mailbox: Mailbox, attendees: Iterable[Attendee]) -> list[EmailAddress]:
        """Return the addresses of attendees that are not the mailbox's own."""
        addresses = [as_address(one) for one in attendees]
        return [one for one in addresses if self._mailboxes.by_address(one.address) is not mailbox]

    def _tell_removed(
        self, mailbox: Mailbox, meeting: Meeting, removed: list[Attendee], gone: list[EmailAddress], way: Way
    ) -> SubmissionReceipt:
        """Tell those who were taken out of a meeting that it is called off, for them."""
        stamp = self._outgoing.stamp(mailbox)
        theirs = {"required_attendees": removed, "optional_attendees": [], RESOURCES: []}
        mime = messages.cancellation(Changed(meeting, theirs), stamp, gone)
        return self._outgoing.send(mailbox, mime, stamp, gone, way)
