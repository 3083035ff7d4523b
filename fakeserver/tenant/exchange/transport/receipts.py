"""What a message is sent with, and what became of it."""

from typing import NamedTuple

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.transport.envelope import Envelope
from fakeserver.tenant.exchange.transport.outbound import OutboundMessage
from fakeserver.tenant.exchange.transport.outcomes import Outcome


class SubmissionReceipt(NamedTuple):
    """What became of a submitted message."""

    #: with angle brackets; the message's own, or the one it was given
    message_id: str
    #: in the recipients' inboxes
    delivered: list[Item]
    #: what left the tenant; None where nothing did
    outbound: OutboundMessage | None
    #: what became of those that did not get it; the sender has a report unless they asked for none
    failed: list[Outcome]
    #: the copy in the sender's mailbox; None where none was asked for
    saved_copy: Item | None = None

    @property
    def bounced(self) -> list[str]:
        """The recipients that did not get it."""
        return [outcome.recipient.address for outcome in self.failed]


class Submission(NamedTuple):
    """What an item is sent with, once nothing stands against it."""

    envelope: Envelope
    #: with angle brackets
    message_id: str
    #: properties that make it sent mail
    changes: dict[str, object]
