"""A message in the form in which Microsoft Graph takes one that is no draft, and its header out of what it tells.

Of MIME it makes drafts alone, which stay drafts (microsoftgraph/microsoft-graph-docs#14829); what is made of JSON is
none where its flags say so. So what is put by Microsoft Graph has the parts of the message that was given, and octets
of the service's own.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from fakeserver.tenant.exchange.mime.message import Message, attachment_name
from fakeserver.tenant.exchange.mime.parts import Part
from fakeserver.tenant.exchange.values import EmailAddress
from pytest_m365.live.tags import FIELD

#: what is asked of a message in order to know whose it is
SHOWN = "subject,from,toRecipients,ccRecipients,bccRecipients,internetMessageId,internetMessageHeaders"
#: PidTagMessageFlags: mfUnmodified, and mfRead; without mfUnsent the message is no draft
_FLAGS, _UNMODIFIED, _READ = "Integer 0x0E07", 4, 1
_RECEIVED, _SENT = "SystemTime 0x0E06", "SystemTime 0x0039"
_IN_REPLY_TO, _REFERENCES = "String 0x1042", "String 0x1039"
#: fields of its own that a message may have at most
_MOST_FIELDS = 5
#: property -> field of the header that it stands for
_RECIPIENTS = {"toRecipients": "To", "ccRecipients": "Cc", "bccRecipients": "Bcc"}


def written(mime: bytes, *, is_read: bool, received_at: datetime | None) -> dict[str, object]:
    """Return the body of a request that makes a message which is no draft.

    Args:
        received_at: aware; now by default.
    """
    message = Message(mime)
    author = message.from_
    values: dict[str, object] = {
        "subject": message.subject or "",
        "body": {"contentType": "html" if message.html is not None else "text", "content": _text(message)},
        "importance": message.importance.value.lower(),
        "isRead": is_read,
        "toRecipients": _people(message.to_recipients),
        "ccRecipients": _people(message.cc_recipients),
        "bccRecipients": _people(message.bcc_recipients),
        "replyTo": _people(message.reply_to),
        "singleValueExtendedProperties": [
            {"id": name, "value": value} for name, value in _properties(message, is_read, received_at)
        ],
    }
    if author is not None:
        values |= {"from": _person(author), "sender": _person(message.sender or author)}
    if message.message_id is not None:
        values["internetMessageId"] = message.message_id
    if fields := list(_fields(message)):
        values["internetMessageHeaders"] = fields
    if message.attachment_parts:
        values["attachments"] = [_attached(part) for part in message.attachment_parts]
    return values


def _text(message: Message) -> str:
    return message.html if message.html is not None else message.text or ""


def _properties(message: Message, is_read: bool, received_at: datetime | None) -> Iterator[tuple[str, str]]:
    yield _FLAGS, str(_UNMODIFIED | (_READ if is_read else 0))
    if received_at is not None:
        yield _RECEIVED, _moment(received_at)
    if message.date is not None:
        yield _SENT, _moment(message.date)
    if message.in_reply_to is not None:
        yield _IN_REPLY_TO, message.in_reply_to
    if message.references is not None:
        yield _REFERENCES, message.references


def _fields(message: Message) -> Iterator[dict[str, str]]:
    """Yield the fields that may be given by name, ours first, as many as there may be."""
    own = [(name, value) for name, value in message.headers if name.lower().startswith("x-") and value]
    own.sort(key=lambda field: field[0].lower() != FIELD.lower())
    yield from ({"name": name, "value": value} for name, value in own[:_MOST_FIELDS])


def _attached(part: Part) -> dict[str, object]:
    values: dict[str, object] = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": attachment_name(part),
        "contentType": part.content_type,
        "contentBytes": b64encode(part.content).decode(),
        "isInline": part.disposition == "inline",
    }
    content_id = part.header("content-id").strip("<> ")
    return values | ({"contentId": content_id} if content_id else {})


def _people(addresses: Iterable[EmailAddress]) -> list[object]:
    return [_person(each) for each in addresses]


def _person(address: EmailAddress) -> dict[str, object]:
    named = {"name": address.name} if address.name else {}
    return {"emailAddress": {**named, "address": address.address}}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- read ------------------------------------------------------------------------------------------------------------


def header_of(shown: Any) -> bytes:
    """Return a message's header: as the store has kept it, and what it lacks out of the message's own properties."""
    kept = [(each["name"], each["value"] or "") for each in shown.get("internetMessageHeaders") or ()]
    known = {name.lower() for name, _ in kept}
    told = {
        "Subject": shown.get("subject"),
        "From": _addresses([shown["from"]] if shown.get("from") else []),
        **{name: _addresses(shown.get(of) or ()) for of, name in _RECIPIENTS.items()},
        "Message-ID": shown.get("internetMessageId"),
    }
    kept += [(name, value) for name, value in told.items() if value and name.lower() not in known]
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in kept)
    return "".join(lines).encode("utf-8", "replace") + b"\r\n"


def _addresses(people: Iterable[Any]) -> str:
    addresses = ((each.get("emailAddress") or {}).get("address") for each in people)
    return ", ".join(f"<{each}>" for each in addresses if each)
