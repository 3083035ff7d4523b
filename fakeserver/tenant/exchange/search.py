"""Looking for items: what IMAP SEARCH and EWS restrictions and query strings have in common.

A test is a function from an item to a bool. Texts compare without case. What a test needs is kept in a form that makes
it fast: a subject in lower case stays with its item, and a body that stands in the message as it is, is searched right
there; only encoded bodies are decoded once and kept.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.addresses import decode_words
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.mime.parts import header_end

Test = Callable[[Item], bool]

#: A body is plain when it stands in the message as the reader sees it.
_ENCODINGS = (b"base64", b"quoted-printable", b"multipart/", b"text/html", b"message/")


def find(items: Iterable[Item], test: Test) -> list[Item]:
    """Return the items that pass a test, in order."""
    return [item for item in items if test(item)]


# --- text ------------------------------------------------------------------------------------------------------------


def subject_contains(text: str) -> Test:
    """The subject holds the text; an empty text is in every item that has one (RFC 3501 section 6.4.4)."""
    wanted = text.lower()
    # A kept value is read without a call: a search asks this of every item in a folder.
    return lambda item: wanted in (item.subject_key or subject_key(item))


def body_contains(text: str) -> Test:
    """The body, its HTML or text, holds the text."""
    wanted = text.lower()
    octets = wanted.encode("ascii") if wanted.isascii() else None

    def test(item: Item) -> bool:
        key = _body_key(item)
        if isinstance(key, str):
            return wanted in key
        if octets is None:
            return False
        mime = item.mime()
        return octets in mime[header_end(mime) :].lower()

    return test


def header_contains(name: str, text: str) -> Test:
    """A field of this name holds the text; an empty text asks whether there is such a field."""
    wanted, field = text.lower(), name.lower()
    octets = name.title().encode("ascii", "replace")
    start = b"\n" + field.encode("ascii", "replace") + b":"

    def test(item: Item) -> bool:
        # One look at the octets saves reading the header of the items that have no such field.
        if start not in b"\n" + item.mime()[: header_end(item.mime())].lower():
            return False
        first = decode_words(top_header(item.mime(), octets)).lower()
        if wanted in first:
            return True
        return any(
            wanted in decode_words(value).lower() for each, value in item.message.headers if each.lower() == field
        )

    return test


def text_contains(text: str) -> Test:
    """The header or the body holds the text."""
    wanted = text.lower()
    in_body = body_contains(text)

    def test(item: Item) -> bool:
        if in_body(item):
            return True
        mime = item.mime()
        header = mime[: header_end(mime)].decode("utf-8", "replace")
        return wanted in header.lower() or ("=?" in header and wanted in decode_words(header).lower())

    return test


# --- size and dates --------------------------------------------------------------------------------------------------


def larger_than(octets: int) -> Test:
    """It has more octets."""
    return lambda item: item.size > octets


def smaller_than(octets: int) -> Test:
    """It has fewer octets."""
    return lambda item: item.size < octets


def received_in(since: datetime | None = None, before: datetime | None = None) -> Test:
    """It was received at ``since`` or later, and earlier than ``before``; both aware."""

    def test(item: Item) -> bool:
        return (since is None or item.received_at >= since) and (before is None or item.received_at < before)

    return test


def sent_in(since: date | None = None, before: date | None = None) -> Test:
    """Its Date field's day, in the zone it names, is ``since`` or later and earlier than ``before``."""

    def test(item: Item) -> bool:
        day = _sent_day(item)
        return day is not None and (since is None or day >= since) and (before is None or day < before)

    return test


# --- what tests look at ----------------------------------------------------------------------------------------------


def subject_key(item: Item) -> str:
    """Return the subject in lower case; empty where there is none."""
    key = item.subject_key
    if key is None:
        if item.is_mime and "subject" not in item.properties:
            key = decode_words(top_header(item.mime(), b"Subject")).lower()
        else:
            key = item.subject.lower()
        item.subject_key = key
    return key


def body_text(item: Item) -> str:
    """Return the body in lower case, as tests look at it."""
    key = _body_key(item)
    if isinstance(key, str):
        return key
    mime = item.mime()
    return mime[header_end(mime) :].decode("ascii", "replace").lower()


def _body_key(item: Item) -> str | bytes:
    """Return the decoded body in lower case, or empty bytes where it stands in the message as it is."""
    key = item.body_key
    if key is None:
        mime = item.mime()
        header = mime[: header_end(mime)].lower()
        if mime.isascii() and item.is_mime and not any(encoding in header for encoding in _ENCODINGS):
            key = b""
        else:
            key = (item.html or item.body).lower() if not item.html else f"{item.body}\n{item.html}".lower()
        item.body_key = key
    return key


def _sent_day(item: Item) -> date | None:
    if item.is_mime:
        from email.utils import parsedate_tz

        parsed = parsedate_tz(top_header(item.mime(), b"Date"))
        if parsed is not None:
            try:
                return date(*parsed[:3])
            except (ValueError, OverflowError):
                return None
    sent = item.get("date_time_sent")
    return sent.date() if sent is not None else None
