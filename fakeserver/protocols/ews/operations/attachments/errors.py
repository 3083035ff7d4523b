"""EWS errors of operations on attachments."""

from typing import Final

from fakeserver.protocols.ews.errors import Row

TOO_LARGE: Final = Row(
    "ErrorAttachmentSizeLimitExceeded", "The attachment is larger than the mailbox takes.", "assumed wording"
)
