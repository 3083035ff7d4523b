"""Mail that has left the tenant."""

from dataclasses import dataclass, field
from datetime import datetime

from fakeserver.tenant.exchange.mime.message import Message


@dataclass(frozen=True)
class OutboundMessage:
    """A message that left the tenant for other domains."""

    #: the envelope's sender; empty for reports
    sender: str
    #: the recipients outside, in order
    recipients: tuple[str, ...]
    #: as submitted, with Date and Message-ID where they were missing
    mime: bytes = field(repr=False)
    sent_at: datetime
    #: "SMTP" or "EWS"
    protocol: str = "SMTP"

    @property
    def message(self) -> Message:
        """A parsed view of it."""
        return Message(self.mime)

    @property
    def subject(self) -> str:
        """The subject; empty where there is none."""
        return self.message.subject or ""
