"""An item's properties as a message: RFC 5322 bytes with CRLF line ends.

Text bodies go out with CRLF line ends whatever they came with, as Exchange stores them; attachments keep every
octet. The output depends on the input alone, boundaries included.
Sources: RFC 2045 to 2047, 2183, 2231, 5322.
"""

import re
from base64 import b64encode
from binascii import b2a_qp
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import md5
from typing import Any, Protocol

from fakeserver.tenant.exchange.mime.html import html_to_text, text_to_html
from fakeserver.tenant.exchange.mime.lexical import quoted
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, Sensitivity, TextFormat

_CRLF = b"\r\n"
_LINE = 76
#: RFC 5322 section 2.1.1
_MAX_LINE = 998
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_SPECIALS = re.compile(r'[()<>@,;:\\".\[\]]')
_TOKEN = re.compile(r"[A-Za-z0-9!#$&+^_`{|}~.-]+")
#: What is not usual has a field of its own.
_IMPORTANCES = {Importance.LOW: "Low", Importance.HIGH: "High"}
_SENSITIVITIES = {
    Sensitivity.PERSONAL: "Personal",
    Sensitivity.PRIVATE: "Private",
    Sensitivity.CONFIDENTIAL: "Company-Confidential",
}
#: Fields that rendering writes itself; further ones may come along in ``internet_message_headers``.
_OWN_FIELD_NAMES = (
    "from sender to cc bcc reply-to subject date message-id in-reply-to references importance x-priority sensitivity "
    "mime-version content-type content-transfer-encoding content-disposition content-id content-description"
)
_OWN_FIELDS = frozenset(_OWN_FIELD_NAMES.split())
_ADDRESS_FIELDS = {"To": "to_recipients", "Cc": "cc_recipients", "Bcc": "bcc_recipients", "Reply-To": "reply_to"}
#: Fields that ask for receipts, which go to the sender; "requested" is all that the properties say.
RECEIPT_FIELDS = {
    "Disposition-Notification-To": "is_read_receipt_requested",
    "Return-Receipt-To": "is_delivery_receipt_requested",
}
_ID_FIELDS = {"Message-ID": "internet_message_id", "In-Reply-To": "in_reply_to", "References": "references"}


class Attached(Protocol):
    """What the message needs of something attached to it."""

    name: str
    content_type: str
    content_id: str
    content_location: str
    is_inline: bool

    @property
    def is_item(self) -> bool:
        """It is a message itself."""

    @property
    def content(self) -> bytes:
        """Its octets."""


def render(
    properties: Mapping[Any, Any], attachments: Sequence[Attached] = (), *, calendar: bytes | None = None
) -> bytes:
    """Return the message that these properties describe.

    Args:
        properties: by domain name, as in ``Item.get``: from_, sender, to_recipients, cc_recipients, bcc_recipients,
            reply_to, subject, date_time_sent (aware datetime), internet_message_id, in_reply_to, references,
            conversation_topic, conversation_index (bytes), importance (Importance), sensitivity (Sensitivity),
            is_read_receipt_requested, is_delivery_receipt_requested, body (Body), and internet_message_headers (pairs)
            for fields besides these.
        attachments: in order; inline ones go with the HTML body.
        calendar: a part made by `calendar_part`, as the last alternative of the body.
    """
    return _header(properties) + _content(properties.get("body"), attachments, calendar)


def calendar_part(calendar: bytes, method: str) -> bytes:
    """Return the part that makes a message one about a meeting, for `render`."""
    head = f'Content-Type: text/calendar; charset="utf-8"; method={method}\r\n'
    return head.encode("ascii") + _base64(calendar)


def header_field(name: str, value: str) -> bytes:
    """Return one field, folded, with CRLF; what isn't ASCII goes out as encoded words."""
    return _folded(name, _encoded(" ".join(_one_line(value).split())))


def structured_field(name: str, value: str) -> bytes:
    """Return one field, folded, with CRLF; addresses in it that aren't ASCII stay as they are (RFC 6532)."""
    return _folded(name, " ".join(_one_line(value).split()))


def address_field(name: str, *addresses: EmailAddress) -> bytes:
    """Return one field that holds addresses, with CRLF."""
    return _folded(name, ", ".join(map(_address, addresses)))


def format_date(moment: datetime) -> str:
    """Return a moment as RFC 5322 writes it, in UTC."""
    # Faster than email.utils.format_datetime, which each delivery would call three times.
    at = moment.astimezone(UTC)
    day, month = _DAYS[at.weekday()], _MONTHS[at.month - 1]
    return f"{day}, {at.day:02d} {month} {at.year:04d} {at.hour:02d}:{at.minute:02d}:{at.second:02d} +0000"


