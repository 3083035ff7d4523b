"""How somebody stands to a meeting, and with that what they may do with it."""

from enum import Enum, auto

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, is_of


class Standing(Enum):
    """What a meeting, or the request for one, is to the mailbox that it lies in."""

    #: it can be answered
    INVITED = auto()
    ORGANIZER = auto()
    CANCELLED = auto()
    #: a later version of the meeting is known
    OUTDATED = auto()
    #: a copy for somebody's delegate
    DELEGATED = auto()


def standing_of(item: Item) -> Standing:
    """Return how the owner of a mailbox stands to a meeting.

    Args:
        item: an appointment or a meeting request.
    """
    if item.get("is_delegated"):
        return Standing.DELEGATED
    if item.get("is_organizer"):
        return Standing.ORGANIZER
    appointment = item if is_of(item.item_class, APPOINTMENT) else item.mailbox.meetings.appointment_of(item)
    if appointment is not None and appointment.get("is_cancelled"):
        return Standing.CANCELLED
    return Standing.OUTDATED if item.get("is_out_of_date") else Standing.INVITED


def may_be_forwarded(item: Item) -> bool:
    """Say whether the owner of a mailbox may let others know of a meeting: its organizer can reserve that.

    Source: support.microsoft.com, "Prevent forwarding of a meeting".

    Args:
        item: an appointment, or a message about a meeting.
    """
    return bool(item.get("is_organizer")) or not item.get("do_not_forward_meeting")
