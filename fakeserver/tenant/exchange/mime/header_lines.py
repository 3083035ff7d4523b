"""A message's header changed field by field, every other octet kept."""

import re

from fakeserver.tenant.exchange.mime.addresses import parse_addresses
from fakeserver.tenant.exchange.mime.encoded_words import decode_words
from fakeserver.tenant.exchange.mime.parts import header_end, read_headers
from fakeserver.tenant.exchange.mime.render import address_field, header_field

#: One field with its folded lines; also the empty line, and a line that is no field.
_FIELD = re.compile(rb"[^\n]*+\n(?:[ \t][^\n]*+\n?)*+|[^\n]++")
_ADDRESSES = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc"})


def header_without(mime: bytes, beginning: bytes) -> bytes:
    """Return a message's header, up to the empty line, without the fields whose names begin so, in lower case."""
    fields = _FIELD.findall(mime[: header_end(mime)])
    return b"".join(field for field in fields if field.strip() and not field.lower().startswith(beginning))


def in_seven_bits(mime: bytes) -> bytes:
    """Return a message whose header is ASCII: text as encoded words, but for addresses that cannot be written so.

    Fields with parameters stay as they are.
    """
    end = header_end(mime)
    if mime[:end].isascii():
        return mime
    return b"".join(map(_field_in_seven_bits, _FIELD.findall(mime[:end]))) + mime[end:]


def _field_in_seven_bits(field: bytes) -> bytes:
    read = [] if field.isascii() else read_headers(field)
    if not read or read[0][0].lower().startswith("content-"):
        return field
    name, value = read[0]
    if name.lower() in _ADDRESSES:
        return address_field(name, *parse_addresses(value))
    return header_field(name, decode_words(value))
