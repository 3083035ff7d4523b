"""An answer to a message: its properties, and what of the original's attachments comes along."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from random import Random
from typing import Any

from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.responding.quoting import answering_body
from fakeserver.tenant.exchange.responding.recipients import answered_recipients, together
from fakeserver.tenant.exchange.responding.threading import answered_subject, child_index, references
from fakeserver.tenant.exchange.responding.verbs import ANSWERS, Answered, Verb
from fakeserver.tenant.exchange.values import Body, EmailAddress, Sensitivity, TextFormat


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody gives for an answer."""

    #: other than the original's, with its prefix
    subject: str | None = None
    #: what stands above the original
    new_body: Body | None = field(default=None, repr=False)
    #: what stands in the place of the original
    body: Body | None = field(default=None, repr=False)
    #: by the names of `recipients.KINDS`; they come in addition to those of the answer itself
    recipients: dict[str, list[EmailAddress]] = field(default_factory=dict)
    #: any other properties
    others: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A new message that answers another."""

    properties: dict[Any, Any]
    #: those of the original that it has, too
    attachments: list[Attachment]


def answer_to(
    original: Item,
    verb: Verb,
    wish: Wish,
    *,
    is_own: Callable[[str], bool],
    at: datetime,
    zone: tzinfo = UTC,
    random: Random,
) -> Answer:
    """Return an answer to a message.

    Args:
        is_own: says whether an address is that of whoever answers.
        at: when it is made.
        zone: that of whoever answers, for the time of the original.
    """
    sent_at: datetime = original.get("date_time_sent") or original.received_at
    body = answering_body(wish.new_body, original, sent_at.astimezone(zone), instead=wish.body)
    properties: dict[Any, Any] = {
        "subject": answered_subject(original, verb) if wish.subject is None else wish.subject,
        "body": body,
        "in_reply_to": original.get("internet_message_id"),
        "references": references(original),
        "conversation_topic": original.get("conversation_topic"),
        "conversation_index": child_index(original.get("conversation_index"), at, random),
        # Assumption: what is private stays private on its way back.
        "sensitivity": original.get("sensitivity") or Sensitivity.NORMAL,
        **together(answered_recipients(original, verb, is_own), wish.recipients),
        **wish.others,
        ANSWERS: Answered(original.item_id, original.mailbox.ids.mailbox_guid, verb),
    }
    kept = {name: value for name, value in properties.items() if value is not None}
    return Answer(kept, [one for one in original.attachments if _comes_along(one, verb, body)])


def _comes_along(attachment: Attachment, verb: Verb, body: Body) -> bool:
    """Say whether an answer has an attachment of its original: forwards all, replies what their HTML shows."""
    if verb is Verb.FORWARD:
        return True
    shown = body.format is TextFormat.HTML and bool(attachment.content_id)
    return shown and f"cid:{attachment.content_id}".lower() in body.content.lower()
