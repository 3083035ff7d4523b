"""What rules send: forwards, redirected messages, and replies with a message that the mailbox's owner has prepared.

All of it says by which mailbox's rules it was sent. What says so already is sent on by no other rule, and what has no
return path by none at all, so that nothing goes round.

Sources: "Sending limits" in the service description of Exchange Online (a message is redirected or forwarded by inbox
rules once; the second time is dropped, and nobody is told); Microsoft's support article "Understanding and
troubleshooting Out of Office (OOF) replies" (a reply of a rule is sent each time).
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from random import Random
from typing import Any, Final

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.inbox_rules.matching import LOOP_FIELD
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.mime.parts import header_end
from fakeserver.tenant.exchange.mime.render import address_field, header_field, render
from fakeserver.tenant.exchange.out_of_office.messages import wants_reply
from fakeserver.tenant.exchange.responding.answer import Wish, answer_to
from fakeserver.tenant.exchange.responding.verbs import Verb
from fakeserver.tenant.exchange.transport.delivery import Transport
from fakeserver.tenant.exchange.transport.envelope import Envelope
from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat
from fakeserver.tenant.refusals import Refusal

#: The class that a reply keeps inside the organization ([MS-OXORULE] 3.2.5.1.2).
REPLY_CLASS: Final = "IPM.Note.Rules.ReplyTemplate.Microsoft"
#: What delivery has put on top of a message, and puts there again at the next mailbox.
_OF_DELIVERY: Final = re.compile(
    rb"(?<![^\n])(?:Return-Path|X-MS-Exchange-Organization-[!-9;-~]*+)[ \t]*+:[^\n]*+(?:\n[ \t][^\n]*+)*+\n?",
    re.IGNORECASE,
)


class RuleMail:
    """Sends for the rules of all mailboxes."""

    def __init__(self, transport: Transport, clock: Clock, random: Random) -> None:
        self._transport = transport
        self._clock = clock
        self._random = random

    def send(self, actions: RuleActions, mailbox: Mailbox, item: Item) -> None:
        """Send what a rule says of a message that has come."""
        if item.raw is None or not _may_go_on(item):
            return
        if to := actions.forward_to_recipients:
            self._submit(mailbox, to, self._forward(mailbox, item, to))
        if to := actions.forward_as_attachment_to_recipients:
            self._submit(mailbox, to, self._with_original(mailbox, item, to))
        if to := actions.redirect_to_recipients:
            # Assumption: whoever has sent it hears what becomes of it.
            self._submit(mailbox, to, _redirected(mailbox, item.raw), sender=_return_path(item))
        if (prepared := actions.server_reply_with_message) is not None:
            self._reply(mailbox, item, prepared)

    def _submit(self, mailbox: Mailbox, to: Sequence[EmailAddress], mime: bytes, sender: str = "") -> None:
        """Submit a message; one that is refused goes nowhere, as nobody is there to be told."""
        addresses = dict.fromkeys(one.address for one in to)
        envelope = Envelope.of(sender or mailbox.address, *addresses, protocol="EWS")
        with suppress(Refusal):
            self._transport.submit(mailbox, envelope, mime, save_copy=False)

    def _forward(self, mailbox: Mailbox, item: Item, to: Sequence[EmailAddress]) -> bytes:
        wish = Wish(recipients={"to_recipients": list(to)})
        at = self._clock.now()
        answer = answer_to(item, Verb.FORWARD, wish, is_own=_nobody, at=at, random=self._random)
        return render({**answer.properties, **self._own(mailbox)}, answer.attachments)

    def _with_original(self, mailbox: Mailbox, item: Item, to: Sequence[EmailAddress]) -> bytes:
        original = Attachment(item.subject or "Message", item=mailbox.items.detached(item, mime=item.mime()))
        said = {
            "subject": f"FW: {item.subject}".rstrip(),
            "to_recipients": list(to),
            "body": Body(TextFormat.PLAIN, ""),
        }
        return render({**said, **self._own(mailbox)}, [original])

    def _reply(self, mailbox: Mailbox, item: Item, prepared: Item) -> None:
        sender: EmailAddress | None = item.get("from_")
        if sender is None or not sender.address or not wants_reply(item, mailbox.address, "autoreply"):
            return
        message_id = item.get("internet_message_id")
        said = {
            # Assumption: one without a subject of its own has the original's.
            "subject": prepared.subject or f"RE: {item.subject}",
            "body": prepared.get("body") or Body(TextFormat.PLAIN, ""),
            "to_recipients": [sender],
            "in_reply_to": message_id,
            "references": message_id,
        }
        own = self._own(mailbox, ("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"))
        self._transport.bring(render({**said, **own}, prepared.attachments), sender.address, REPLY_CLASS)

    def _own(self, mailbox: Mailbox, *fields: tuple[str, str]) -> dict[str, Any]:
        """Return the properties that all new messages of a mailbox's rules have."""
        return {
            "from_": EmailAddress(mailbox.display_name, mailbox.address),
            "date_time_sent": self._clock.now(),
            "internet_message_id": mailbox.ids.new_message_id(),
            "internet_message_headers": [*fields, (LOOP_FIELD, mailbox.address)],
        }


def _nobody(address: str) -> bool:
    return False


def _return_path(item: Item) -> str:
    return top_header(item.raw or b"", b"Return-Path").strip().strip("<>")


def _may_go_on(item: Item) -> bool:
    return bool(_return_path(item)) and not top_header(item.raw or b"", LOOP_FIELD.encode("ascii"))


def _redirected(mailbox: Mailbox, mime: bytes) -> bytes:
    """Return a message as it is sent on: its own fields stay, and who has sent it on stands above them."""
    end = header_end(mime)
    resent = address_field("Resent-From", EmailAddress(mailbox.display_name, mailbox.address))
    return header_field(LOOP_FIELD, mailbox.address) + resent + _OF_DELIVERY.sub(b"", mime[:end]) + mime[end:]
