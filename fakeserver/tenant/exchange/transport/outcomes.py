"""What became of a message for one recipient, in the words of Exchange Online's reports.

Source: "Email non-delivery reports and SMTP errors in Exchange Online"; published reports.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from fakeserver.tenant.exchange.transport.envelope import Event, Recipient


class Action(Enum):
    """What was done (RFC 3464 section 2.3.3), and what a report of it is called."""

    FAILED = ("failed", "Undeliverable", "REPORT.IPM.Note.NDR", "FAILURE")
    DELIVERED = ("delivered", "Delivered", "REPORT.IPM.Note.DR", "SUCCESS")
    RELAYED = ("relayed", "Relayed", "REPORT.IPM.Note.Relayed.DR", "SUCCESS")
    EXPANDED = ("expanded", "Expanded", "REPORT.IPM.Note.Expanded.DR", "SUCCESS")

    def __init__(self, word: str, title: str, item_class: str, event: Event) -> None:
        self.word = word
        self.title = title
        self.item_class = item_class
        #: whoever wants to hear of this gets a report
        self.event = event


class Outcome(NamedTuple):
    """What became of a message for one recipient."""

    recipient: Recipient
    action: Action
    #: enhanced status code, e.g. "5.1.10"
    status: str
    #: for the person who reads the report
    sentence: str = ""
    #: the reply behind it, e.g. "550 5.1.10 RESOLVER...": what Diagnostic-Code says; empty for none
    diagnostic: str = ""

    @property
    def is_reported(self) -> bool:
        """Whether the sender has asked for a report of it."""
        return self.action.event in self.recipient.notify


def delivered(recipient: Recipient) -> Outcome:
    """It is in the recipient's mailbox."""
    return Outcome(recipient, Action.DELIVERED, "2.0.0")


def relayed(recipient: Recipient) -> Outcome:
    """It has left for another domain.

    Assumption: no server outside reports deliveries, so that this one says what it knows (RFC 3461 section 5.2.2).
    """
    return Outcome(recipient, Action.RELAYED, "2.0.0")


def expanded(recipient: Recipient) -> Outcome:
    """It is a group, and the message has gone on to its members."""
    return Outcome(recipient, Action.EXPANDED, "2.0.0")


def sender_not_allowed(recipient: Recipient) -> Outcome:
    """The group takes messages from others only. Assumption: nothing stands before the documented words."""
    return _failed(
        recipient,
        "550 5.7.124 Sender not in allowed-senders list",
        f"The group {recipient.address} only accepts messages from people on its allowed senders list.",
    )


def sender_outside(recipient: Recipient) -> Outcome:
    """The group takes no messages from outside the organization."""
    return _failed(
        recipient,
        "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check "
        "failed because the sender was not authenticated when sending to this group",
        f"The group {recipient.address} only accepts messages from people in its organization or on its allowed "
        "senders list.",
    )


def folder_shut(recipient: Recipient) -> Outcome:
    """Its sender may not put items into the public folder. Assumption: code and text."""
    return _failed(
        recipient,
        "550 5.7.1 RESOLVER.RST.AuthRequired; not authorized to send to this public folder",
        f"The public folder {recipient.address} takes no items from the sender.",
    )


def folder_shut_to_outside(recipient: Recipient) -> Outcome:
    """Somebody outside of the organization may not put items into the public folder: Anonymous lacks CreateItems.

    Source: learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online (5.7.135).
    """
    return _failed(
        recipient,
        "550 5.7.135 RESOLVER.RST.SenderNotAuthenticatedForPublicFolder; authentication required; Delivery restriction "
        "check failed because the sender was not authenticated when sending to this public folder",
        f"The public folder {recipient.address} only accepts messages from people in its organization.",
    )


def recipient_not_found(recipient: Recipient) -> Outcome:
    """No mailbox of the tenant has this address."""
    domain = recipient.address.rpartition("@")[2]
    return _failed(
        recipient,
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        f"{recipient.address} wasn't found at {domain}.",
    )


