"""A message as the API shows it: in a list, and whole."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fakeserver.protocols.control.ids import for_url
from fakeserver.tenant.exchange.entities import Attachment, Item
from fakeserver.tenant.exchange.mime.parts import Part


@dataclass
class Summary:
    """A message in a list."""

    #: in the form that Microsoft Graph gives ids of EWS; another after each move
    id: str
    #: its identity in the mailbox, by which marks count; another after each move
    number: int
    subject: str
    #: the address in From; empty where there is none
    sender: str
    sender_name: str
    #: the addresses in To and Cc
    recipients: list[str]
    received_at: datetime
    #: octets
    size: int
    is_read: bool
    is_draft: bool
    flagged: bool
    answered: bool
    has_attachments: bool
    item_class: str
    #: the folder's path; its name where it lies beside what people see
    folder: str
    #: how its text begins
    preview: str


@dataclass
class AttachmentView:
    """What is attached to a message."""

    name: str
    content_type: str
    #: octets
    size: int
    content_id: str
    is_inline: bool
    #: whether it is an item and not a file
    is_item: bool


@dataclass
class PartView:
    """A part of a message's MIME."""

    content_type: str
    charset: str
    encoding: str
    disposition: str
    filename: str
    content_id: str
    #: octets as they stand in the message
    size: int
    parts: "list[PartView]" = field(default_factory=list)


@dataclass
class MessageView(Summary):
    """A whole message."""

    item_id: str
    change_key: str
    #: as text, also where it is HTML
    body: str = field(repr=False)
    #: empty where there is none
    html: str
    #: name and value, in order, unfolded and not decoded
    headers: list[tuple[str, str]] = field(repr=False)
    attachments: list[AttachmentView]
    structure: PartView


@dataclass
class Views:
    """A message in the words of the protocols."""

    #: the answer to FETCH, without the message's own octets
    imap: str
    #: the answer to RETR
    pop3: str
    #: the answer to GetItem, AllProperties
    ews: str


def summary(item: Item) -> Summary:
    """Return a message as it stands in a list; the lock is held."""
    return Summary(**_summary(item))


def message_view(item: Item) -> MessageView:
    """Return a whole message; the lock is held."""
    root = Part(item.mime())
    return MessageView(
        **_summary(item),
        item_id=item.item_id,
        change_key=item.change_key,
        body=item.body,
        html=item.html,
        headers=root.headers,
        attachments=[_attachment(each) for each in item.attachments],
        structure=_part(root),
    )


def _summary(item: Item) -> dict[str, Any]:
    author = item.get("from_")
    return {
        "id": for_url(item.item_id),
        "number": item.number,
        "subject": item.subject,
        "sender": item.sender,
        "sender_name": "" if author is None else author.name or "",
        "recipients": item.recipients,
        "received_at": item.received_at,
        "size": item.size,
        "is_read": item.is_read,
        "is_draft": item.is_draft,
        "flagged": item.flagged,
        "answered": item.answered,
        "has_attachments": any(not each.is_inline for each in item.attachments),
        "item_class": item.item_class,
        "folder": item.folder.path or item.folder.display_name,
        "preview": item.get("preview") or "",
    }


def _attachment(attachment: Attachment) -> AttachmentView:
    return AttachmentView(
        attachment.name,
        attachment.content_type,
        attachment.size,
        attachment.content_id,
        attachment.is_inline,
        attachment.is_item,
    )


def _part(part: Part) -> PartView:
    inner = part.inner_message
    return PartView(
        part.content_type,
        part.charset,
        part.transfer_encoding,
        part.disposition,
        part.filename,
        part.content_id,
        part.end - part.body_start,
        [_part(child) for child in ([inner] if inner is not None else part.children)],
    )
