"""One message on its way: from MAIL to the accept line."""

from dataclasses import dataclass, field

from fakeserver.protocols.smtp.replies import SIZE_LIMIT
from fakeserver.tenant.access.checks.send_as import sender_check
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.transport.envelope import Envelope, Peer, Recipient
from fakeserver.tenant.exchange.transport.receipts import SubmissionReceipt


@dataclass
class Transaction:
    """What has been said since MAIL."""

    #: ``local@domain``; empty for the null reverse-path
    reverse_path: str
    #: who sends it
    peer: Peer | None = None
    #: BODY=BINARYMIME was said, so the message must come by BDAT (RFC 3030 section 3)
    is_binary: bool = False
    #: SMTPUTF8 was said, so addresses may go beyond ASCII (RFC 6531 section 3.4)
    is_utf8: bool = False
    #: RET=HDRS was said
    header_only: bool = False
    #: ENVID, decoded
    envelope_id: str = ""
    recipients: list[Recipient] = field(default_factory=list)
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


def submit(visit: Visit, transaction: Transaction, mime: bytes) -> SubmissionReceipt:
    """Send a message from the visited mailbox; the tenant's lock is held.

    A copy goes to the mailbox's Sent Items, as Exchange Online does since 2018.

    Raises:
        AuthorsWithoutSender: From has several addresses.
        SendAsDenied: MAIL FROM or a From address is not the mailbox's own, and it has no right to send as that one.
        MessageTooLarge
    """
    # Assumption: Postmaster without a domain is the one of the tenant's initial domain, and must have a mailbox there.
    recipients = tuple(
        each if "@" in each.address else each._replace(address=f"{each.address}@{visit.tenant.domain}")
        for each in transaction.recipients
    )
    envelope = Envelope(
        transaction.reverse_path,
        recipients,
        transaction.header_only,
        transaction.envelope_id,
        peer=transaction.peer,
    )
    return visit.tenant.transport.submit(visit.mailbox, envelope, mime, check=sender_check(visit))
