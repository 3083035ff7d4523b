"""From a submitted message to the mailboxes that get it.

What was submitted stays, octet for octet, at the end of what each recipient reads. Mail for other domains leaves
the tenant: it lands in ``outbound``, where a test can look at it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from typing import Any, Protocol

from fakeserver.durations import in_utc
from fakeserver.tenant.budgets import Budgets
from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.arrival import TRANSPORT_HOST, composed, missing_fields, parse_address, trace_fields
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.flags import NO_FLAGS, SEEN
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.mime.parts import header_end
from fakeserver.tenant.exchange.transport import outcomes, unreturned
from fakeserver.tenant.exchange.transport.acknowledgement import Acknowledgement
from fakeserver.tenant.exchange.transport.answered import mark_answered
from fakeserver.tenant.exchange.transport.conversion import ConversionSwitches, converted, delivered_by
from fakeserver.tenant.exchange.transport.envelope import FAILURE_ALONE, Envelope, Recipient
from fakeserver.tenant.exchange.transport.mishaps import Mishaps, all_goes_well, arrive
from fakeserver.tenant.exchange.transport.outbound import OutboundMessage
from fakeserver.tenant.exchange.transport.outcomes import Action, Outcome
from fakeserver.tenant.exchange.transport.receipts import Submission, SubmissionReceipt
from fakeserver.tenant.exchange.transport.reports import compose_report
from fakeserver.tenant.exchange.transport.routing import Group, Router
from fakeserver.tenant.exchange.transport.stopping import ForwardingSwitches, is_forbidden_forward, stopped
from fakeserver.tenant.exchange.transport.submission import (
    SenderCheck,
    anybody,
    check_senders,
    completed,
    who_submits,
    without_bcc,
)
from fakeserver.tenant.exchange.transport.submission import recipients as recipients_of
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.later import Later
from fakeserver.tenant.refusals import MailboxFull, MessageTooLarge, RecipientsMissing

#: Room that a report needs around the original, in octets; without it only the original's header goes along.
_REPORT_SIZE = 16 * 1024


class TransportSwitches(ConversionSwitches, ForwardingSwitches, Protocol):
    """The tenant's switches that transport heeds."""


