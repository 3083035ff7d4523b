"""Which element shows items of which class."""

from functools import lru_cache
from typing import Final

#: Item class -> element, also of the classes that are made of it, as IPM.Contact.Customer is.
_CLASSES: Final = {
    "IPM.Note": "Message",
    "IPM.Appointment": "CalendarItem",
    "IPM.Contact": "Contact",
    "IPM.DistList": "DistributionList",
    "IPM.Schedule.Meeting": "MeetingMessage",
    "IPM.Schedule.Meeting.Request": "MeetingRequest",
    "IPM.Schedule.Meeting.Resp": "MeetingResponse",
    "IPM.Schedule.Meeting.Canceled": "MeetingCancellation",
    "IPM.Task": "Task",
    "IPM.Post": "PostItem",
}
#: The same by their names in lower case. Assumption: the service compares item classes without regard to case.
_KNOWN: Final = {name.lower(): name for name in _CLASSES}

#: Element -> the item class that a new item of it gets.
NEW_ITEM_CLASSES: Final[dict[str, str]] = {
    "Item": "IPM.Note",
    "Message": "IPM.Note",
    "CalendarItem": "IPM.Appointment",
    "Contact": "IPM.Contact",
    "DistributionList": "IPM.DistList",
    "MeetingMessage": "IPM.Schedule.Meeting",
    "MeetingRequest": "IPM.Schedule.Meeting.Request",
    "MeetingResponse": "IPM.Schedule.Meeting.Resp.Pos",
    "MeetingCancellation": "IPM.Schedule.Meeting.Canceled",
    "Task": "IPM.Task",
    "PostItem": "IPM.Post",
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
    return _CLASSES.get(_base(item_class), "Message")


def spelled_class(item_class: str) -> str:
    """Return an item class with its known beginning as it is usually spelled."""
    base = _base(item_class)
    return base + item_class[len(base) :]


def _base(item_class: str) -> str:
    """Return the longest known class that a class is made of; empty: none."""
    name = item_class.lower()
    while name:
        if (known := _KNOWN.get(name)) is not None:
            return known
        name = name.rpartition(".")[0]
    return ""


def is_message(item_class: str) -> bool:
    """Say whether items of a class are messages, those about meetings included."""
    return element_for_class(item_class) in MESSAGE_ELEMENTS
