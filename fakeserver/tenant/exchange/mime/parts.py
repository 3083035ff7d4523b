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

from fakeserver.tenant.exchange.mime.addresses import decode_bytes, decode_words

#: Deeper nesting is taken as text: no real message has it, and it could exhaust the stack.
_MAX_DEPTH = 30
#: More parts than this in one multipart are left where they are.
_MAX_PARTS = 1000
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


class Part:
    """A message, or one part of a multipart: its header fields and its body, as slices of the whole."""

    def __init__(self, raw: bytes, start: int = 0, end: int | None = None, depth: int = 0) -> None:
        self.raw = raw
        #: offsets into ``raw``: where its header begins, where its body begins, where it ends
        self.start = start
        self.end = len(raw) if end is None else end
        self.body_start = header_end(raw, start, self.end)
        self._depth = depth

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        """The header fields in order: name, and value unfolded but not decoded."""
        return read_headers(self.raw[self.start : self.body_start])

    def header(self, name: str) -> str:
        """Return the first field of this name, unfolded; empty where there is none."""
        wanted = name.lower()
        for field, value in self.headers:
            if field.lower() == wanted:
                return value
        return ""

    @cached_property
    def content_type(self) -> str:
        """``type/subtype`` in lower case; text/plain where there is none that makes sense (RFC 2045 section 5.2)."""
        kind = self.header("content-type").partition(";")[0].strip().lower()
        return kind if kind.count("/") == 1 and not kind.startswith("/") and not kind.endswith("/") else "text/plain"

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The parameters of Content-Type, names in lower case, RFC 2231 forms joined and decoded."""
        return read_parameters(self.header("content-type"))

    @cached_property
    def disposition(self) -> str:
        """``inline``, ``attachment`` or empty."""
        return self.header("content-disposition").partition(";")[0].strip().lower()

    @cached_property
    def filename(self) -> str:
        """The name that the sender gave the part, or empty."""
        name = read_parameters(self.header("content-disposition")).get("filename") or self.parameters.get("name", "")
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
    def content(self) -> bytes:
        """The body's octets with the transfer encoding undone."""
        encoding = self.header("content-transfer-encoding").strip().lower()
        if encoding == "base64":
            return _decode_base64(self.body)
        if encoding == "quoted-printable":
            return a2b_qp(self.body)
        return self.body

    @property
    def text(self) -> str:
        """The body as text, with the transfer encoding and the charset undone."""
        return decode_bytes(self.content, self.charset)

    @cached_property
    def children(self) -> list[Part]:
        """The parts of a multipart; empty for anything else, also for an attached message."""
        boundary = self.parameters.get("boundary", "")
        if not self.content_type.startswith("multipart/") or not boundary or self._depth >= _MAX_DEPTH:
            return []
        return [Part(self.raw, start, end, self._depth + 1) for start, end in self._split(boundary)]

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
        at = self.body_start
        while len(ranges) < _MAX_PARTS and (at := raw.find(delimiter, at, end)) >= 0:
            rest = _AFTER_BOUNDARY.match(raw, at + len(delimiter), end)
            if rest is None or (at > self.body_start and raw[at - 1 : at] != b"\n"):
                at += len(delimiter)
                continue
            if begun is not None:
                # The line end before a delimiter belongs to it (RFC 2046 section 5.1.1).
                stop = at - 2 if raw[at - 2 : at] == b"\r\n" else at - 1
                ranges.append((begun, max(stop, begun)))
            if rest.group(1):
                return ranges
            begun = at = rest.end()
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
            if colon and name.strip() and " " not in name.strip():
                fields.append((name.strip(), [value.strip()]))
    return [(name, " ".join(pieces).strip() if len(pieces) > 1 else pieces[0]) for name, pieces in fields]


def read_parameters(value: str) -> dict[str, str]:
    """Return a structured field's parameters: names in lower case, continuations joined, RFC 2231 charsets decoded."""
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, str, bool]]] = {}
    for name, raw in _PARAMETER.findall(value):
        text = _ESCAPED.sub(r"\1", raw[1:].removesuffix('"')) if raw.startswith('"') else raw.strip()
        base, star, rest = name.lower().partition("*")
        if not star:
            plain.setdefault(base, text)
            continue
        number = rest.removesuffix("*")
        pieces.setdefault(base, []).append((int(number) if number.isdecimal() else 0, text, name.endswith("*")))
    for base, found in pieces.items():
        plain[base] = _join_pieces(sorted(found))
    return plain


def _join_pieces(pieces: list[tuple[int, str, bool]]) -> str:
    charset = ""
    octets = b""
    for position, (_number, piece, encoded) in enumerate(pieces):
        if not encoded:
            octets += piece.encode("utf-8", "replace")
        elif position == 0 and piece.count("'") >= 2:
            charset, _language, text = piece.split("'", 2)
            octets += _percent_decoded(text)
        else:
            octets += _percent_decoded(piece)
    return decode_bytes(octets, charset)


def _percent_decoded(text: str) -> bytes:
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(text)


def _decode_base64(body: bytes) -> bytes:
    # Everything outside the alphabet is ignored (RFC 2045 section 6.8); a cut end gives what it holds.
    try:
        return a2b_base64(body)
    except Base64Error:
        clean = _NOT_BASE64.sub(b"", body)
        if len(clean) % 4 == 1:
            clean = clean[:-1]
        return a2b_base64(clean + b"=" * (-len(clean) % 4))