class Transport:
    """Delivers submitted messages to their recipients, at once."""

    def __init__(
        self,
        mailboxes: Mailboxes,
        clock: Clock,
        outbound: list[OutboundMessage],
        is_local: Callable[[str], bool],
        find_group: Callable[[str], Group | None],
        switches: TransportSwitches,
        budgets: Budgets,
        later: Later,
    ) -> None:
        """Take where mail leaves to, what says whether a domain is the tenant's, and what finds a group by address."""
        self._switches = switches
        self._budgets = budgets
        self._mailboxes = mailboxes
        self._clock = clock
        self._outbound = outbound
        #: what goes wrong, by order of a test
        self.mishap: Mishaps = all_goes_well
        self.later = later
        self._router = Router(mailboxes, is_local, find_group)
        mailboxes.acknowledge = Acknowledgement(mailboxes, self._router, clock, self._relay).send

    def submit(
        self,
        mailbox: Mailbox,
        envelope: Envelope,
        mime: bytes,
        *,
        check: SenderCheck = anybody,
        save_copy: bool | Folder = True,
    ) -> SubmissionReceipt:
        """Deliver a message to all its recipients; the caller holds the lock.

        Args:
            mailbox: who submits; its Sent Items get the copy.
            envelope: two recipients that are one mailbox's get one message.
            mime: its octets are kept exactly, but for Bcc fields, which only the copy has, and where the tenant's
                switches say otherwise.
            check: called with the envelope's sender, each author, and who stands in Sender.
            save_copy: False for none, or the folder that gets the copy instead of Sent Items.

        Raises:
            SendAsDenied: as ``check`` says.
            AuthorsWithoutSender: From has several addresses. Assumption: the right to send as all of them is asked
                about first.
            RecipientsMissing: there is no recipient.
            MessageTooLarge: the mailbox has no room for the copy, or the header is too long; then nobody gets it.
        """
        sender = envelope.sender
        named, on_behalf = who_submits(mime, sender, check)
        if not envelope.recipients:
            raise RecipientsMissing
        envelope, mime = delivered_by(envelope, mime, self._switches), converted(mime, self._switches)
        self._budgets.take_recipients(mailbox.address, len(envelope.recipients))
        author = EmailAddress("" if sender else mailbox.display_name, sender or mailbox.address)
        message_id = top_header(mime, b"Message-ID") or mailbox.ids.new_message_id()
        now = self._clock.now()
        whole = completed(mime, author=author, on_behalf=on_behalf, sent_at=now, message_id=message_id)
        copy = self._save_copy(mailbox, whole, save_copy)
        return self._deliver(mailbox, envelope, whole, next(iter(named), author.address), message_id, copy)

    def submit_item(self, item: Item, check: SenderCheck = anybody, protocol: str = "EWS") -> SubmissionReceipt:
        """Send an item that lies in a mailbox; it becomes sent mail, read and no draft, and stays where it is.

        Raises:
            SendAsDenied, RecipientsMissing, RecipientUnresolved, MessageTooLarge: as in ``check_item``.
        """
        submission = self.check_item(item, check, protocol)
        mailbox = self._mailboxes.of(item)
        envelope = submission.envelope
        self._budgets.take_recipients(mailbox.address, len(envelope.recipients))
        mailbox.items.update(item, submission.changes)
        mark_answered(self._mailboxes, item, self._clock.now())
        return self._deliver(mailbox, envelope, item.mime(), envelope.sender, submission.message_id, None)

    def receive(
        self,
        group: str,
        message: EmailMessage | bytes | str | None = None,
        *,
        folder: str = "inbox",
        is_read: bool = False,
        received_at: datetime | None = None,
        **parts: Any,
    ) -> list[Item]:
        """Let mail from anywhere reach the members of a group; the caller holds the lock.

        Args:
            group: its address.
            message, parts: as `composed` takes them.
            folder, is_read, received_at: as `Mailbox.deliver` takes them.

        Returns:
            What came to members with a mailbox here.

        Raises:
            ValueError: the group takes nothing from the author, or reaches nobody here; or ``received_at`` names no
                time zone.
            FolderNotFound: somebody's mailbox has no such folder; then nobody gets it.
            MessageTooLarge: somebody's mailbox does not take it; then nobody gets it.
        """
        mime = composed(message, **{"to": group} | parts)
        author = parse_address(top_header(mime, b"From")).address
        routes = self._router.routes([Recipient(group)], author)
        if not routes.inboxes:
            refused = [outcome.diagnostic for outcome in routes.outcomes if outcome.action is Action.FAILED]
            raise ValueError(f"{group}, from {author}: {'; '.join(refused) or 'no member has a mailbox here'}")
        at = self._clock.now() if received_at is None else in_utc(received_at, "received_at")
        folders = [(inbox, inbox.folders.named(folder)) for inbox in routes.inboxes]
        for inbox in routes.inboxes:
            inbox.items.check_size(len(mime))
        ids, flags = next(iter(routes.inboxes)).ids, SEEN if is_read else NO_FLAGS
        mime = missing_fields(mime, sent_at=at, message_id=ids.new_message_id()) + mime
        self._relay(author, routes.outside, mime)
        return [inbox.take(mime, where, flags=flags, received_at=at) for inbox, where in folders]

    def check_item(self, item: Item, check: SenderCheck = anybody, protocol: str = "EWS") -> Submission:
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
        _, on_behalf = who_submits(item.raw or b"", author.address, check)
        # What a message says that came as MIME has been checked.
        sender: EmailAddress | None = item.properties.get("sender") if item.raw is None else None
        if sender is not None:
            check_senders([sender.address or sender.name], check)
        addresses = dict.fromkeys(recipients_of(item))
        if not addresses:
            raise RecipientsMissing
        notify = FAILURE_ALONE
        if item.get("is_delivery_receipt_requested"):
            notify |= {"SUCCESS"}
        recipients = tuple(Recipient(address, notify) for address in addresses)
        now = self._clock.now()
        raw = None if item.raw is None else converted(item.raw, self._switches)
        given_id = item.get("internet_message_id") if raw is None or raw == item.raw else top_header(raw, b"Message-ID")
        message_id = given_id or mailbox.ids.new_message_id()
        sent: dict[str, object] = {"is_draft": False, "is_read": True, "date_time_received": now}
        if raw is None:
            sent |= {
                "from_": author,
                "sender": sender or on_behalf or author,
                "date_time_sent": now,
                "internet_message_id": message_id,
            }
        else:
            whole = completed(raw, author=author, on_behalf=on_behalf, sent_at=now, message_id=message_id)
            if whole != item.raw:
                mailbox.items.check_size(len(whole))
                sent["mime_content"] = whole
        return Submission(Envelope(author.address, recipients, protocol=protocol), message_id, sent)

    def _deliver(
        self, mailbox: Mailbox, envelope: Envelope, mime: bytes, author: str, message_id: str, copy: Item | None
    ) -> SubmissionReceipt:
        """Bring a complete message to every recipient, now or when its sender may send again."""
        delay = self._budgets.delay_of_message(mailbox.address)
        if delay:
            self.later.do(partial(self.hand_over, mailbox, envelope, mime, author, message_id, copy), delay)
            return SubmissionReceipt(message_id, [], None, [], copy)
        return self.hand_over(mailbox, envelope, mime, author, message_id, copy)

    def hand_over(
        self, mailbox: Mailbox, envelope: Envelope, mime: bytes, author: str, message_id: str, copy: Item | None
    ) -> SubmissionReceipt:
        """Bring a message to every recipient, and report to the sender what they want to hear of."""
        mime = without_bcc(mime)
        outcome_of_all = stopped(envelope, mime)
        if outcome_of_all is not None:
            failed = list(map(outcome_of_all, envelope.recipients))
            self._report(mailbox, envelope, failed, mime)
            return SubmissionReceipt(message_id, [], None, failed, copy)
        routes = self._router.routes(envelope.recipients, author)
        all_outcomes, delivered = routes.outcomes, []
        first = envelope.recipients[0]
        is_sole = len(envelope.recipients) == 1 and first in routes.inboxes.values()
        trace = trace_fields(
            sent_at=self._clock.now(),
            return_path=envelope.sender,
            recipient=first.address if is_sole else "",
            source=str(envelope.peer or TRANSPORT_HOST),
            way="Microsoft SMTP Server" if envelope.protocol == "SMTP" else "mapi",
            author=author,
        )
        arriving = trace + mime
        for inbox, folder, recipient in routes.places(self._mailboxes.of):
            try:
                delivered += arrive(inbox, arriving, self.mishap("arrive", inbox.address), self.later, folder)
                all_outcomes.append(outcomes.delivered(recipient))
            except MailboxFull:
                all_outcomes.append(outcomes.mailbox_full(recipient))
            except MessageTooLarge:
                all_outcomes.append(outcomes.message_too_large(recipient))
        left, of_outside = self._let_out(mailbox, envelope, routes.outside, mime)
        all_outcomes += of_outside
        self._report(mailbox, envelope, all_outcomes, mime)
        failed = [outcome for outcome in all_outcomes if outcome.action is Action.FAILED]
        return SubmissionReceipt(message_id, delivered, left, failed, copy)

    def _let_out(
        self, mailbox: Mailbox, envelope: Envelope, outside: Sequence[Recipient], mime: bytes
    ) -> tuple[OutboundMessage | None, list[Outcome]]:
        """Let a message leave for other domains, unless they are shut to its sender; return what becomes of it."""
        mishap = self.mishap("leave", mailbox.address) if outside else None
        if mishap is not None:
            return None, [outcomes.kept_inside(recipient, mishap.code) for recipient in outside]
        if outside and is_forbidden_forward(mime, self._switches):
            return None, list(map(outcomes.forwarding_not_allowed, outside))
        return self._relay(envelope.sender, outside, mime, envelope.protocol), list(map(outcomes.relayed, outside))

    def _relay(
        self, sender: str, recipients: Sequence[Recipient], mime: bytes, protocol: str = "SMTP"
    ) -> OutboundMessage | None:
        """Let a message leave the tenant; None where nobody is outside."""
        if not recipients:
            return None
        addresses = tuple(recipient.address for recipient in recipients)
        left = OutboundMessage(sender, addresses, mime, self._clock.now(), protocol)
        self._outbound.append(left)
        return left

    def _save_copy(self, sender: Mailbox, mime: bytes, save_copy: bool | Folder) -> Item | None:
        if save_copy is False:
            return None
        folder = sender.folders.distinguished("sentitems") if save_copy is True else save_copy
        mishap = self.mishap("save the copy", sender.address)
        if mishap is not None:
            self.later.do(partial(sender.items.add_mime, folder, mime, flags=SEEN), mishap.seconds)
            return None
        return sender.items.add_mime(folder, mime, flags=SEEN)

    def _report(self, mailbox: Mailbox, envelope: Envelope, all_outcomes: Sequence[Outcome], original: bytes) -> None:
        """Send the envelope's sender a report for each kind of outcome; reports themselves are never reported."""
        reported = [outcome for outcome in all_outcomes if outcome.is_reported] if envelope.sender else []
        for action in dict.fromkeys(outcome.action for outcome in reported):
            self._send_report(
                mailbox, envelope, [outcome for outcome in reported if outcome.action is action], original
            )

    def _send_report(self, mailbox: Mailbox, envelope: Envelope, told: Sequence[Outcome], original: bytes) -> None:
        now = self._clock.now()
        domain = mailbox.address.rpartition("@")[2]
        target = self._mailboxes.recipient(envelope.sender)
        if target is None and self._router.is_inside(envelope.sender):
            # Assumption: what was sent as a group is reported to who has sent it, not to the group.
            target = mailbox
        if target is not None and len(original) + _REPORT_SIZE > target.receive_limit:
            original = original[: header_end(original)]
        report = compose_report(
            told, original, envelope, domain=domain, at=now, message_id=mailbox.ids.new_message_id()
        )
        unreturned.bring(target, envelope.sender, report, told[0].action.item_class, now, self._relay)

    def bring(self, mime: bytes, address: str, item_class: str) -> None:
        """Bring a message that the service has written by itself to one recipient; see `unreturned`."""
        target = self._mailboxes.recipient(address)
        if target is not None or not self._router.is_inside(address):
            unreturned.bring(target, address, mime, item_class, self._clock.now(), self._relay)
