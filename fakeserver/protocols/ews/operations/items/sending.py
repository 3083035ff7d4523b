"""Sending: from an item to a submitted message, and the copy that the sender keeps.

Source: web-service-reference/senditem-operation, /createitem-operation (MessageDisposition).
"""

from email.utils import format_datetime

from fakeserver.protocols.ews.errors import NOT_A_MESSAGE, EwsError
from fakeserver.protocols.ews.request.call import Call
from fakeserver.tenant.access.door import Visit
from fakeserver.tenant.access.send_as import check_sender
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.refusals import RecipientsMissing

_SENDABLE = ("IPM.Note", "IPM.Schedule.Meeting", "IPM.Sharing", "REPORT")


def send(call: Call, item: Item) -> None:
    """Submit an item that lies in a mailbox; it becomes sent mail, read and no draft, and stays where it is.

    Raises:
        EwsError: it is no message.
        RecipientsMissing: it has no recipient with an address.
        SendAsDenied: the caller may not send as its From.
    """
    if not item.item_class.startswith(_SENDABLE):
        raise EwsError(NOT_A_MESSAGE)
    visit = call.visit_in(item.folder)
    mailbox = visit.mailbox
    author = _author(item, visit)
    # Checked before anything is written.
    sender = _sender(visit, author)
    recipients = _recipients(item)
    if not recipients:
        raise RecipientsMissing
    _finish(mailbox, item, author, sender)
    call.tenant.transport.submit(
        mailbox, author.address, recipients, without_bcc(item.mime()), save_copy=False, protocol="EWS"
    )


def _author(item: Item, visit: Visit) -> EmailAddress:
    """Return whom From names; without one, whose mailbox it is."""
    given = item.get("from_")
    if not isinstance(given, EmailAddress) or not given.address:
        return EmailAddress(visit.mailbox.display_name, visit.mailbox.address)
    return given


def _sender(visit: Visit, author: EmailAddress) -> EmailAddress:
    """Return who really sends: the author, or who has the right to do so on their behalf.

    Raises:
        SendAsDenied.
    """
    user = visit.acting_user
    if check_sender(visit, author.address) != "SendOnBehalf" or user is None:
        return author
    return EmailAddress(user.display_name, user.address)


def _recipients(item: Item) -> list[str]:
    return [
        address.address
        for name in ("to_recipients", "cc_recipients", "bcc_recipients")
        for address in item.get(name) or []
        if "@" in address.address
    ]


def _finish(mailbox: Mailbox, item: Item, author: EmailAddress, sender: EmailAddress) -> None:
    """Fill in what a sent message has and a draft may lack."""
    now = mailbox.clock.now()
    item.received_at = now
    if item.is_mime:
        # The client's own bytes stay as they are; fields that are missing go on top.
        missing = []
        message = item.message
        if message.from_ is None:
            missing.append(f"From: {author.address}")
        if sender is not author and not message.header("sender"):
            missing.append(f"Sender: {sender.address}")
        if not message.header("date"):
            missing.append(f"Date: {format_datetime(now)}")
        if not message.header("message-id"):
            missing.append(f"Message-ID: {mailbox.ids.new_message_id()}")
        changes: dict[str, object] = {"is_draft": False, "is_read": True}
        if missing:
            changes["mime_content"] = "".join(f"{line}\r\n" for line in missing).encode() + item.mime()
        mailbox.items.update(item, changes)
        return
    mailbox.items.update(
        item,
        {
            "from_": author,
            "sender": sender,
            "date_time_sent": now,
            "internet_message_id": item.get("internet_message_id") or mailbox.ids.new_message_id(),
            "is_draft": False,
            "is_read": True,
        },
    )


def keep(call: Call, item: Item, folder: Folder | None) -> Item | None:
    """Put a sent item where its copy belongs, or take it away where no copy is wanted."""
    mailbox = call.visit_in(item.folder).mailbox
    if folder is None:
        mailbox.items.delete([item])
        return None
    return item if item.folder is folder else mailbox.items.move([item], folder)[0]


def without_bcc(mime: bytes) -> bytes:
    """Return a message without its Bcc fields, every other octet kept."""
    end = mime.find(b"\r\n\r\n")
    header = mime if end < 0 else mime[: end + 2]
    if b"\nbcc:" not in (b"\n" + header).lower():
        return mime
    kept = []
    dropping = False
    for line in header.splitlines(keepends=True):
        if line[:1] not in (b" ", b"\t"):
            dropping = line[:4].lower() == b"bcc:"
        if not dropping:
            kept.append(line)
    return b"".join(kept) + mime[len(header) :]