def _header(properties: Mapping[Any, Any]) -> bytes:
    unwanted = {name.lower() for name, key in RECEIPT_FIELDS.items() if not properties.get(key)}
    others = [
        (name, value)
        for name, value in properties.get("internet_message_headers") or ()
        if name.lower() not in _OWN_FIELDS and name.lower() not in unwanted
    ]
    lines = [_field(name, value) for name, value in others]
    sender: EmailAddress | None = properties.get("from_") or properties.get("sender")
    if sender is not None:
        lines.append(address_field("From", sender))
        given = {name.lower() for name, _ in others}
        wanted = (name for name in RECEIPT_FIELDS if name.lower() not in unwanted | given)
        lines += (address_field(name, sender) for name in wanted)
    explicit: EmailAddress | None = properties.get("sender")
    if explicit is not None and explicit.address != (sender.address if sender else ""):
        lines.append(address_field("Sender", explicit))
    for name, key in _ADDRESS_FIELDS.items():
        if recipients := properties.get(key):
            lines.append(address_field(name, *recipients))
    lines.append(header_field("Subject", properties.get("subject") or ""))
    if sent := properties.get("date_time_sent"):
        lines.append(_folded("Date", format_date(sent)))
    for name, key in _ID_FIELDS.items():
        if text := properties.get(key):
            lines.append(_field(name, text))
    lines += _thread(properties)
    if importance := _IMPORTANCES.get(properties.get("importance", Importance.NORMAL)):
        lines.append(_folded("Importance", importance))
    if sensitivity := _SENSITIVITIES.get(properties.get("sensitivity", Sensitivity.NORMAL)):
        lines.append(_folded("Sensitivity", sensitivity))
    lines.append(_folded("MIME-Version", "1.0"))
    return b"".join(lines)


def _thread(properties: Mapping[Any, Any]) -> list[bytes]:
    """Return Outlook's fields about the conversation, where something is known of it ([MS-OXCMAIL] 2.1.3.2.8)."""
    lines = []
    if topic := properties.get("conversation_topic"):
        lines.append(header_field("Thread-Topic", topic))
    if index := properties.get("conversation_index"):
        lines.append(_folded("Thread-Index", b64encode(index).decode("ascii")))
    return lines


def _content(body: Body | None, attachments: Sequence[Attached], calendar: bytes | None) -> bytes:
    """Return the rest of the header and the body."""
    inline = [
        attachment for attachment in attachments if attachment.is_inline and body and body.format is TextFormat.HTML
    ]
    others = [attachment for attachment in attachments if attachment not in inline]
    content = _bodies(body) if calendar is None else _bodies_and(body, calendar)
    if inline:
        content = _multipart("related", [content, *map(_attachment, inline)], type="multipart/alternative")
    if others:
        content = _multipart("mixed", [content, *map(_attachment, others)])
    return content


def _bodies(body: Body | None) -> bytes:
    if body is None or body.format is not TextFormat.HTML:
        return text_part("plain", body.content if body else "")
    plain = text_part("plain", html_to_text(body.content))
    return _multipart("alternative", [plain, text_part("html", body.content)])


def _bodies_and(body: Body | None, calendar: bytes) -> bytes:
    """Return a body as text and as HTML, and another alternative behind them."""
    html = body is not None and body.format is TextFormat.HTML
    said = body.content if body else ""
    texts = (html_to_text(said), said) if html else (said, text_to_html(said))
    return _multipart("alternative", [text_part("plain", texts[0]), text_part("html", texts[1]), calendar])


def text_part(subtype: str, text: str) -> bytes:
    """Return a part, or the rest of a message behind its other fields: Content-Type, empty line, text."""
    octets = _LINE_ENDS.sub("\r\n", text).encode("utf-8", "replace")
    charset = "us-ascii" if octets.isascii() else "utf-8"
    if _goes_as_it_is(octets):
        encoding, encoded = "7bit", octets
    else:
        encoding, encoded = "quoted-printable", _quoted_printable(octets)
    head = f"Content-Type: text/{subtype}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode("ascii") + encoded


def _quoted_printable(octets: bytes) -> bytes:
    # b2a_qp keeps the line ends that it finds first; with CRLF it writes soft breaks as CRLF too.
    encoded = b2a_qp(octets, istext=True)
    return encoded.replace(b"\r\n", b"\n").replace(b"\n", _CRLF)


