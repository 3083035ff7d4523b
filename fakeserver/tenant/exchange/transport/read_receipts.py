"""Message disposition notifications: what a sender gets who asked to hear that a message was read.

Sources: RFC 8098, RFC 6522; for the form, receipts of Exchange Online that people have published.
Assumption: the words for people, and that times in them are in UTC.
"""

from datetime import datetime
from html import escape
from typing import Final

from fakeserver.tenant.exchange.arrival import TRANSPORT_HOST
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.render import address_field, format_date, header_field, structured_field
from fakeserver.tenant.exchange.transport.multipart import multipart, text_alternatives
from fakeserver.tenant.exchange.values import EmailAddress

#: The subject's beginning, the end of the item class, what happened in a word for programs, and for people.
_READ: Final = ("Read: ", "IPNRN", "displayed", "was read on")
_NOT_READ: Final = ("Not read: ", "IPNNRN", "deleted", "was deleted without being read on")


def receipt_class(item: Item, *, read: bool) -> str:
    """Return the item class of the receipt for an item."""
    return f"REPORT.{item.item_class}.{(_READ if read else _NOT_READ)[1]}"


def compose_read_receipt(
    item: Item, reader: EmailAddress, to: EmailAddress, *, read: bool, at: datetime, message_id: str
) -> bytes:
    """Return the receipt that says that an item was read, or deleted unread.

    Args:
        reader: whose mailbox it is in.
        to: who gets the receipt.
        read: False: it was deleted before.
    """
    prefix, _, disposition, happened = _READ if read else _NOT_READ
    name = message_id.strip("<>").partition("@")[0].encode("ascii", "replace")
    head = [
        address_field("From", reader),
        address_field("To", to),
        header_field("Subject", prefix + item.subject),
        structured_field("Date", format_date(at)),
        structured_field("Message-ID", message_id),
        header_field("Content-Language", "en-US"),
    ]
    original = item.get("internet_message_id")
    if original:
        earlier = item.get("references")
        head += [
            structured_field("In-Reply-To", original),
            structured_field("References", f"{earlier} {original}" if earlier else original),
        ]
    head.append(header_field("MIME-Version", "1.0"))
    sent: datetime | None = item.get("date_time_sent")
    words = (
        f"Your message\n\n   To: {item.get('display_to') or reader.display}\n   Subject: {item.subject}\n"
        f"   Sent: {'' if sent is None else format_date(sent)}\n\n {happened} {format_date(at)}.\n"
    )
    page = f"<html><body><pre>\r\n{escape(words, quote=False)}</pre></body></html>"
    fields = header_field("Reporting-UA", TRANSPORT_HOST)
    fields += structured_field("Final-Recipient", f"rfc822;{reader.address}")
    if original:
        fields += structured_field("Original-Message-ID", original)
    fields += structured_field("Disposition", f"automatic-action/MDN-sent-automatically; {disposition}")
    status = b"Content-Type: message/disposition-notification\r\n\r\n" + fields
    parts = (text_alternatives(words, page, name), status)
    return b"".join(head) + multipart(b"report; report-type=disposition-notification", b"=_receipt_" + name, parts)
