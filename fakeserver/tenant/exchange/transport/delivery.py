"""From a submitted message to the mailboxes that get it.

What was submitted stays, octet for octet, at the end of what each recipient reads. Mail for other domains leaves
the tenant: it lands in ``outbound``, where a test can look at it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.arrival import trace_fields
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.flags import SEEN
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.mime.message import Message, top_header
from fakeserver.tenant.exchange.mime.parts import header_end
from fakeserver.tenant.exchange.transport.ndr import Failure, compose_report, message_too_large, recipient_not_found
from fakeserver.tenant.exchange.transport.submission import (
    SenderCheck,
    anybody,
    authors,
    check_authors,
    completed,
    who_sends,
    without_bcc,
)
from fakeserver.tenant.exchange.transport.submission import recipients as recipients_of
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.refusals import MessageTooLarge, RecipientsMissing

#: Room that a report needs around the original, in octets; without it only the original's header goes along.
_REPORT_SIZE = 16 * 1024


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


@dataclass(frozen=True)
class SubmissionReceipt:
    """What became of a submitted message."""

    #: with angle brackets; the message's own, or the one it was given
    message_id: str
    #: in the recipients' inboxes
    delivered: list[Item]
    #: what left the tenant; None where nothing did
    outbound: OutboundMessage | None
    #: recipients that a report was sent about, to the sender
    bounced: list[str]
    #: the copy in the sender's mailbox; None where none was asked for
    saved_copy: Item | None = None


@dataclass(frozen=True)
class Submission:
    """What an item is sent with, once nothing stands against it."""

    #: the address that reports go to
    author: str
    addresses: list[str]
    #: with angle brackets
    message_id: str
    #: properties that make it sent mail
    changes: dict[str, object]


class Transport:
    """Delivers submitted messages to their recipients, at once."""

    def __init__(
        self,
        mailboxes: Mailboxes,
        clock: Clock,
        outbound: list[OutboundMessage],
        is_local: Callable[[str], bool],
    ) -> None:
        """Take where mail leaves to, and what says whether a domain (in lower case) is the tenant's."""
        self._mailboxes = mailboxes
        self._clock = clock
        self._outbound = outbound
        self._is_local = is_local

    def submit(
        self,
        mailbox: Mailbox,
        mail_from: str,
        recipients: Iterable[str],
        mime: bytes,
        *,
        check: SenderCheck = anybody,
        save_copy: bool | Folder = True,
        protocol: str = "SMTP",
    ) -> SubmissionReceipt:
        """Deliver a message to all its recipients; the caller holds the lock.

        Args:
            mailbox: who submits; its Sent Items get the copy.
            mail_from: the envelope's sender, which reports go to; empty for none.
            recipients: envelope addresses; two that are one mailbox's get one message.
            mime: its octets are kept exactly, but for Bcc fields, which only the copy has.
            check: called with the envelope's sender and each author.
            save_copy: False for none, or the folder that gets the copy instead of Sent Items.

        Raises:
            SendAsDenied: as ``check`` says.
            AuthorsWithoutSender: From has several addresses. Assumption: the right to send as all of them is asked
                about first.
            RecipientsMissing: there is no recipient.
            MessageTooLarge: the mailbox has no room for the copy; then nobody gets it.
        """
        on_behalf = who_sends([mail_from, *authors(mime)], check)
        if on_behalf is None:
            check_authors(mime)
        addresses = _distinct(recipients)
        now = self._clock.now()
        author = EmailAddress("" if mail_from else mailbox.display_name, mail_from or mailbox.address)
        message_id = top_header(mime, b"Message-ID") or mailbox.ids.new_message_id()
        whole = completed(mime, author=author, on_behalf=on_behalf, sent_at=now, message_id=message_id)
        copy = self._save_copy(mailbox, whole, save_copy)
        return self._deliver(mailbox, mail_from, addresses, whole, message_id, protocol, copy)

    def submit_item(self, item: Item, check: SenderCheck = anybody, protocol: str = "EWS") -> SubmissionReceipt:
        """Send an item that lies in a mailbox; it becomes sent mail, read and no draft, and stays where it is.

        Raises:
            SendAsDenied, RecipientsMissing, RecipientUnresolved, MessageTooLarge: as in ``check_item``.
        """
        submission = self.check_item(item, check)
        mailbox = self._mailboxes.of(item)
        mailbox.items.update(item, submission.changes)
        return self._deliver(
            mailbox, submission.author, submission.addresses, item.mime(), submission.message_id, protocol, None
        )

    def check_item(self, item: Item, check: SenderCheck = anybody) -> Submission:
        """Refuse an item that ``submit_item`` would not send; nothing is written.

        Returns:
            What makes it sent mail.

        Raises:
            SendAsDenied: as ``check`` says.
            RecipientsMissing: it has no recipient.
            RecipientUnresolved: one of them has no address.
            MessageTooLarge: with the fields that it lacks it would be larger than its mailbox takes.
        """
        mailbox = self._mailboxes.of(item)
        given: EmailAddress | None = item.get("from_")
        author = given if given and given.address else EmailAddress(mailbox.display_name, mailbox.address)
        on_behalf = who_sends([author.address, *authors(item.raw or b"")], check)
        addresses = _distinct(recipients_of(item))
        now = self._clock.now()
        message_id = item.get("internet_message_id") or mailbox.ids.new_message_id()
        sent: dict[str, object] = {"is_draft": False, "is_read": True, "date_time_received": now}
        if item.raw is None:
            sent |= {
                "from_": author,
                "sender": on_behalf or author,
                "date_time_sent": now,
                "internet_message_id": message_id,
            }
        else:
            whole = completed(item.raw, author=author, on_behalf=on_behalf, sent_at=now, message_id=message_id)
            if whole != item.raw:
                mailbox.items.check_size(len(whole))
                sent["mime_content"] = whole
        return Submission(author.address, addresses, message_id, sent)

    def _deliver(
        self,
        sender: Mailbox,
        mail_from: str,
        addresses: list[str],
        mime: bytes,
        message_id: str,
        protocol: str,
        copy: Item | None,
    ) -> SubmissionReceipt:
        """Bring a complete message to every address, and report to the sender where that fails."""
        now = self._clock.now()
        mime = without_bcc(mime)
        inboxes, outside, failures = self._route(addresses)
        trace = trace_fields(
            sent_at=now,
            return_path=mail_from,
            protocol=protocol,
            recipient=next(iter(inboxes.values())) if len(addresses) == 1 and inboxes else "",
        )
        arriving = trace + mime
        delivered = []
        for mailbox, address in inboxes.items():
            try:
                inbox = mailbox.folders.distinguished("inbox")
                delivered.append(mailbox.items.add_mime(inbox, arriving, delivered=True))
            except MessageTooLarge:
                failures.append(message_too_large(address))
        left = OutboundMessage(mail_from, tuple(outside), mime, now, protocol) if outside else None
        if left is not None:
            self._outbound.append(left)
        if failures and mail_from:
            self._report(failures, mime, mail_from, sender)
        bounced = [failure.recipient for failure in failures]
        return SubmissionReceipt(message_id, delivered, left, bounced, copy)

    def _route(self, addresses: Iterable[str]) -> tuple[dict[Mailbox, str], list[str], list[Failure]]:
        inboxes: dict[Mailbox, str] = {}
        outside: list[str] = []
        failures: list[Failure] = []
        for address in addresses:
            if not self._is_local(address.rpartition("@")[2].lower()):
                outside.append(address)
            elif (mailbox := self._mailboxes.recipient(address)) is not None:
                inboxes.setdefault(mailbox, address)
            else:
                failures.append(recipient_not_found(address))
        return inboxes, outside, failures

    def _save_copy(self, sender: Mailbox, mime: bytes, save_copy: bool | Folder) -> Item | None:
        if save_copy is False:
            return None
        folder = sender.folders.distinguished("sentitems") if save_copy is True else save_copy
        return sender.items.add_mime(folder, mime, flags=SEEN)

    def _report(self, failures: list[Failure], original: bytes, mail_from: str, sender: Mailbox) -> None:
        """Send a report to the envelope's sender; reports themselves are never reported."""
        now = self._clock.now()
        domain = sender.address.rpartition("@")[2]
        target = self._mailboxes.recipient(mail_from)
        if target is not None and len(original) + _REPORT_SIZE > target.receive_limit:
            original = original[: header_end(original)]
        report = compose_report(
            failures, original, sender=mail_from, domain=domain, at=now, message_id=sender.ids.new_message_id()
        )
        headers = trace_fields(sent_at=now, return_path="", recipient=mail_from)
        if target is not None:
            target.items.add_mime(target.folders.distinguished("inbox"), headers + report, delivered=True)
        else:
            self._outbound.append(OutboundMessage("", (mail_from,), report, now, "SMTP"))


def _distinct(recipients: Iterable[str]) -> list[str]:
    """Return the recipients without those that stand twice.

    Raises:
        RecipientsMissing: there is none.
    """
    addresses = list(dict.fromkeys(address.strip() for address in recipients if address.strip()))
    if not addresses:
        raise RecipientsMissing
    return addresses