def message_too_large(recipient: Recipient) -> Outcome:
    """The message is larger than the recipient's mailbox takes."""
    return _failed(
        recipient,
        "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
        f"The message is too large for {recipient.address}.",
    )


def mailbox_full(recipient: Recipient) -> Outcome:
    """The recipient's mailbox has no room."""
    return _failed(
        recipient,
        "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; "
        "Failed to process message due to a permanent exception",
        f"{recipient.address}'s mailbox is full and can't accept messages now.",
    )


#: Why nothing leaves a tenant: by status code, the reply behind it, and the sentence of the report.
KEPT_INSIDE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "5.1.8": (
            "550 5.1.8 Access denied, bad outbound sender",
            "Your message couldn't be delivered because you weren't recognized as a valid sender.",
        ),
        "5.7.232": (
            "550 5.7.232 Your message can't be sent because your trial tenant has exceeded its daily limit for sending "
            "email to external recipients (tenant external recipient rate limit)",
            "Your trial organization has sent to as many recipients outside as it may in a day.",
        ),
        "5.7.233": (
            "550 5.7.233 Your message can't be sent because your tenant exceeded its daily limit for sending email to "
            "external recipients (tenant external recipient rate limit)",
            "Your organization has sent to as many recipients outside as it may in a day.",
        ),
        # Assumption: the words are those of the neighbouring limits; only the code and the limit are known.
        "5.7.236": (
            "550 5.7.236 Your message can't be sent because your tenant exceeded its daily limit for sending email to "
            "external recipients from onmicrosoft.com domains",
            "Your organization has sent to as many recipients outside as it may in a day from its initial domain.",
        ),
        "5.7.705": (
            "550 5.7.705 Access denied, tenant has exceeded threshold. For more information please go to "
            "http://go.microsoft.com/fwlink/?LinkId=524931",
            "Your organization has sent too much that looks like spam.",
        ),
        "5.7.708": (
            "550 5.7.708 Access denied, traffic not accepted from this IP. For more information please go to "
            "http://go.microsoft.com/fwlink/?LinkId=526655",
            "Mail from new organizations is not accepted yet.",
        ),
    }
)


def kept_inside(recipient: Recipient, code: str) -> Outcome:
    """It may not leave the tenant, for a reason of `KEPT_INSIDE`."""
    return _failed(recipient, *KEPT_INSIDE[code])


def forwarding_not_allowed(recipient: Recipient) -> Outcome:
    """A mailbox's rules have sent it on to another organization."""
    return _failed(
        recipient,
        "550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your "
        "administrator for further assistance. AS(7555)",
        "Your organization doesn't allow messages to be forwarded outside.",
    )


def too_many_recipients(recipient: Recipient) -> Outcome:
    """The message is for more recipients than its sender may write to at once. SMTP refuses them one by one before."""
    return _failed(
        recipient,
        "550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients",
        "This message wasn't delivered to anyone because there are too many recipients.",
    )


def hop_count_exceeded(recipient: Recipient) -> Outcome:
    """The message has come through so many servers that it must be going round in a circle."""
    return _failed(
        recipient,
        "554 5.4.14 Hop count exceeded - possible mail loop ATTR34",
        f"The message to {recipient.address} was going round in a circle between servers.",
    )


def remarks(failed: Iterable[Outcome]) -> list[str]:
    """Say for a log what did not arrive, and why: a sentence for each reason."""
    by_reason: dict[str, list[str]] = {}
    for outcome in failed:
        told = "the sender has a report" if outcome.is_reported else "the sender wants no report"
        by_reason.setdefault(f"not delivered, {told}: {outcome.diagnostic}", []).append(outcome.recipient.address)
    return [f"{reason} [{', '.join(addresses)}]" for reason, addresses in by_reason.items()]


def _failed(recipient: Recipient, diagnostic: str, sentence: str) -> Outcome:
    return Outcome(recipient, Action.FAILED, diagnostic.split()[1], sentence, diagnostic)
