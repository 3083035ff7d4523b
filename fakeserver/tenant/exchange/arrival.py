"""What a message looks like when it arrives: the header fields that delivery puts on top, and mail made for a test."""

import re
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from os import PathLike
from pathlib import Path

from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.mime.addresses import parse_addresses
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.mime.render import format_date, header_field, render, structured_field
from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat
from fakeserver.tenant.exchange.verdicts import NOT_LOOKED_AT

#: How a message begins: with a field (a byte order mark or the line of mbox files may come first), or the empty line.
_HEADER_OR_NONE = re.compile(rb"(?:\xef\xbb\xbf)?[!-9;-~]+[ \t]*:|>?From |\r?\n|\Z")

#: The name that the fake's transport gives itself in trace fields.
TRANSPORT_HOST = "FAKE0001MB0001.FAKE.PROD.OUTLOOK.COM"
#: The version of Exchange that it says it is.
_VERSION = "15.20.9412.13"
_UNSIGNED = b"Authentication-Results: dkim=none (message not signed)\r\n"
#: What mail from within the organization carries, whatever else it is.
_INTERNAL = (
    header_field("X-MS-Exchange-Organization-AuthAs", "Internal")
    + header_field("X-MS-Exchange-Organization-AuthSource", TRANSPORT_HOST)
    + NOT_LOOKED_AT
)


def composed(
    message: EmailMessage | bytes | str | None = None,
    *,
    to: str | Iterable[str],
    subject: str = "",
    body: str = "",
    html: str | None = None,
    sender: str = "sender@example.com",
    cc: str | Iterable[str] = (),
    attachments: Iterable[Attachment | PathLike[str] | tuple[str, bytes]] = (),
) -> bytes:
    """Return the bytes of a message that is there, or of a simple one; arguments as those of `Mailbox.deliver`.

    Raises:
        TypeError: a part that is a text is none.
    """
    if isinstance(message, bytes):
        return message
    if isinstance(message, str):
        return message.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8")
    if message is not None:
        from email.policy import SMTP

        return message.as_bytes(policy=SMTP)
    for name, text in {"subject": subject, "body": body, "html": html or "", "sender": sender}.items():
        if not isinstance(text, str):
            raise TypeError(f"{name} takes a text, not {text!r}")
    files = [as_attachment(each) for each in attachments]
    content = Body(TextFormat.HTML, html) if html is not None else Body(TextFormat.PLAIN, body)
    properties = {
        "from_": parse_address(sender),
        "to_recipients": [parse_address(each) for each in ([to] if isinstance(to, str) else to)],
        "cc_recipients": [parse_address(each) for each in ([cc] if isinstance(cc, str) else cc)],
        "subject": subject,
        "body": content,
    }
    return render(properties, files)


def as_attachment(given: Attachment | PathLike[str] | tuple[str, bytes]) -> Attachment:
    """Return an attachment as it is, or made of a file's path, or of a file name and its content.

    Raises:
        TypeError: it is none of these.
        OSError: the file cannot be read.
    """
    match given:
        case Attachment():
            return given
        case PathLike():
            return Attachment(Path(given).name, Path(given).read_bytes())
        case (str(name), bytes(content)):
            return Attachment(name, content)
    raise TypeError(
        f"an attachment is a path, a file name with its bytes, or an Attachment; not {given!r}"
        + (f"; give Path({given!r})" if isinstance(given, str) else "")
    )


def parse_address(text: str) -> EmailAddress:
    """Return the first address of a text; one without any stands for itself."""
    return next(iter(parse_addresses(text)), EmailAddress("", text))


def missing_fields(mime: bytes, *, sent_at: datetime, message_id: str) -> bytes:
    """Return the Date and Message-ID fields that a message lacks, to stand in front of it.

    A message without a header gets the empty line as well: else the first line of its body would be read as a field.
    """
    lines = b""
    if not top_header(mime, b"Date"):
        lines += header_field("Date", format_date(sent_at))
    if not top_header(mime, b"Message-ID"):
        lines += header_field("Message-ID", message_id)
    return lines if has_header(mime) else lines + b"\r\n"


def has_header(mime: bytes) -> bool:
    """Say whether a message begins with a header, be it empty; what begins otherwise is a body alone."""
    return _HEADER_OR_NONE.match(mime) is not None


def trace_fields(
    *,
    sent_at: datetime,
    return_path: str,
    recipient: str = "",
    source: str = TRANSPORT_HOST,
    way: str = "Microsoft SMTP Server",
    author: str = "",
) -> bytes:
    """Return the fields that delivery puts on top of a message, which itself stays as it is.

    Args:
        return_path: the envelope's sender; empty for none.
        recipient: the mailbox, where there is just one.
        source: who has brought the message: a name, and the address that it came from in brackets.
        way: how it was brought, as Exchange calls it.
        author: the first address in From of a message that was submitted here; empty where it came from outside.

    Source: RFC 5321 section 4.4 for Received and Return-Path, in Exchange Online's form; the others as mail in Exchange
    Online carries them.
    """
    to_whom = f" for <{recipient}>" if recipient else ""
    received = f"from {source} by {TRANSPORT_HOST} with {way} id {_VERSION}{to_whom}; {format_date(sent_at)}"
    fields = structured_field("Received", received) + structured_field("Return-Path", f"<{return_path}>") + _INTERNAL
    if not author:
        return fields
    # What is submitted is neither signed nor looked up in DNS.
    domain = author.rpartition("@")[2]
    if not (domain.isascii() and domain.isprintable()):
        return fields
    return b"%b header.d=none;dmarc=none action=none header.from=%b;\r\n%b" % (
        _UNSIGNED,
        domain.encode("ascii"),
        fields,
    )
