"""EWS errors of operations on attachments."""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, Row

TOO_LARGE: Final = Row(
    "ErrorAttachmentSizeLimitExceeded", "The file attachment exceeds the maximum supported size.", MANAGED_API
)
