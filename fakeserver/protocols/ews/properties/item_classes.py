"""Which element shows items of which class."""

from functools import lru_cache
from typing import Final

#: Beginning of an item class -> element; the first match counts.
_CLASSES: Final = (
    ("IPM.Note", "Message"),
    ("IPM.Appointment", "CalendarItem"),
    ("IPM.Contact", "Contact"),
    ("IPM.DistList", "DistributionList"),
    ("IPM.Schedule.Meeting.Request", "MeetingRequest"),
    ("IPM.Schedule.Meeting.Resp", "MeetingResponse"),
    ("IPM.Schedule.Meeting.Canceled", "MeetingCancellation"),
    ("IPM.Schedule.Meeting", "MeetingMessage"),
    ("IPM.Task", "Task"),
    ("IPM.Post", "PostItem"),
    ("REPORT", "Message"),
)

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


@lru_cache(maxsize=256)
def element_for_class(item_class: str) -> str:
    """Return the element that shows items of a class, e.g. ``Message`` for ``IPM.Note.SMIME``."""
    for beginning, element in _CLASSES:
        if item_class.startswith(beginning):
            return element
    # Assumption: classes without an element of their own are t:Message, as custom mail forms are in the service.
    return "Message"
