"""ENVELOPE, BODY and BODYSTRUCTURE of a message (RFC 3501 section 7.4.2).

Types and encodings stand in lower case, as Exchange Online writes them. Header text stays as it came: encoded words
are the client's to decode; anything beyond ASCII goes in literals, as UTF-8.
"""

import re
from collections.abc import Mapping

from fakeserver.protocols.imap.names import quoted
from fakeserver.tenant.exchange.mime.addresses import GroupEnd, GroupStart, ListedAddress, read_address_list
from fakeserver.tenant.exchange.mime.parameters import without_comments
from fakeserver.tenant.exchange.mime.parts import Part

_QUOTABLE = re.compile(rb"[\x20-\x7e\t]{0,1000}\Z")


def nstring(text: str | None) -> bytes:
    """Write text as a quoted string or a literal, be it empty; NIL where there is none."""
    return b"NIL" if text is None else string(text)


def string(text: str) -> bytes:
    """Write text as a quoted string or a literal."""
    octets = text.encode("utf-8", "replace")
    if not _QUOTABLE.match(octets):
        return b"{%d}\r\n%b" % (len(octets), octets)
    return quoted(octets)


def envelope(message: Part) -> bytes:
    """Write a message's ENVELOPE."""
    author = _addresses(message.header("from"))
    sender, reply_to = _addresses(message.header("sender")), _addresses(message.header("reply-to"))
    return b"(%b)" % b" ".join(
        [
            nstring(message.field("date")),
            nstring(message.field("subject")),
            author,
            # RFC 3501: where Sender or Reply-To is missing or empty, the From stands.
            author if sender == b"NIL" else sender,
            author if reply_to == b"NIL" else reply_to,
            _addresses(message.header("to")),
            _addresses(message.header("cc")),
            _addresses(message.header("bcc")),
            nstring(message.field("in-reply-to")),
            nstring(message.field("message-id")),
        ]
    )


def body_structure(part: Part, *, extended: bool = True) -> bytes:
    """Write a part's BODYSTRUCTURE, or without the extension data its BODY; `Part` bounds how deep it goes."""
    if part.children:
        return _multipart(part, extended)
    # What has no readable parts must not be written as if it had: clients would ask for them.
    main, _, sub = part.leaf_type.partition("/")
    inner = part.inner_message
    pieces = [
        string(main),
        string(sub),
        _parameters(part.parameters),
        nstring(part.field("content-id")),
        nstring(part.field("content-description")),
        string(part.transfer_encoding or "7bit"),
        b"%d" % (part.end - part.body_start),
    ]
    if inner is not None:
        pieces += [envelope(inner), body_structure(inner, extended=extended), b"%d" % _lines(part)]
    elif main == "text":
        pieces.append(b"%d" % _lines(part))
    if extended:
        pieces += [nstring(part.field("content-md5")), *_common_extension(part)]
    return b"(%b)" % b" ".join(pieces)


def _multipart(part: Part, extended: bool) -> bytes:
    _, _, sub = part.content_type.partition("/")
    children = b"".join(body_structure(child, extended=extended) for child in part.children)
    pieces = [children, string(sub)]
    if extended:
        pieces += [_parameters(part.parameters), *_common_extension(part)]
    return b"(%b)" % b" ".join(pieces)


def _common_extension(part: Part) -> list[bytes]:
    """Disposition, language and location, which leaves and multiparts share."""
    disposition = b"NIL"
    if part.disposition:
        disposition = b"(%b %b)" % (string(part.disposition), _parameters(part.disposition_parameters))
    return [disposition, _languages(part.header("content-language")), nstring(part.field("content-location"))]


def _languages(field: str) -> bytes:
    """Write one language as a string, several as a list (RFC 3501 section 9, body-fld-lang)."""
    named = [string(language.strip()) for language in without_comments(field).split(",") if language.strip()]
    if not named:
        return b"NIL"
    return named[0] if len(named) == 1 else b"(%b)" % b" ".join(named)


def _lines(part: Part) -> int:
    """Count a part's lines, an unfinished last one included."""
    is_finished = part.end == part.body_start or part.raw[part.end - 1] == 0x0A
    return part.line_ends if is_finished else part.line_ends + 1


def _parameters(parameters: Mapping[str, str]) -> bytes:
    if not parameters:
        return b"NIL"
    return b"(%b)" % b" ".join(string(text) for pair in parameters.items() for text in pair)


def _addresses(value: str) -> bytes:
    written = b"".join(map(_address, read_address_list(value)))
    return b"(%b)" % written if written else b"NIL"


def _address(found: ListedAddress | GroupStart | GroupEnd) -> bytes:
    if isinstance(found, GroupStart):
        return b"(NIL NIL %b NIL)" % string(found.name)
    if isinstance(found, GroupEnd):
        return b"(NIL NIL NIL NIL)"
    name, address, route = found
    local_part, domain = found.cut()
    # The service's own word for an address without a host.
    host = string(domain or ".MISSING-HOST-NAME.")
    return b"(%b %b %b %b)" % (
        nstring(name or None),
        nstring(route or None),
        nstring(local_part if address else None),
        host,
    )
