"""MessageDisposition, and the attributes that say whom a meeting's messages are sent to."""

from typing import Final

from fakeserver.protocols.ews.soap.enumerations import Enumeration, of_words

SAVE_ONLY: Final = "SaveOnly"
SEND_ONLY: Final = "SendOnly"
SEND_AND_SAVE_COPY: Final = "SendAndSaveCopy"
DISPOSITION: Final = Enumeration("MessageDispositionType", (SAVE_ONLY, SEND_ONLY, SEND_AND_SAVE_COPY))

MEETING_MESSAGES: Final = of_words(
    "CalendarItemCreateOrDeleteOperationType", "SendToNone SendOnlyToAll SendToAllAndSaveCopy"
)
MEETING_UPDATES: Final = of_words(
    "CalendarItemUpdateOperationType",
    "SendToNone SendOnlyToAll SendOnlyToChanged SendToAllAndSaveCopy SendToChangedAndSaveCopy",
)
