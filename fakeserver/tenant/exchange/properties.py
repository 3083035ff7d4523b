"""What an item's properties are when nobody has set them: read from its message, or worked out from others.

Two tables, by domain name: one asks the message that the item came as, the other the item itself. A name that
stands in neither has no value until a client sets it. Appointments, contacts and tasks have a table of their own.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import md5
from typing import Any

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.icalendar.names import DESCRIPTION
from fakeserver.tenant.exchange.item_classes import APPOINTMENT, MEETING, NOTE, is_of
from fakeserver.tenant.exchange.mime.html import html_to_text
from fakeserver.tenant.exchange.mime.message import Message, normalized_topic, top_header
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, Sensitivity, TextFormat

#: Read from the MIME of an item that came as such.
FROM_MESSAGE: dict[str, Callable[[Message], Any]] = {
    "subject": lambda message: message.subject,
    "body": lambda message: message.body,
    "from_": lambda message: message.from_,
    "sender": lambda message: message.sender,
    "to_recipients": lambda message: message.to_recipients,
    "cc_recipients": lambda message: message.cc_recipients,
    "bcc_recipients": lambda message: message.bcc_recipients,
    "reply_to": lambda message: message.reply_to,
    "internet_message_id": lambda message: message.message_id,
    "in_reply_to": lambda message: message.in_reply_to,
    "references": lambda message: message.references,
    "date_time_sent": lambda message: message.date,
    "importance": lambda message: message.importance,
    "sensitivity": lambda message: message.sensitivity,
    "internet_message_headers": lambda message: message.headers,
    "text_body": lambda message: message.body_as_text,
    "is_read_receipt_requested": lambda message: bool(message.header("disposition-notification-to")),
    "is_delivery_receipt_requested": lambda message: bool(message.header("return-receipt-to")),
}

#: Names whose values are part of the MIME: setting one makes another message.
_CONTENT = (
    "subject body from_ sender to_recipients cc_recipients bcc_recipients reply_to internet_message_id in_reply_to "
    "references date_time_sent importance sensitivity is_read_receipt_requested is_delivery_receipt_requested "
    "internet_message_headers"
)
CONTENT_NAMES = frozenset(_CONTENT.split())
#: What ties a message to its conversation: written into it where it is set, and else worked out by whoever reads it.
THREAD_NAMES = frozenset(("conversation_topic", "conversation_index"))

#: Too large to keep a second time.
_NOT_KEPT = frozenset({"body", "text_body", "internet_message_headers"})
#: Of those worked out from the item: what depends on its content alone, and is asked for in every list.
_KEPT = frozenset(
    "display_to display_cc has_attachments conversation_topic conversation_id conversation_index was_received".split()
)


#: What a meeting message's calendar object says where its text says nothing.
_ALSO_IN_CALENDAR = frozenset({"body", "text_body"})
#: Where an item keeps what that object says.
_MEETING = "properties of the meeting"


def derived(item: Item, name: str) -> Any:
    """Return the value of a property that nobody set; the item keeps some until its content changes."""
    if item.raw is not None and (read := FROM_MESSAGE.get(name)) is not None:
        value, may_be_kept = read(item.message), name not in _NOT_KEPT
        if value is None and name in _ALSO_IN_CALENDAR and is_of(item.item_class, MEETING):
            value = _body_of_meeting(item, name)
    elif is_of(item.item_class, MEETING) and name in (said := meeting_properties(item)):
        value, may_be_kept = said[name], False
    else:
        work_out = FROM_ITEM.get(name) or _of_kind(item, name)
        value, may_be_kept = (work_out(item) if work_out is not None else None), name in _KEPT
    if may_be_kept:
        if item.kept is None:
            item.kept = {}
        item.kept[name] = value
    return value


def meeting_properties(item: Item) -> dict[str, Any]:
    """Return what the calendar object of a meeting message says, by domain name; empty for any other item."""
    if item.raw is None or not is_of(item.item_class, MEETING):
        return {}
    if item.kept is None:
        item.kept = {}
    if _MEETING not in item.kept:
        from fakeserver.tenant.exchange.icalendar.messages import meeting_of

        item.kept[_MEETING] = meeting_of(item.message, item.item_class)
    said: dict[str, Any] = item.kept[_MEETING]
    return said


def _body_of_meeting(item: Item, name: str) -> Any:
    """Return what the calendar object says, for a message that is nothing else."""
    body: Body | None = meeting_properties(item).get(DESCRIPTION)
    return body.content if body is not None and name == "text_body" else body


def _of_kind(item: Item, name: str) -> Callable[[Item], Any] | None:
    """Return what works out a property of appointments, contacts and tasks."""
    return None if is_of(item.item_class, NOTE) else _from_kind().get(name)


@cache
def _from_kind() -> dict[str, Callable[[Any], Any]]:
    # Most mailboxes hold messages alone, which do without this code.
    from fakeserver.tenant.exchange.kinds.computed import FROM_KIND

    return FROM_KIND


def _display(item: Item, name: str, invited: str = "") -> str:
    if invited and is_of(item.item_class, APPOINTMENT):
        # [MS-OXOCAL] 2.2.1: the To field of a meeting is its required attendees, its Cc field the optional ones.
        return "; ".join(one.address.name or one.address.address or "" for one in item.get(invited) or [])
    return "; ".join(address.display for address in item.get(name) or [])


def _received_by(item: Item) -> EmailAddress | None:
    """Return the mailbox's owner, if the item came by mail.

    [MS-OXOMSG] 2.2.1.37 and 2.2.1.38: who received it, and for whom. Both are the mailbox that it was delivered to,
    but for what a delegate receives (`scheduling/delegation.py`).
    """
    if item.is_draft or not item.get("was_received"):
        return None
    return EmailAddress(item.mailbox.display_name, item.mailbox.address)


def _text_body(item: Item) -> str | None:
    body: Body | None = item.get("body")
    if body is None or body.format is not TextFormat.HTML:
        return body.content if body is not None else None
    return html_to_text(body.content)


def _conversation_key(item: Item) -> bytes:
    """Return the 16 octets that mails of one conversation share.

    Outlook's Thread-Index names the conversation; otherwise it is the topic, in upper case.
    Source: [MS-OXOMSG] 2.2.1.3. Assumption: without a topic the first reference counts, since Exchange gives such
    mails conversations of their own.
    """
    index = _thread_index(item)
    if len(index) >= 22:
        return index[6:22]
    topic = (item.get("conversation_topic") or "").upper()
    if not topic:
        related = item.get("references") or item.get("in_reply_to") or item.get("internet_message_id") or ""
        topic = next(iter(related.split()), item.created_at.isoformat())
    return md5(topic.encode("utf-16-le", "replace"), usedforsecurity=False).digest()


def _conversation_index(item: Item) -> bytes:
    """Return 22 octets: a reserved one, the upper five of the time's eight, the conversation's key.

    Source: [MS-OXOMSG] 2.2.1.3; recordings of Exchange Online.
    """
    if index := _thread_index(item):
        return index
    # An earlier time, which mail may claim to have, cannot be written.
    ticks = max(0, (item.received_at - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10)
    return b"\1" + ticks.to_bytes(8, "big")[:5] + _conversation_key(item)


def _thread_index(item: Item) -> bytes:
    """Return Outlook's Thread-Index, decoded; empty where there is none."""
    if (given := item.properties.get("conversation_index")) is not None:
        return bytes(given)
    try:
        return b64decode(_header_field(item, "Thread-Index"))
    except (Base64Error, ValueError):
        return b""


