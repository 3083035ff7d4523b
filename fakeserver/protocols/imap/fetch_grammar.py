"""What FETCH may ask for (RFC 3501 section 6.4.5): items, macros and body sections."""

import re

from fakeserver.protocols.imap.arguments import FetchItem, Section
from fakeserver.protocols.imap.elements import BadSyntax, Cursor, bounded

_ITEM = re.compile(rb"(?i)(BODY\.PEEK|BODY)(?=\[)|[A-Z0-9.]+")
_PART = re.compile(rb"[1-9]\d{0,9}(?:\.[1-9]\d{0,9})*")
_TEXT = re.compile(rb"(?i)HEADER\.FIELDS\.NOT|HEADER\.FIELDS|HEADER|TEXT|MIME")
_PARTIAL = re.compile(rb"<(\d{1,10})\.([1-9]\d{0,9})>")
_MAX_PARTS = 32
_MAX_ITEMS = 100

ITEMS = {
    item.label.decode("ascii"): item
    for item in (
        FetchItem("UID", b"UID"),
        FetchItem("FLAGS", b"FLAGS"),
        FetchItem("INTERNALDATE", b"INTERNALDATE"),
        FetchItem("RFC822.SIZE", b"RFC822.SIZE"),
        FetchItem("ENVELOPE", b"ENVELOPE"),
        FetchItem("BODYSTRUCTURE", b"BODYSTRUCTURE"),
        FetchItem("BODY", b"BODY"),
        FetchItem("SECTION", b"RFC822", peek=False),
        FetchItem("SECTION", b"RFC822.HEADER", Section(text="HEADER")),
        FetchItem("SECTION", b"RFC822.TEXT", Section(text="TEXT"), peek=False),
    )
}

_FAST = ("FLAGS", "INTERNALDATE", "RFC822.SIZE")
MACROS = {"FAST": _FAST, "ALL": (*_FAST, "ENVELOPE"), "FULL": (*_FAST, "ENVELOPE", "BODY")}


def read_items(cursor: Cursor) -> tuple[FetchItem, ...]:
    """Read the items of a FETCH."""
    if cursor.take_octets(b"("):
        items = [_read_item(cursor)]
        while not cursor.take_octets(b")"):
            cursor.space()
            items.append(_read_item(cursor))
    else:
        items = _read_macro_or_item(cursor)
    if len(items) > _MAX_ITEMS:
        raise BadSyntax
    return tuple(dict.fromkeys(items))


def _read_macro_or_item(cursor: Cursor) -> list[FetchItem]:
    start = cursor.at
    names = MACROS.get(cursor.expect(_ITEM)[0].decode("ascii").upper())
    if names is not None:
        return [ITEMS[name] for name in names]
    cursor.at = start
    return [_read_item(cursor)]


def _read_item(cursor: Cursor) -> FetchItem:
    match = cursor.expect(_ITEM)
    if match[1]:
        return _read_section(cursor, peek=len(match[1]) > len(b"BODY"))
    item = ITEMS.get(match[0].decode("ascii").upper())
    if item is None:
        raise BadSyntax
    return item


def _read_section(cursor: Cursor, *, peek: bool) -> FetchItem:
    start = cursor.at
    cursor.expect_octets(b"[")
    section = _read_section_spec(cursor)
    cursor.expect_octets(b"]")
    label = b"BODY" + _without_literals(cursor.octets[start : cursor.at], section)
    partial = cursor.take(_PARTIAL)
    if partial is None:
        return FetchItem("SECTION", label, section, None, peek)
    origin, length = bounded(partial[1]), bounded(partial[2])
    return FetchItem("SECTION", b"%b<%d>" % (label, origin), section, (origin, length), peek)


def _read_section_spec(cursor: Cursor) -> Section:
    part: tuple[int, ...] = ()
    match = cursor.take(_PART)
    if match is not None:
        part = tuple(bounded(number) for number in match[0].split(b"."))
        if len(part) > _MAX_PARTS:
            raise BadSyntax
        if not cursor.take_octets(b"."):
            return Section(part)
    text_match = cursor.take(_TEXT)
    if text_match is None:
        if part:
            raise BadSyntax
        return Section()
    text = text_match[0].decode("ascii").upper()
    if text == "MIME" and not part:
        raise BadSyntax
    if not text.startswith("HEADER.FIELDS"):
        return Section(part, text)
    cursor.space()
    cursor.expect_octets(b"(")
    fields = {cursor.astring().lower()}
    while not cursor.take_octets(b")"):
        cursor.space()
        fields.add(cursor.astring().lower())
    return Section(part, text, frozenset(fields))


def _without_literals(written: bytes, section: Section) -> bytes:
    """Return the section as the answer repeats it: as it was written, unless that holds a literal."""
    if b"\n" not in written:
        return written
    part = b".".join(b"%d" % number for number in section.part)
    text = section.text.encode("ascii")
    fields = b" ".join(b'"%b"' % re.sub(rb'[\r\n\x00"\\]', b"", name).upper() for name in sorted(section.fields))
    return b"[%b%b%b (%b)]" % (part, b"." if part else b"", text, fields)
