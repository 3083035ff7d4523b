"""How messages about meetings leave a mailbox: by the usual transport, or into Drafts."""

from collections.abc import Iterable
from enum import Enum, auto
from typing import NamedTuple

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.flags import SEEN
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.addresses import is_address
from fakeserver.tenant.exchange.scheduling.messages import Stamp
from fakeserver.tenant.exchange.transport.delivery import Transport
from fakeserver.tenant.exchange.transport.envelope import Envelope
from fakeserver.tenant.exchange.transport.receipts import SubmissionReceipt
from fakeserver.tenant.exchange.transport.submission import SenderCheck
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.refusals import RecipientsMissing, RecipientUnresolved


class Audience(Enum):
    """Whom an organizer tells of a meeting."""

    NOBODY = auto()
    EVERYBODY = auto()
    #: those alone whom an update adds, or takes out
    CHANGED = auto()


class Way(NamedTuple):
    """How a message about a meeting is sent."""

    #: asked about each address that it is sent as
    check: SenderCheck
    #: where a copy is kept; False: nowhere; True: in the mailbox's Sent Items
    copy: bool | Folder = True
    #: it is not sent at all, but left in Drafts
    as_draft: bool = False


class Outgoing:
    """Sends messages about meetings; the caller holds the tenant's lock."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock

    def stamp(self, mailbox: Mailbox, author: EmailAddress | None = None) -> Stamp:
        """Return what a message has that is written now, by a mailbox's owner where nobody else is named."""
        if author is None:
            author = EmailAddress(mailbox.display_name, mailbox.address)
        return Stamp(author=author, at=self._clock.now(), message_id=mailbox.ids.new_message_id())

    def send(
        self, mailbox: Mailbox, mime: bytes, stamp: Stamp, recipients: Iterable[EmailAddress], way: Way
    ) -> SubmissionReceipt:
        """Send a message, or leave it in Drafts, where it has nobody to go to yet.

        Raises:
            RecipientsMissing, RecipientUnresolved: nobody is to get it, or somebody without an address.
            SendAsDenied, MessageTooLarge, SubmissionQuotaExceeded: as `Transport.submit`.
        """
        addresses = list(dict.fromkeys(_checked(one) for one in recipients))
        if way.as_draft:
            draft = mailbox.items.add_mime(
                mailbox.folders.distinguished("drafts"), mime, flags=SEEN._replace(draft=True)
            )
            return SubmissionReceipt(stamp.message_id, [], None, [], draft)
        if not addresses:
            raise RecipientsMissing
        envelope = Envelope.of(stamp.author.address, *addresses, protocol="EWS")
        return self._transport.submit(mailbox, envelope, mime, check=way.check, save_copy=way.copy)


def _checked(one: EmailAddress) -> str:
    if not is_address(one.address):
        raise RecipientUnresolved(one.address or one.name)
    return one.address
