"""EWS errors of operations on attachments."""

from typing import Final

from fakeserver.protocols.ews.errors import TEXT_UNKNOWN, Row

TOO_LARGE: Final = Row(
    "ErrorAttachmentSizeLimitExceeded", "The attachment is larger than the mailbox takes.", TEXT_UNKNOWN
)