def _multipart(subtype: str, parts: list[bytes], **parameters: str) -> bytes:
    seed = md5(b"".join(parts), usedforsecurity=False).hexdigest()
    boundary = f"=_{subtype}_{seed}".encode("ascii")
    extra = "".join(f'; {name}="{value}"' for name, value in parameters.items())
    head = f'Content-Type: multipart/{subtype};\r\n\tboundary="{boundary.decode()}"{extra}\r\n\r\n'.encode("ascii")
    inner = b"".join(b"--" + boundary + _CRLF + part + _CRLF for part in parts)
    return head + inner + b"--" + boundary + b"--" + _CRLF


def _attachment(attachment: Attached) -> bytes:
    lines = []
    disposition = "inline" if attachment.is_inline else "attachment"
    if attachment.is_item:
        lines.append(b"Content-Type: message/rfc822\r\n")
    else:
        content_type = attachment.content_type
        lines.append(_folded("Content-Type", _one_line(content_type) + _parameter("name", attachment.name)))
    lines.append(_folded("Content-Disposition", disposition + _parameter("filename", attachment.name)))
    if attachment.content_id:
        lines.append(_folded("Content-ID", f"<{_one_line(attachment.content_id)}>"))
    if attachment.content_location:
        lines.append(_folded("Content-Location", _one_line(attachment.content_location)))
    if attachment.is_item:
        # An attached message may not be encoded (RFC 2046 section 5.2.1).
        return b"".join(lines) + b"Content-Transfer-Encoding: 8bit\r\n\r\n" + attachment.content
    return b"".join((*lines, _base64(attachment.content)))


def _base64(octets: bytes) -> bytes:
    """Return the end of a part's header, and its octets in base64."""
    encoded = b64encode(octets)
    lines = _CRLF.join(encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE))
    return b"Content-Transfer-Encoding: base64\r\n\r\n" + lines


def _address(address: EmailAddress) -> str:
    name = _one_line(address.name)
    at = _one_line(address.address)
    if not name:
        return at if "@" in at else f"<{at}>"
    if not name.isascii():
        name = _encoded(name)
    elif _SPECIALS.search(name) or "=?" in name:
        name = quoted(name)
    return f"{name} <{at}>"


def _parameter(name: str, value: str) -> str:
    value = _one_line(value)
    if not value:
        return ""
    if value.isascii():
        return f"; {name}={value if _TOKEN.fullmatch(value) else quoted(value)}"
    from urllib.parse import quote

    return f"; {name}*=utf-8''{quote(value, safe='')}"


def _encoded(text: str) -> str:
    """Return text as it may stand in a header: as it is, or as encoded words (RFC 2047)."""
    limit = _MAX_LINE - _LINE
    if (
        text.isascii()
        and "=?" not in text
        and (len(text) < limit or all(len(word) < limit for word in text.split(" ")))
    ):
        return text
    words = []
    piece = b""
    for character in text:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > 42:  # 42 octets are 56 characters of base64; a word may have 75
            words.append(piece)
            piece = b""
        piece += octets
    words.append(piece)
    return " ".join(f"=?utf-8?B?{b64encode(word).decode('ascii')}?=" for word in words)


def _field(name: str, value: str) -> bytes:
    return _folded(_one_line(name), _one_line(value))


def _folded(name: str, value: str) -> bytes:
    """Return a field in lines of 76 characters where white space allows."""
    text = f"{name}: {value}"
    lines = []
    # A line ends behind a word: not at the blank that it begins with, nor at the one behind the name.
    begin, first_end = 0, len(name) + 2
    while len(text) - begin > _LINE:
        end = text.rfind(" ", first_end, begin + _LINE + 1)
        if end < 0:
            end = text.find(" ", max(first_end, begin + _LINE + 1))
        if end < 0:
            break
        lines.append(text[begin:end])
        begin, first_end = end, end + 1
    lines.append(text[begin:])
    return "\r\n".join(lines).encode("utf-8", "replace") + _CRLF


def _goes_as_it_is(octets: bytes) -> bool:
    """Say whether text needs no transfer encoding (RFC 2045 section 2.7)."""
    # "=_" begins every boundary here, so text that holds it is encoded, which makes it "=3D_".
    if not octets.isascii() or b"\0" in octets or b"=_" in octets:
        return False
    return max(map(len, octets.split(_CRLF))) <= _MAX_LINE


def _one_line(text: str) -> str:
    """Return text that cannot begin another field."""
    return _LINE_ENDS.sub(" ", text).replace("\0", "").strip()
