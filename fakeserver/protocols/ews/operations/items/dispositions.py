"""MessageDisposition, and the attributes that say whom a meeting's messages are sent to."""

from collections.abc import Callable
from typing import Any, Final

from fakeserver.protocols.ews.errors import not_performed_here
from fakeserver.protocols.ews.soap.enumerations import Enumeration, of_words

SAVE_ONLY: Final = "SaveOnly"
SEND_ONLY: Final = "SendOnly"
SEND_AND_SAVE_COPY: Final = "SendAndSaveCopy"
DISPOSITION: Final = Enumeration("MessageDispositionType", (SAVE_ONLY, SEND_ONLY, SEND_AND_SAVE_COPY))

_NOBODY: Final = "SendToNone"
MEETING_MESSAGES: Final = of_words(
    "CalendarItemCreateOrDeleteOperationType", "SendToNone SendOnlyToAll SendToAllAndSaveCopy"
)
MEETING_UPDATES: Final = of_words(
    "CalendarItemUpdateOperationType",
    "SendToNone SendOnlyToAll SendOnlyToChanged SendToAllAndSaveCopy SendToChangedAndSaveCopy",
)
_ATTENDEES: Final = ("required_attendees", "optional_attendees", "resources")


def refuse_meeting_messages(attribute: str, word: str, value_of: Callable[[str], Any]) -> None:
    """Refuse to write to the attendees of a meeting: nothing here makes those messages yet.

    Args:
        attribute: the attribute of the request that asks for it, and its word.
        value_of: gives a property of the meeting by its name, None where there is none.

    Raises:
        EwsError: there are attendees, and they are to get messages.
    """
    if word not in ("", _NOBODY) and any(value_of(name) for name in _ATTENDEES):
        raise not_performed_here(f'{attribute}="{word}" where a meeting has attendees')
