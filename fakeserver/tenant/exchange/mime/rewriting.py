"""A message as Exchange writes it anew: it has kept its own form of it, and neither its order nor its boundaries.

What the message says stays. Assumption: the order of fields, and the form of boundaries, as in mail of the service.
"""

import hashlib
import re
from email import message_from_bytes
from email.generator import BytesGenerator
from email.message import Message
from email.policy import compat32
from io import BytesIO

#: Fields that stand first, in this order; others follow as they came, and those of the content at the end.
_FIRST = ("return-path", "received", "from", "to", "cc", "bcc", "subject", "date", "message-id", "references")
_OF_CONTENT = "content-"
#: what no client may say of a message: the header firewall takes it out
#: (learn.microsoft.com/exchange/header-firewall-exchange-2013-help)
_OF_THE_SERVICE = "x-ms-exchange-"
_LINE_END = re.compile(rb"\r\n|\r|\n")
_WRITTEN = compat32.clone(linesep="\r\n", max_line_length=None)


def rewritten(mime: bytes) -> bytes:
    """Return a message with its fields in another order, other boundaries and CRLF at the end of every line.

    Fields that are the service's own are left out. What the library cannot write, as parts that lie too deep in each
    other or octets where no part begins, stays in its order.
    """
    try:
        written = _rewritten(mime)
    except (RecursionError, ValueError, LookupError):
        written = mime
    # Where it finds no parts in it, the library leaves the ends of lines alone.
    return _LINE_END.sub(b"\r\n", written)


def _rewritten(mime: bytes) -> bytes:
    message = message_from_bytes(mime, policy=_WRITTEN)
    fields = [field for field in message.raw_items() if not field[0].lower().startswith(_OF_THE_SERVICE)]
    for name in {name.lower() for name in message}:
        del message[name]
    for name, value in sorted(fields, key=lambda field: _rank(field[0].lower())):
        message.set_raw(name, value)
    for number, part in enumerate(message.walk()):
        if part.get_content_maintype() == "multipart" and part.get_boundary() is not None:
            _give_boundary(part, number)
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, maxheaderlen=0, policy=_WRITTEN).flatten(message)
    return out.getvalue()


def _rank(name: str) -> int:
    if name in _FIRST:
        return _FIRST.index(name)
    return len(_FIRST) + (1 if name.startswith(_OF_CONTENT) or name == "mime-version" else 0)


def _give_boundary(part: Message, number: int) -> None:
    """Give a part another boundary: always the same one for the same."""
    digest = hashlib.sha256(str(part.get_boundary()).encode("utf-8", "surrogateescape")).hexdigest()
    part.set_boundary(f"_{number:03}_{digest[:32].upper()}_")
