"""The parts of a message, cut at the octet and decoded on demand; nothing here raises on any bytes.

The standard library's parser isn't used: it copies all content into strings before the first header can be read,
and neither its parts' places nor its octets come back out exactly. Sources: RFC 2045, 2046, 2231, 5322.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator
from functools import cached_property

from fakeserver.tenant.exchange.mime.charsets import decode_bytes
from fakeserver.tenant.exchange.mime.delimiters import Delimiters
from fakeserver.tenant.exchange.mime.encoded_words import decode_words
from fakeserver.tenant.exchange.mime.parameters import read_parameters, read_value

#: Deeper nesting is taken as text: the service takes no deeper messages, and it could exhaust the stack.
#: Source: Exchange Online limits, "Embedded message depth limit".
MAX_DEPTH = 30
#: More parts than these in one multipart, and in a message with all that are attached to it, are left where they are.
MAX_PARTS = 1_000
MAX_PARTS_IN_ALL = 2_000
#: Octets of a header whose fields are read; the service takes no longer header.
#: Source: Exchange Online limits, "Message header size limit".
MAX_HEADER = 256 * 1024
#: Octets of the headers of all parts. Assumption: twice as many as a message's own may have; what follows is left.
MAX_HEADERS_OF_PARTS = 2 * MAX_HEADER
#: Places in one multipart that only begin like its delimiter, as those of inner ones may.
_MAX_ALIKE = 10_000
_MESSAGES = ("message/rfc822", "message/global")
_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
#: Blanks at the end of a line; those inside a run are passed over at once.
_PADDING = re.compile(rb"(?<![ \t])[ \t]+(?=\r?\n)")


class _Whole:
    """What the parts of one message share: how many more there may be, and where delimiters can stand."""

    def __init__(self, raw: bytes) -> None:
        self.delimiters = Delimiters(raw)
        self.parts_left = MAX_PARTS_IN_ALL
        #: octets of headers in them
        self.headers_left = MAX_HEADERS_OF_PARTS


class Part:
    """A message, or one part of a multipart: its header fields and its body, as slices of the whole."""

    def __init__(
        self,
        raw: bytes,
        start: int = 0,
        end: int | None = None,
        *,
        default_type: str = "text/plain",
        depth: int = 0,
        whole: _Whole | None = None,
    ) -> None:
        """Look at a slice of a message.

        Args:
            default_type: what it is where it does not say.
            depth: how many parts and messages it stands in.
            whole: the message that it is a part of.
        """
        self.raw = raw
        #: offsets into ``raw``: where its header begins, where its body begins, where it ends
        self.start = start
        self.end = len(raw) if end is None else end
        # Line ends of the other kind are not looked for in the whole body, which may be large.
        soon = min(self.end, start + MAX_HEADER)
        self.body_start = header_end(raw, start, soon)
        if self.body_start == soon:
            self.body_start = header_end(raw, start, self.end)
        self.depth = depth
        self._default_type = default_type
        self._whole = whole if whole is not None else _Whole(raw)

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        """The header fields in order: name, and value unfolded but not decoded."""
        return read_headers(self.raw[self.start : min(self.body_start, self.start + MAX_HEADER)])

    @cached_property
    def _first_fields(self) -> dict[str, str]:
        return {name.lower(): value for name, value in reversed(self.headers)}

    def field(self, name: str) -> str | None:
        """Return the first field of this name, unfolded; None where there is none."""
        return self._first_fields.get(name.lower())

    def header(self, name: str) -> str:
        """Return the first field of this name, unfolded; empty where there is none."""
        return self._first_fields.get(name.lower(), "")

    @cached_property
    def content_type(self) -> str:
        """``type/subtype`` in lower case; text/plain where it makes no sense (RFC 2045 section 5.2)."""
        field = self.field("content-type")
        if field is None:
            return self._default_type
        kind = read_value(field)
        return kind if kind.count("/") == 1 and not kind.startswith("/") and not kind.endswith("/") else "text/plain"

    @property
    def leaf_type(self) -> str:
        """What a part is that holds no others: text, where it should hold some that cannot be read."""
        kind = self.content_type
        if kind.startswith("multipart/") or (kind in _MESSAGES and self.inner_message is None):
            return "text/plain"
        return kind

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The parameters of Content-Type, names in lower case, RFC 2231 forms joined and decoded."""
        return read_parameters(self.header("content-type"))

    @cached_property
    def disposition(self) -> str:
        """``inline``, ``attachment`` or empty."""
        return read_value(self.header("content-disposition"))

    @property
    def disposition_parameters(self) -> dict[str, str]:
        """The parameters of Content-Disposition."""
        return read_parameters(self.header("content-disposition"))

    @cached_property
    def filename(self) -> str:
        """The name that the sender gave the part, or empty."""
        name = self.disposition_parameters.get("filename") or self.parameters.get("name", "")
        return " ".join(decode_words(name).split())

    @property
    def content_id(self) -> str:
        """Content-ID without angle brackets, or empty."""
        return self.header("content-id").strip().strip("<>")

    @property
    def charset(self) -> str:
        """The charset parameter, or empty."""
        return self.parameters.get("charset", "")

    @property
    def body(self) -> bytes:
        """The body's octets as they stand in the message."""
        return self.raw[self.body_start : self.end]

    @property
    def transfer_encoding(self) -> str:
        """Content-Transfer-Encoding in lower case, without comments, or empty."""
        return read_value(self.header("content-transfer-encoding"))

    @property
    def content(self) -> bytes:
        """The body's octets with the transfer encoding undone."""
        return self.beginning(self.end - self.body_start)

    def beginning(self, octets: int) -> bytes:
        """Return the content of this many octets of the body, as far as there are so many."""
        body = self.raw[self.body_start : min(self.end, self.body_start + octets)]
        if self.transfer_encoding == "base64":
            return _decode_base64(body)
        if self.transfer_encoding == "quoted-printable":
            return _decode_quoted_printable(body)
        return body

    @property
    def text(self) -> str:
        """The body as text, with the transfer encoding and the charset undone."""
        return self.beginning_as_text(self.end - self.body_start)

    def beginning_as_text(self, octets: int) -> str:
        """Return the text of this many octets of the body, as far as there are so many."""
        return decode_bytes(self.beginning(octets), self.charset)

    @cached_property
    def children(self) -> list[Part]:
        """The parts of a multipart; empty for anything else, also for an attached message."""
        if not self.content_type.startswith("multipart/") or self.depth >= MAX_DEPTH:
            return []
        boundary = self.parameters.get("boundary", "").rstrip(" ")  # ends in no blank (RFC 2046 section 5.1.1)
        if not boundary:
            return []
        default_type = "message/rfc822" if self.content_type == "multipart/digest" else "text/plain"
        children: list[Part] = []
        for start, end in self._split(boundary):
            if self._whole.headers_left <= 0:
                break
            children.append(self._inside(start, end, default_type))
        for child in children:
            child.cut()
        return children

    @cached_property
    def inner_message(self) -> Part | None:
        """The message that a message/rfc822 part holds; None for anything else."""
        if self.content_type not in _MESSAGES or self.depth >= MAX_DEPTH or self._whole.headers_left <= 0:
            return None
        inner = self._inside(self.body_start, self.end, "text/plain")
        inner.cut()
        return inner

    def cut(self) -> None:
        """Find all parts at once: which of them are within the allowance must not depend on who asks for what first."""
        _ = self.children, self.inner_message

    def _inside(self, start: int, end: int, default_type: str) -> Part:
        part = Part(self.raw, start, end, default_type=default_type, depth=self.depth + 1, whole=self._whole)
        self._whole.parts_left -= 1
        self._whole.headers_left -= min(part.body_start - start, MAX_HEADER)
        return part

    @cached_property
    def line_ends(self) -> int:
        """How many line ends the body has; the octets of a part are counted once, however deep it stands."""
        inside = self.children if self.inner_message is None else [self.inner_message]
        count, at = 0, self.body_start
        for part in inside:
            count += self.raw.count(b"\n", at, part.body_start) + part.line_ends
            at = part.end
        return count + self.raw.count(b"\n", at, self.end)

    def walk(self) -> Iterator[Part]:
        """Yield this part and all below it, in the order they stand."""
        yield self
        for child in self.children:
            yield from child.walk()

    def _split(self, boundary: str) -> list[tuple[int, int]]:
        raw, end = self.raw, self.end
        delimiter = b"--" + boundary.encode("utf-8", "replace")
        ranges: list[tuple[int, int]] = []
        begun: int | None = None
        most, alike = min(MAX_PARTS, self._whole.parts_left), 0
        for at in self._whole.delimiters.places_of(delimiter, self.body_start, end):
            if len(ranges) >= most or alike >= _MAX_ALIKE:
                break
            rest = _AFTER_BOUNDARY.match(raw, at + len(delimiter), end)
            if rest is None:
                alike += 1
                continue
            if begun is not None:
                # The line end before a delimiter belongs to it (RFC 2046 section 5.1.1).
                stop = at - 2 if raw[at - 2 : at] == b"\r\n" else at - 1
                ranges.append((begun, max(stop, begun)))
            if rest.group(1):
                return ranges
            begun = rest.end()
        if begun is not None:
            ranges.append((begun, end))
        return ranges


