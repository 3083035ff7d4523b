"""ENVELOPE, BODY and BODYSTRUCTURE of a message (RFC 3501 section 7.4.2).

Types and encodings stand in lower case, as Exchange Online writes them. Header text stays as it came: encoded words
are the client's to decode; anything beyond ASCII goes in literals, as UTF-8.
"""

import re
from collections.abc import Mapping

from fakeserver.protocols.imap.sections import inner_message
from fakeserver.tenant.exchange.mime.addresses import parse_addresses
from fakeserver.tenant.exchange.mime.parts import Part, read_parameters

_QUOTABLE = re.compile(rb"[\x20-\x7e\t]{0,1000}\Z")
#: Deeper parts are written as plain text: no real message has them.
_MAX_DEPTH = 20


def nstring(text: str) -> bytes:
    """Write text as a quoted string or a literal; NIL where it is empty."""
    return string(text) if text else b"NIL"


def string(text: str) -> bytes:
    """Write text as a quoted string or a literal."""
    octets = text.encode("utf-8", "replace")
    if not _QUOTABLE.match(octets):
        return b"{%d}\r\n%b" % (len(octets), octets)
    if b'"' in octets or b"\\" in octets:
        octets = octets.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return b'"%b"' % octets


def envelope(message: Part) -> bytes:
    """Write a message's ENVELOPE."""
    author = _addresses(message.header("from"))
    sender, reply_to = _addresses(message.header("sender")), _addresses(message.header("reply-to"))
    return b"(%b)" % b" ".join(
        [
            nstring(message.header("date")),
            nstring(message.header("subject")),
            author,
            # RFC 3501: where Sender or Reply-To is missing or empty, the From stands.
            author if sender == b"NIL" else sender,
            author if reply_to == b"NIL" else reply_to,
            _addresses(message.header("to")),
            _addresses(message.header("cc")),
            _addresses(message.header("bcc")),
            nstring(message.header("in-reply-to")),
            nstring(message.header("message-id")),
        ]
    )


def body_structure(part: Part, *, extended: bool = True, depth: int = 0) -> bytes:
    """Write a part's BODYSTRUCTURE, or without the extension data its BODY."""
    main, _, sub = part.content_type.partition("/")
    if part.children and depth < _MAX_DEPTH:
        return _multipart(part, sub, extended, depth)
    inner = inner_message(part) if depth < _MAX_DEPTH else None
    if main == "multipart" or (main == "message" and inner is None and sub == "rfc822"):
        # A multipart without readable parts must not be written as one: clients would ask for its parts.
        main, sub = "text", "plain"
    pieces = [
        string(main),
        string(sub),
        _parameters(part.parameters),
        nstring(part.header("content-id")),
        nstring(part.header("content-description")),
        string(part.header("content-transfer-encoding").lower() or "7bit"),
        b"%d" % (part.end - part.body_start),
    ]
    if inner is not None:
        pieces += [envelope(inner), body_structure(inner, extended=extended, depth=depth + 1), b"%d" % _lines(part)]
    elif main == "text":
        pieces.append(b"%d" % _lines(part))
    if extended:
        pieces += [nstring(part.header("content-md5")), *_common_extension(part)]
    return b"(%b)" % b" ".join(pieces)


def _multipart(part: Part, sub: str, extended: bool, depth: int) -> bytes:
    children = b"".join(body_structure(child, extended=extended, depth=depth + 1) for child in part.children)
    pieces = [children, string(sub)]
    if extended:
        pieces += [_parameters(part.parameters), *_common_extension(part)]
    return b"(%b)" % b" ".join(pieces)


def _common_extension(part: Part) -> list[bytes]:
    """Disposition, language and location, which leaves and multiparts share."""
    disposition = b"NIL"
    if part.disposition:
        parameters = read_parameters(part.header("content-disposition"))
        disposition = b"(%b %b)" % (string(part.disposition), _parameters(parameters))
    return [disposition, nstring(part.header("content-language")), nstring(part.header("content-location"))]


def _lines(part: Part) -> int:
    """Count a part's lines, an unfinished last one included."""
    count = part.raw.count(b"\n", part.body_start, part.end)
    return count if part.end == part.body_start or part.raw[part.end - 1] == 0x0A else count + 1


def _parameters(parameters: Mapping[str, str]) -> bytes:
    if not parameters:
        return b"NIL"
    return b"(%b)" % b" ".join(string(text) for pair in parameters.items() for text in pair)


def _addresses(value: str) -> bytes:
    if not value:
        return b"NIL"
    written = [_address(found.name, found.address) for found in parse_addresses(value, str) if found.address]
    return b"(%b)" % b"".join(written) if written else b"NIL"


def _address(name: str, address: str) -> bytes:
    local, at, domain = address.rpartition("@")
    if not at:
        # The service's own word for an address without a host.
        local, domain = address, ".MISSING-HOST-NAME."
    return b"(%b NIL %b %b)" % (nstring(name), nstring(local), nstring(domain))
