"""What a submitted message has to have before it leaves: an author who may be named, and the fields that are missing.

Every way of sending comes through here, so that a message looks the same whichever protocol it was given to.
Source: RFC 6409 section 8.
"""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from fakeserver.tenant.exchange.arrival import has_header, missing_fields
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.addresses import (
    MAX_FIELD,
    is_address,
    is_read_whole,
    parse_addresses,
    without_needless_quotes,
)
from fakeserver.tenant.exchange.mime.message import top_header, top_headers
from fakeserver.tenant.exchange.mime.parts import MAX_HEADER, header_end
from fakeserver.tenant.exchange.mime.render import address_field
from fakeserver.tenant.exchange.values import EmailAddress
from fakeserver.tenant.refusals import AuthorsWithoutSender, HeaderTooLarge, RecipientUnresolved, SendAsDenied

#: A field that says who gets the message without the others' knowledge.
_BCC = re.compile(rb"^(?:\xef\xbb\xbf)?(?:resent-)?bcc[ \t]*:.*(?:\n[ \t].*)*\n?", re.IGNORECASE | re.MULTILINE)
#: The fields that say who gets the message, each with its property.
RECIPIENT_FIELDS = {b"To": "to_recipients", b"Cc": "cc_recipients", b"Bcc": "bcc_recipients"}
#: Where a field says nothing, or nothing in its first line.
_NOTHING = re.compile(rb":[ \t]*+(?:\r?\n|\Z)")
#: A field that says nothing where it has to say something.
_EMPTY = re.compile(
    rb"^(?:From|Sender|Date|Message-ID)[ \t]*+:[ \t]*+(?:\r?\n(?>(?:[ \t]++\r?\n)*)|\Z)(?![ \t])",
    re.IGNORECASE | re.MULTILINE,
)

#: Called with each address that a message is sent as. Returns whom Sender names because they send on its behalf; None
#: where they may send as the address itself. Raises SendAsDenied where they may do neither.
SenderCheck = Callable[[str], EmailAddress | None]


def anybody(address: str) -> EmailAddress | None:
    """Allow any sender, for transport that has no user behind it."""
    return None


def who_sends(addresses: Iterable[str], check: SenderCheck) -> EmailAddress | None:
    """Check every address that a message is sent as; return who sends it on behalf of one of them.

    Raises:
        SendAsDenied.
    """
    found = [check(address) for address in dict.fromkeys(addresses) if address]
    return next((sender for sender in found if sender is not None), None)


def who_submits(mime: bytes, sender: str, check: SenderCheck) -> tuple[list[str], EmailAddress | None]:
    """Return a message's authors, and who sends it on behalf of one of them or of the envelope's sender.

    Raises:
        SendAsDenied, AuthorsWithoutSender, HeaderTooLarge.
    """
    _check_header(mime)
    header = _with_line_ends(mime)
    named = authors(header)
    on_behalf = who_sends([sender, *named], check)
    _check_senders(header, named, on_behalf, check)
    return named, on_behalf


def _check_header(mime: bytes) -> None:
    """Refuse a message whose header nobody would read to its end.

    Raises:
        HeaderTooLarge.
    """
    if len(mime) > MAX_HEADER and has_header(mime) and header_end(mime) > MAX_HEADER:
        raise HeaderTooLarge(header_end(mime), MAX_HEADER)


def authors(header: bytes) -> list[str]:
    """Return who stands in From, should it stand there twice in all of them; none where it is missing or empty.

    Assumption: whoever has no address but a name or a local part alone is an author all the same, as whom nobody may
    send.

    Raises:
        HeaderTooLarge: a field is too long for its addresses to be read.
    """
    return _named(header, b"From")


def _check_senders(header: bytes, authors: Collection[str], on_behalf: EmailAddress | None, check: SenderCheck) -> None:
    """Refuse a message of several authors without a Sender, and one whose Sender is not who has sent it.

    Assumption: Sender may name whom they may send as, and on somebody's behalf is not as them. A second From field
    counts like a second address in the first.

    Raises:
        AuthorsWithoutSender, SendAsDenied, HeaderTooLarge.
    """
    senders = _named(header, b"Sender")
    if not senders and len(authors) > 1 and on_behalf is None:
        raise AuthorsWithoutSender
    check_senders(senders, check)


def check_senders(senders: Iterable[str], check: SenderCheck) -> None:
    """Refuse a Sender that the client has written and who has not sent it.

    Raises:
        SendAsDenied.
    """
    for sender in senders:
        if (themselves := check(sender)) is not None:
            raise SendAsDenied(themselves.address, sender)


def _named(header: bytes, name: bytes) -> list[str]:
    """Return who stands in the fields of a name: addresses, or else names; what cannot be read stands for itself."""
    named: list[str] = []
    for field in whole_fields(header, name):
        named += [one.address or one.name for one in parse_addresses(field)] or [field]
    return [one for one in named if one]


def whole_fields(mime: bytes, name: bytes) -> list[str]:
    """Return the address lists in a message's fields of a name.

    Raises:
        HeaderTooLarge: one is too long to be read to its end. Assumption: the service knows no such bound.
    """
    fields = list(top_headers(mime, name))
    for field in fields:
        if not is_read_whole(field):
            raise HeaderTooLarge(len(field), MAX_FIELD)
    return fields


def _with_line_ends(mime: bytes) -> bytes:
    """Return a message's header for programs that take a lone CR for the end of a line, as Python's does."""
    header = mime[: header_end(mime)]
    if header.count(b"\r") == header.count(b"\r\n"):
        return header
    return header.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def recipients(item: Item) -> list[str]:
    """Return the addresses that an item says it is for.

    Raises:
        RecipientUnresolved: one of them is none.
        HeaderTooLarge: a field of its MIME is too long for all of them to be read.
    """
    named: list[EmailAddress] = []
    for field, name in RECIPIENT_FIELDS.items():
        if item.raw is not None:
            whole_fields(item.raw, field)
        named += item.get(name) or []
    addresses = [without_needless_quotes(one.address.strip()) for one in named]
    for address, one in zip(addresses, named, strict=True):
        if not is_address(address):
            raise RecipientUnresolved(address or one.name)
    return addresses


def completed(
    mime: bytes, *, author: EmailAddress, on_behalf: EmailAddress | None, sent_at: datetime, message_id: str
) -> bytes:
    """Return a message with the fields that it lacks on top; its own octets stay, but for fields that are empty.

    Args:
        author: whom From names where the message has none.
        on_behalf: who sends it for its author. A Sender that the client has written stays (RFC 5322 section 3.6.2).
    """
    end = header_end(mime)
    # Most messages have no such field, which is found out fast.
    if _NOTHING.search(mime, 0, end) is not None:
        mime = _EMPTY.sub(b"", mime[:end]) + mime[end:]
    fields = b""
    if not top_header(mime, b"From"):
        fields += address_field("From", author)
    if on_behalf is not None and not top_header(mime, b"Sender"):
        fields += address_field("Sender", on_behalf)
    return fields + missing_fields(mime, sent_at=sent_at, message_id=message_id) + mime


def without_bcc(mime: bytes) -> bytes:
    """Return a message without its Bcc and Resent-Bcc fields, every other octet kept."""
    end = header_end(mime)
    header = mime[:end]
    if header.lower().find(b"bcc") < 0:
        return mime
    return _BCC.sub(b"", header) + mime[end:]
