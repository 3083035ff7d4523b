"""Which element shows items of which class."""

from functools import lru_cache
from typing import Final

from fakeserver.tenant.exchange.item_classes import (
    APPOINTMENT,
    CONTACT,
    DISTRIBUTION_LIST,
    MEETING,
    MEETING_CANCELLATION,
    MEETING_REQUEST,
    MEETING_RESPONSE,
    NOTE,
    POST,
    TASK,
    is_of,
    of_class,
)

#: Item class -> element, also of classes that are made of it, as IPM.Contact.Customer is. The first that fits counts.
_ELEMENTS: Final = (
    (NOTE, "Message"),
    (APPOINTMENT, "CalendarItem"),
    (CONTACT, "Contact"),
    (DISTRIBUTION_LIST, "DistributionList"),
    (MEETING_REQUEST, "MeetingRequest"),
    (MEETING_RESPONSE, "MeetingResponse"),
    (MEETING_CANCELLATION, "MeetingCancellation"),
    (MEETING, "MeetingMessage"),
    (TASK, "Task"),
    (POST, "PostItem"),
)

#: Element -> the item class that a new item of it gets.
NEW_ITEM_CLASSES: Final[dict[str, str]] = {
    "Item": NOTE,
    "Message": NOTE,
    "CalendarItem": APPOINTMENT,
    "Contact": CONTACT,
    "DistributionList": DISTRIBUTION_LIST,
    "MeetingMessage": MEETING,
    "MeetingRequest": MEETING_REQUEST,
    "MeetingResponse": "IPM.Schedule.Meeting.Resp.Pos",
    "MeetingCancellation": MEETING_CANCELLATION,
    "Task": TASK,
    "PostItem": POST,
}
#: Those of messages about meetings, which only the service makes.
MEETING_ELEMENTS: Final = tuple(name for name in NEW_ITEM_CLASSES if name.startswith("Meeting"))


#: Elements of what can be sent and answered.
MESSAGE_ELEMENTS: Final = ("Message", *MEETING_ELEMENTS)


@lru_cache(maxsize=256)
def element_for_class(item_class: str) -> str:
    """Return the element that shows items of a class, e.g. ``Message`` for ``IPM.Note.SMIME``.

    Sticky notes, journal entries, reports and classes that somebody made up are messages: so that they can be marked as
    read, answered and sent (blog of the Exchange team, 19 June 2008: Enhancing support for custom item classes). In
    answers exchangelib knows no t:Item.
    """
    return of_class(item_class, _ELEMENTS) or "Message"


def spelled_class(item_class: str) -> str:
    """Return an item class with its known beginning as it is usually spelled."""
    known = next((base for base, _ in _ELEMENTS if is_of(item_class, base)), "")
    return known + item_class[len(known) :]


def is_message(item_class: str) -> bool:
    """Say whether items of a class are messages, those about meetings included."""
    return element_for_class(item_class) in MESSAGE_ELEMENTS