def _header_field(item: Item, wanted: str) -> str:
    """Return the first header field of a name, in whatever case; empty where there is none."""
    if item.raw is not None:
        return top_header(item.raw, wanted.encode("ascii"))
    fields = item.properties.get("internet_message_headers") or ()
    return next((value for name, value in fields if name.lower() == wanted.lower()), "")


def _mentioned_me(item: Item) -> bool:
    """Say whether the mailbox's owner is among those whom a message mentions (item:Mentions)."""
    address = item.mailbox.address.lower()
    return any(mentioned.address.lower() == address for mentioned in item.get("mentions") or ())


def _search_key(item: Item) -> bytes:
    """Return 16 octets that an item and its copies have (PidTagSearchKey), wherever they are."""
    said = item.get("internet_message_id") or item.get("uid") or item.get("subject") or ""
    return md5(f"{item.created_at.isoformat()} {said}".encode("utf-8", "replace"), usedforsecurity=False).digest()


def _preview(item: Item) -> str:
    return " ".join((item.get("text_body") or "").split())[:255]


#: Worked out from the item; also the names under which its own facts are asked for.
FROM_ITEM: dict[str, Callable[[Item], Any]] = {
    "item_class": lambda item: item.item_class,
    "is_read": lambda item: item.is_read,
    "is_draft": lambda item: item.is_draft,
    "is_from_me": lambda item: item.sender.lower() == item.mailbox.address.lower() and not item.is_draft,
    "size": lambda item: item.size,
    "date_time_received": lambda item: item.received_at,
    "date_time_created": lambda item: item.created_at,
    "last_modified_time": lambda item: item.modified_at,
    "date_time_sent": lambda item: item.created_at,
    "sender": lambda item: item.get("from_"),
    "importance": lambda item: Importance.NORMAL,
    "sensitivity": lambda item: Sensitivity.NORMAL,
    "is_read_receipt_requested": lambda item: False,
    "is_delivery_receipt_requested": lambda item: False,
    "was_received": lambda item: bool(_header_field(item, "Received")),
    "received_by": _received_by,
    "received_representing": _received_by,
    "display_to": lambda item: _display(item, "to_recipients", "required_attendees"),
    "display_cc": lambda item: _display(item, "cc_recipients", "optional_attendees"),
    "display_bcc": lambda item: _display(item, "bcc_recipients"),
    "has_attachments": lambda item: any(not attachment.is_inline for attachment in item.attachments),
    "conversation_topic": lambda item: normalized_topic(item.get("subject") or "") or None,
    "conversation_index": _conversation_index,
    "conversation_id": lambda item: item.mailbox.ids.conversation_id(_conversation_key(item)),
    "text_body": _text_body,
    "preview": _preview,
    "mime_content": lambda item: item.mime(),
    "mentioned_me": _mentioned_me,
    "search_key": _search_key,
}
