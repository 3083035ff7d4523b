"""What the newer elements of t:UserOofSettings say of the calendar of somebody who is away.

Sources: types.xsd; the parameters of the same names of Set-MailboxAutoReplyConfiguration, which say what goes together.
Assumption: what a request leaves out stays as it was, as its replies do, and what was never said is not returned;
EventToDeleteID is an item's id.
"""

from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.automatic_replies.errors import INVALID_SETTINGS, NOT_SCHEDULED
from fakeserver.protocols.ews.operations.automatic_replies.replies import REPLY_TYPE, read_reply, write_reply
from fakeserver.protocols.ews.soap.complex_types import TEXT, ComplexType, each, list_type
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element, boolean_of, children, content
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, boolean, joined, text
from fakeserver.tenant.exchange.automatic_replies import AbsenceSettings
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.ids import decode_id
from fakeserver.tenant.exchange.mailbox import Mailbox

#: Element -> its attribute in `AbsenceSettings`, in the schema's order but for texts.
_FLAGS: Final = {
    "DeclineEventsForScheduledOOF": "declines_events",
    "DeclineAllEventsForScheduledOOF": "declines_all_events",
    "CreateOOFEvent": "creates_event",
    "AutoDeclineFutureRequestsWhenOOF": "declines_new_requests",
}
ABSENCE_TYPES: Final[dict[str, ComplexType]] = {
    "t:DeclineMeetingReply": REPLY_TYPE,
    **each("t:DeclineEventsForScheduledOOF t:DeclineAllEventsForScheduledOOF t:CreateOOFEvent", TEXT),
    **each("t:OOFEventSubject t:AutoDeclineFutureRequestsWhenOOF t:OOFEventID", TEXT),
    "t:EventsToDeleteIDs": list_type({"t:EventToDeleteID": TEXT}),
}


@dataclass(frozen=True)
class Declined:
    """What in the calendar a request declines."""

    ids: tuple[str, ...]
    all_events: bool

    def items(self, mailbox: Mailbox) -> list[Item]:
        """Return the appointments that are named.

        Raises:
            IdMalformed, ItemNotFound: one of them is none.
        """
        stored = [decode_id(one) for one in self.ids]
        return [mailbox.calendar.by_id(one) if one.kind == "occurrence" else mailbox.items.by_id(one) for one in stored]


def read_absence(node: Element, before: AbsenceSettings, *, is_scheduled: bool) -> AbsenceSettings:
    """Read what a t:UserOofSettings says of the calendar.

    Raises:
        Violation: it is not as the schema has it.
        EwsError: replies are not scheduled; something is declined which may not be; it names another event.
    """
    given = {name: boolean_of(found) for tag, name in _FLAGS.items() if (found := node.find(t(tag))) is not None}
    declined = read_declined(node)
    event_id = content(node.find(t("OOFEventID"))).strip()
    subject, reply = node.find(t("OOFEventSubject")), read_reply(node.find(t("DeclineMeetingReply")))
    if (any(given.values()) or declined.ids) and not is_scheduled:
        raise EwsError(NOT_SCHEDULED)
    if (declined.ids or declined.all_events) and not given.get("declines_events"):
        raise EwsError(NOT_SCHEDULED)
    if event_id and event_id != before.event_id:
        raise EwsError(INVALID_SETTINGS)
    flags = {name: given.get(name, getattr(before, name)) for name in _FLAGS.values()}
    return AbsenceSettings(
        **flags,
        decline_reply=reply or before.decline_reply,
        event_subject=before.event_subject if subject is None else content(subject),
        event_id=before.event_id,
    )


def read_declined(node: Element) -> Declined:
    """Read which events a t:UserOofSettings declines."""
    every = node.find(t("DeclineAllEventsForScheduledOOF"))
    named = children(node.find(t("EventsToDeleteIDs")))
    return Declined(tuple(content(one).strip() for one in named), every is not None and boolean_of(every))


def write_absence(absence: AbsenceSettings) -> Xml:
    """Write what of it has been said, in the schema's order."""

    def flag(tag: str) -> Xml:
        value = getattr(absence, _FLAGS[tag])
        return NOTHING if value is None else boolean(f"t:{tag}", value)

    reply, subject = absence.decline_reply, absence.event_subject
    return joined(
        (
            NOTHING if reply is None else write_reply("t:DeclineMeetingReply", reply),
            *map(flag, ("DeclineEventsForScheduledOOF", "DeclineAllEventsForScheduledOOF", "CreateOOFEvent")),
            NOTHING if subject is None else text("t:OOFEventSubject", subject),
            flag("AutoDeclineFutureRequestsWhenOOF"),
            text("t:OOFEventID", absence.event_id) if absence.event_id else NOTHING,
        )
    )
