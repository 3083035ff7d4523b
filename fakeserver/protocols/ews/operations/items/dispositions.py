"""MessageDisposition: what becomes of a message that is created or changed."""

from typing import Final

from fakeserver.protocols.ews.soap.schema import Enumeration

SAVE_ONLY: Final = "SaveOnly"
SEND_ONLY: Final = "SendOnly"
SEND_AND_SAVE_COPY: Final = "SendAndSaveCopy"
DISPOSITION: Final = Enumeration("MessageDispositionType", (SAVE_ONLY, SEND_ONLY, SEND_AND_SAVE_COPY))
