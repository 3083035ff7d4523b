"""BODY[section]: which octets of a message a section means (RFC 3501 section 6.4.5), exactly as they stand in it."""

import re

from fakeserver.protocols.imap.arguments import Section
from fakeserver.tenant.exchange.mime.parts import Part, header_end

_FIELD_LINES = re.compile(rb"^(?:\xef\xbb\xbf)?([!-9;-~]+)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)", re.MULTILINE)


def read_top_section(octets: bytes, section: Section) -> bytes | None:
    """Return the octets of a section without a part number: of the message itself, which needs no parsing."""
    if not section.text:
        return octets
    body_start = header_end(octets)
    if section.text == "TEXT":
        return octets[body_start:]
    return _header_of(octets[:body_start], section)


def read_section(message: Part, section: Section) -> bytes | None:
    """Return the octets of a section with a part number, or None where the message has no such part."""
    part = find_part(message, section.part)
    if part is None:
        return None
    if not section.text:
        return part.body
    if section.text == "MIME":
        return part.raw[part.start : part.body_start]
    # HEADER and TEXT with a part number look into the message that the part holds.
    inner = part.inner_message
    if inner is None:
        return None
    if section.text == "TEXT":
        return inner.body
    return _header_of(inner.raw[inner.start : inner.body_start], section)


def find_part(message: Part, numbers: tuple[int, ...]) -> Part | None:
    """Return a part by its numbers: ``(1, 2)`` is 1.2; None where there is no such part."""
    part = message
    for position, number in enumerate(numbers):
        # A number after a message/rfc822 counts the parts of the message inside.
        holder = (part.inner_message if position else None) or part
        if holder.children:
            if number > len(holder.children):
                return None
            part = holder.children[number - 1]
        elif number == 1 and (position == 0 or holder is not part):
            # A message that is no multipart has one part: its body.
            part = holder
        else:
            return None
    return part


def _header_of(header: bytes, section: Section) -> bytes:
    if section.text == "HEADER":
        return header
    return select_fields(header, section.fields, without=section.text == "HEADER.FIELDS.NOT")


def select_fields(header: bytes, names: frozenset[bytes], *, without: bool = False) -> bytes:
    """Return the header lines whose field is (or is not) among lower-case names, and the empty line."""
    lines = [match[0] for match in _FIELD_LINES.finditer(header) if (match[1].lower() in names) is not without]
    if lines and not lines[-1].endswith(b"\n"):
        lines.append(b"\r\n")
    lines.append(b"\r\n")
    return b"".join(lines)
