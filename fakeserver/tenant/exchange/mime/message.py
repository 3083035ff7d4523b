"""A message read from its bytes: what EWS calls its properties, derived from header fields and parts.

Any bytes are a message; what they don't say is None or empty. `parts.py` cuts, `addresses.py` reads header text,
`render.py` goes the other way.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from mimetypes import guess_extension

from fakeserver.tenant.exchange.mime.addresses import parse_addresses
from fakeserver.tenant.exchange.mime.charsets import decode_bytes
from fakeserver.tenant.exchange.mime.encoded_words import decode_words
from fakeserver.tenant.exchange.mime.html import html_to_text
from fakeserver.tenant.exchange.mime.lexical import Kind, tokens
from fakeserver.tenant.exchange.mime.parts import MAX_HEADER, Part, header_end
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, Sensitivity, TextFormat

_IMPORTANCES = {"low": Importance.LOW, "normal": Importance.NORMAL, "high": Importance.HIGH}
#: What X-Priority says where Importance says nothing.
_PRIORITIES = {"1": Importance.HIGH, "2": Importance.HIGH, "4": Importance.LOW, "5": Importance.LOW}
_SENSITIVITIES = {
    "personal": Sensitivity.PERSONAL,
    "private": Sensitivity.PRIVATE,
    "company-confidential": Sensitivity.CONFIDENTIAL,
}
#: Some programs put one in front of the message.
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: What ends a field's name.
_COLON = re.compile(rb"[ \t]*:")


class Message:
    """A view over the bytes of one message; parsed piece by piece, each piece once."""

    def __init__(self, raw: bytes) -> None:
        self.root = Part(raw)

    # --- header fields -------------------------------------------------------------------------------------------

    @property
    def headers(self) -> list[tuple[str, str]]:
        """All header fields in order, unfolded, encoded words as they stand."""
        return self.root.headers

    def header(self, name: str) -> str:
        """Return the first field of this name, unfolded, encoded words as they stand; empty where there is none."""
        return self.root.header(name)

    @property
    def subject(self) -> str | None:
        """The subject, decoded; None where there is none."""
        return decode_words(self.header("subject")) or None

    @property
    def from_(self) -> EmailAddress | None:
        """The first author."""
        return self._first("from")

    @property
    def sender(self) -> EmailAddress | None:
        """Who sent it: Sender, or From where that is missing."""
        return self._first("sender") or self.from_

    @property
    def to_recipients(self) -> list[EmailAddress]:
        """To."""
        return self._addresses("to")

    @property
    def cc_recipients(self) -> list[EmailAddress]:
        """Cc."""
        return self._addresses("cc")

    @property
    def bcc_recipients(self) -> list[EmailAddress]:
        """Bcc, where the sender left it in."""
        return self._addresses("bcc")

    @property
    def reply_to(self) -> list[EmailAddress]:
        """Reply-To."""
        return self._addresses("reply-to")

    @property
    def date(self) -> datetime | None:
        """The Date field as an aware datetime in UTC; None where it is missing or unreadable."""
        return parse_date(self.header("date"))

    @property
    def message_id(self) -> str | None:
        """Message-ID with its angle brackets."""
        return self.header("message-id") or None

    @property
    def in_reply_to(self) -> str | None:
        """In-Reply-To as it stands."""
        return self.header("in-reply-to") or None

    @property
    def references(self) -> str | None:
        """References as they stand, unfolded."""
        return self.header("references") or None

    @property
    def importance(self) -> Importance:
        """What Importance says, or else X-Priority."""
        named = _IMPORTANCES.get(self.header("importance").strip().lower())
        return named or _PRIORITIES.get(self.header("x-priority").strip()[:1], Importance.NORMAL)

    @property
    def sensitivity(self) -> Sensitivity:
        """What Sensitivity says."""
        return _SENSITIVITIES.get(self.header("sensitivity").strip().lower(), Sensitivity.NORMAL)

    # --- content ---------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str | None:
        """The plain text body; None where the message has none."""
        return self._body_text("text/plain")

    @property
    def html(self) -> str | None:
        """The HTML body; None where the message has none."""
        return self._body_text("text/html")

    @property
    def body(self) -> Body | None:
        """The richest body that it has: HTML before text."""
        if self.html is not None:
            return Body(TextFormat.HTML, self.html)
        return Body(TextFormat.PLAIN, self.text) if self.text is not None else None

    @property
    def body_as_text(self) -> str | None:
        """The plain text body, or what the HTML says; None where it has neither."""
        if self.text is not None or self.html is None:
            return self.text
        return html_to_text(self.html)

    @cached_property
    def attachment_parts(self) -> list[Part]:
        """The parts that a reader sees as attachments, inline ones included, in the order they stand."""
        return [part for part in _leaves(self.root) if part not in self._body_parts.values()]

    @cached_property
    def _body_parts(self) -> dict[str, Part]:
        """The first text of each kind that isn't meant as an attachment."""
        found: dict[str, Part] = {}
        for part in _leaves(self.root):
            kind = part.leaf_type
            is_text = kind in ("text/plain", "text/html")
            if is_text and part.disposition != "attachment" and not part.filename:
                found.setdefault(kind, part)
        return found

    def _body_text(self, content_type: str) -> str | None:
        part = self._body_parts.get(content_type)
        return part.text if part is not None else None

    def _addresses(self, name: str) -> list[EmailAddress]:
        wanted = name.lower()
        return [
            address for field, value in self.headers if field.lower() == wanted for address in parse_addresses(value)
        ]

    def _first(self, name: str) -> EmailAddress | None:
        return next(iter(self._addresses(name)), None)


