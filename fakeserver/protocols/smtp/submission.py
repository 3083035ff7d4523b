"""One message on its way: from MAIL to the accept line."""

from dataclasses import dataclass, field
from email.utils import formataddr

from fakeserver.protocols.smtp.replies import SIZE_LIMIT
from fakeserver.tenant.access.send_as import check_sender
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.mime.addresses import parse_addresses
from fakeserver.tenant.exchange.mime.message import top_header


@dataclass
class Envelope:
    """What a transaction has collected so far."""

    #: ``local@domain``; empty for the null reverse-path
    reverse_path: str
    #: BODY=BINARYMIME was said, so the message must come by BDAT (RFC 3030 section 3)
    is_binary: bool = False
    recipients: list[str] = field(default_factory=list)
    #: BDAT's chunks; None until the first comes
    chunks: bytearray | None = None
    #: a chunk came after the message had grown too large
    is_too_large: bool = False

    def add_octets(self, octets: bytes) -> None:
        """Append a piece of a chunk, up to the announced limit."""
        if self.chunks is None:
            self.chunks = bytearray()
        if len(self.chunks) + len(octets) > SIZE_LIMIT:
            self.is_too_large = True
            self.chunks.clear()
        if not self.is_too_large:
            self.chunks += octets


def submit(visit: Visit, envelope: Envelope, mime: bytes) -> str:
    """Send a message from the visited mailbox; the tenant's lock is held.

    A copy goes to the mailbox's Sent Items, as Exchange Online does since 2018.

    Returns:
        The Message-ID, in angle brackets.

    Raises:
        SendAsDenied: MAIL FROM or a From address is not the mailbox's own, and it has no right to send as that one.
        MessageTooLarge
    """
    for sender in dict.fromkeys([envelope.reverse_path, *_authors(mime)]):
        if sender and check_sender(visit, sender) == "SendOnBehalf":
            mime = _with_sender(visit, mime)
    tenant = visit.tenant
    receipt = tenant.transport.submit(
        visit.mailbox, envelope.reverse_path, envelope.recipients, mime, save_copy=True, protocol="SMTP"
    )
    return receipt.message_id


def _with_sender(visit: Visit, mime: bytes) -> bytes:
    """Name the one who has really sent a message on behalf of its author (RFC 5322 section 3.6.2).

    Assumption: a Sender that the client has written stays.
    """
    user = visit.acting_user
    if user is None or top_header(mime, b"Sender"):
        return mime
    return f"Sender: {formataddr((user.display_name, user.address))}\r\n".encode() + mime


def _authors(mime: bytes) -> list[str]:
    """Return the addresses of the From header; none where it is missing or cannot be read."""
    return [author.address for author in parse_addresses(top_header(mime, b"From")) if "@" in author.address]
