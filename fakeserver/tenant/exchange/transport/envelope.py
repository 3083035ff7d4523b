"""The envelope that a message is submitted with, beside the message: who gets it, and who is told what became of it.

Source: RFC 3461 section 4 (NOTIFY, ORCPT, RET and ENVID).
"""

from typing import Literal, NamedTuple, Self

#: An event of which a recipient's sender may want a report.
Event = Literal["SUCCESS", "FAILURE", "DELAY"]
#: Where nothing is asked for, failures are reported (RFC 3461 section 5.2).
FAILURE_ALONE: frozenset[Event] = frozenset({"FAILURE"})

#: Recipients of one message: the default of a mailbox (``Set-Mailbox -RecipientLimits``, service description).
RECIPIENT_LIMIT = 500


class Recipient(NamedTuple):
    """One recipient, and what its sender wants to hear of it."""

    #: ``local@domain``
    address: str
    #: the events of which there is a report; none for NEVER
    notify: frozenset[Event] = FAILURE_ALONE
    #: the address that the message was first sent to, with its type (``rfc822;bob@example.com``); empty for none
    original: str = ""


class Peer(NamedTuple):
    """The client that a message came from: the name it has given itself, and its IP address."""

    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} ({self.address})"


class Envelope(NamedTuple):
    """What a message is delivered by."""

    #: where reports go to; empty for the null reverse-path: no reports
    sender: str
    recipients: tuple[Recipient, ...]
    #: RET=HDRS: a report of a failure has the message's header only
    header_only: bool = False
    #: ENVID; empty for none
    envelope_id: str = ""
    #: "SMTP", "EWS" or "Graph"
    protocol: str = "SMTP"
    #: None where the message was made in the mailbox
    peer: Peer | None = None

    @classmethod
    def of(cls, sender: str, *addresses: str, protocol: str = "SMTP") -> Self:
        """Make one whose sender asks for nothing in particular."""
        return cls(sender, tuple(map(Recipient, addresses)), protocol=protocol)