def header_end(raw: bytes, start: int = 0, end: int | None = None) -> int:
    """Return where the body begins: behind the first empty line, or at the end where there is none."""
    stop = len(raw) if end is None else end
    if raw.startswith(b"\r\n", start, stop):
        return start + 2
    if raw.startswith(b"\n", start, stop):
        return start + 1
    crlf = raw.find(b"\n\r\n", start, stop)
    # Bare line ends count only where they come first, so there is no need to look further.
    bare = raw.find(b"\n\n", start, stop if crlf < 0 else crlf + 1)
    if bare >= 0:
        return bare + 2
    return crlf + 3 if crlf >= 0 else stop


def read_headers(block: bytes) -> list[tuple[str, str]]:
    """Return header fields, unfolded: octets as UTF-8 or, failing that, Windows-1252; lines that are none left out."""
    # Line by line where it isn't ASCII, so that one field in an old charset doesn't spoil the others.
    lines = block.decode("ascii").split("\n") if block.isascii() else map(decode_bytes, block.split(b"\n"))
    fields: list[tuple[str, list[str]]] = []
    for line in lines:
        if line[:1] in (" ", "\t"):
            if fields:
                fields[-1][1].append(line.strip())
        else:
            name, colon, value = line.partition(":")
            name = name.strip().removeprefix("\ufeff")  # a byte order mark in front of the message
            if colon and name and " " not in name:
                fields.append((name, [value.strip()]))
    return [(name, " ".join(pieces).strip() if len(pieces) > 1 else pieces[0]) for name, pieces in fields]


def _decode_base64(body: bytes) -> bytes:
    # Everything outside the alphabet is ignored (RFC 2045 section 6.8); a cut end gives what it holds.
    try:
        return a2b_base64(body)
    except Base64Error:
        clean = _NOT_BASE64.sub(b"", body)
        if len(clean) % 4 == 1:
            clean = clean[:-1]
        return a2b_base64(clean + b"=" * (-len(clean) % 4))


def _decode_quoted_printable(body: bytes) -> bytes:
    # Blanks at the end of a line came on the way, also behind the "=" of a soft break (RFC 2045 section 6.7).
    # From behind, since CPython looks for two octets four times faster so.
    if body.rfind(b" \r") >= 0 or body.rfind(b" \n") >= 0 or b"\t" in body:
        body = _PADDING.sub(b"", body)
    return a2b_qp(body)