def attachment_name(part: Part) -> str:
    """Return what a reader calls an attached part: its file name, a message's subject, else a name by its type."""
    if part.content_type == "message/rfc822":
        return part.filename or Message(part.content).subject or ""
    extension = ".ics" if part.content_type == "text/calendar" else guess_extension(part.content_type)
    return part.filename or f"unnamed{extension or '.dat'}"


def _leaves(part: Part) -> Iterator[Part]:
    """Yield the parts that hold content; a multipart that cannot be cut counts as content itself."""
    if not part.children:
        yield part
    for child in part.children:
        yield from _leaves(child)


def parse_date(text: str) -> datetime | None:
    """Return the moment of a Date field in UTC; None where it cannot be read. No zone counts as UTC."""
    parts = date_parts(text)
    if parts is None:
        return None
    try:
        return datetime(*parts[:6], tzinfo=timezone(timedelta(seconds=parts[6]))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def date_parts(text: str) -> tuple[int, int, int, int, int, int, int] | None:
    """Return year, month, day, hour, minute and second of a Date field, and by how many seconds its zone is off UTC.

    None where it cannot be read. They may be no date. Comments stand anywhere, and blanks beside a colon or a comma
    (RFC 5322 section 4.3).
    """
    if not text:
        return None
    from email.utils import parsedate_tz

    try:
        parsed = parsedate_tz(text) or parsedate_tz(_tightened(text))
    except (TypeError, ValueError, IndexError):
        return None
    return None if parsed is None else (*parsed[:6], parsed[9] or 0)


def _tightened(text: str) -> str:
    """Return a date without its comments, and without the blanks that the standard library does not take."""
    words = "".join(" " if token.kind is Kind.COMMENT else token.text for token in tokens(text)).split()
    return " ".join(words).replace(" :", ":").replace(": ", ":").replace(" ,", ",")


def top_header(raw: bytes, name: bytes) -> str:
    """Return a field of the message's own header, unfolded, without reading the others: ``name`` in the usual case.

    Cheap enough for searches of whole folders; ``Message`` reads the whole header once for all fields.
    """
    end = min(header_end(raw), MAX_HEADER)
    label = name + b":"
    at = 0
    if raw[: len(label)].lower() != label.lower():
        at = raw.find(b"\n" + label, 0, end) + 1
        if at == 0:
            return next(_fields(raw[:end], name), "")
    return _unfolded(raw, at + len(label), end)


def top_headers(raw: bytes, name: bytes) -> Iterator[str]:
    """Yield all fields of a name, unfolded; blanks before the colon are taken as well (RFC 5322 section 4.5)."""
    return _fields(raw[: min(header_end(raw), MAX_HEADER)], name)


def _fields(header: bytes, name: bytes) -> Iterator[str]:
    header = b"\n" + header
    if header.find(_BYTE_ORDER_MARK) >= 0:
        header = header.replace(b"\n" + _BYTE_ORDER_MARK, b"\n")
    lowered, label = header.lower(), b"\n" + name.lower()
    at = -1
    while (at := lowered.find(label, at + 1)) >= 0:
        colon = _COLON.match(header, at + len(label))
        if colon is not None:
            yield _unfolded(header, colon.end(), len(header))


def _unfolded(header: bytes, at: int, end: int) -> str:
    """Return the value of a field that begins here."""
    stop = header.find(b"\n", at, end)
    while 0 <= stop < end - 1 and header[stop + 1] in b" \t":
        stop = header.find(b"\n", stop + 1, end)
    value = decode_bytes(header[at : stop if stop >= 0 else end])
    if "\n" in value:
        value = " ".join(line.strip() for line in value.split("\n"))
    return value.strip()


def normalized_topic(subject: str) -> str:
    """Return a subject without its prefixes ("Re:", "FW:", any of one to three characters), [MS-OXCMAIL] 2.2.3.2.4."""
    topic = subject.strip()
    at = 0
    while True:
        # No copy of the rest at each prefix: a subject may consist of a million of them.
        colon = topic.find(":", at, at + 4)
        if colon <= at or not topic[at:colon].isalpha() or topic[colon + 1 : colon + 2] != " ":
            return topic[at:]
        at = colon + 1
        while topic[at].isspace():
            at += 1


#: The item class of a message, by the beginning of its content type and a parameter that it must have.
_ITEM_CLASSES = (
    ("multipart/report", "delivery-status", "REPORT.IPM.Note.NDR"),
    ("multipart/report", "disposition-notification", "REPORT.IPM.Note.IPNRN"),
    ("multipart/signed", "", "IPM.Note.SMIME.MultipartSigned"),
    ("application/pkcs7-mime", "", "IPM.Note.SMIME"),
    ("application/x-pkcs7-mime", "", "IPM.Note.SMIME"),
)


def mail_class_of(content_type: str) -> str:
    """Return the item class that Exchange gives a message, from its content type alone: one of mails and reports."""
    kind = content_type.lower()
    if not kind.startswith(("multipart/report", "multipart/signed", "application/")):
        return "IPM.Note"
    for beginning, parameter, item_class in _ITEM_CLASSES:
        if kind.startswith(beginning) and parameter in kind:
            return item_class
    return "IPM.Note"
