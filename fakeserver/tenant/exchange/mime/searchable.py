"""What a search looks through in a message: its text, decoded, in lower case, as UTF-8.

The text is every text part, of attached messages too, with the header fields of those; the header is the message's own
and those of its parts. HTML stands there twice, as a reader sees it and as it was written.
"""

from collections.abc import Iterator

from fakeserver.tenant.exchange.mime.encoded_words import decode_words
from fakeserver.tenant.exchange.mime.html import html_to_text
from fakeserver.tenant.exchange.mime.parts import MAX_DEPTH, Part, header_end

#: Characters that are searched in one message; what comes behind them is not found.
#: Source: Exchange indexes two million characters of an item (Microsoft Purview, "Search limits").
MAX_TEXT = 2_000_000
#: Characters of HTML that are searched as a reader sees them; what comes behind is searched as it was written.
_MAX_HTML = 64 * 1024
#: Several octets may stand for one: three in quoted-printable, line ends in base64.
_ENCODED = 3


def searchable_text(mime: bytes) -> bytes:
    """Return the text of a message in the form that is searched."""
    body_start = header_end(mime)
    if mime.isascii() and b"content-" not in mime[:body_start].lower():
        return mime[body_start : body_start + MAX_TEXT].lower()  # plain text in seven bits
    return searchable(whole_text(mime))


def searchable_header(mime: bytes) -> bytes:
    """Return the header fields of a message and of its parts, one in a line, in the form that is searched."""
    return searchable(_joined(_headers(Part(mime))))


def whole_text(mime: bytes) -> str:
    """Return the text of a message as it was written."""
    return _joined(_texts(Part(mime)))


def searchable(text: str) -> bytes:
    """Return a text in the form that is searched."""
    return text.lower().encode("utf-8", "replace")


def _joined(texts: Iterator[str]) -> str:
    pieces: list[str] = []
    room = MAX_TEXT
    for text in texts:
        pieces.append(text[:room])
        room -= len(text)
        if room <= 0:
            break
    return "\n".join(pieces)


def _headers(part: Part) -> Iterator[str]:
    yield _fields(part)
    if part.filename:
        yield part.filename  # also where it stands in the field in pieces
    for child in part.children:
        yield from _headers(child)


def _texts(part: Part) -> Iterator[str]:
    if part.children:
        for child in part.children:
            yield from _texts(child)
        return
    inner = _attached_message(part)
    if inner is not None:
        yield _fields(inner)
        yield from _texts(inner)
    elif part.leaf_type.startswith(("text/", "message/")):
        text = part.beginning_as_text(_ENCODED * MAX_TEXT)
        if part.content_type == "text/html":
            yield html_to_text(text[:_MAX_HTML])
        yield text


def _attached_message(part: Part) -> Part | None:
    """Return the message that a part holds, be it encoded, which it may not be (RFC 2046 section 5.2.1)."""
    if part.inner_message is None or part.transfer_encoding not in ("base64", "quoted-printable"):
        return part.inner_message
    return Part(part.content, depth=part.depth + 1) if part.depth < MAX_DEPTH else None


def _fields(part: Part) -> str:
    return "\n".join(f"{name}: {decode_words(value)}" for name, value in part.headers)
