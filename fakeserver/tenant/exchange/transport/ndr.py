"""Non-delivery reports: real multipart/report messages, as Exchange Online sends them to the sender.

Sources: RFC 3462, RFC 3464; the codes and words of Exchange Online's reports ("Email non-delivery reports and SMTP
errors in Exchange Online").
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import NamedTuple

from fakeserver.tenant.exchange.arrival import TRANSPORT_HOST
from fakeserver.tenant.exchange.mime.encoded_words import decode_words
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.mime.render import format_date, header_field

#: The local part that Exchange's own reports come from.
_REPORTER = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e"


class Failure(NamedTuple):
    """Why a message didn't reach a recipient."""

    recipient: str
    #: enhanced status code, e.g. "5.1.10"
    status: str
    #: the reply behind it, without the code: what Diagnostic-Code says
    diagnostic: str
    #: for the person who reads the report
    sentence: str


def recipient_not_found(recipient: str) -> Failure:
    """No mailbox of the tenant has this address."""
    domain = recipient.rpartition("@")[2]
    return Failure(
        recipient,
        "5.1.10",
        "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        f"{recipient} wasn't found at {domain}.",
    )


def message_too_large(recipient: str) -> Failure:
    """The message is larger than the recipient's mailbox takes."""
    return Failure(
        recipient,
        "5.2.3",
        "RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
        f"The message is too large for {recipient}.",
    )


def compose_report(
    failures: Sequence[Failure], original: bytes, *, sender: str, domain: str, at: datetime, message_id: str
) -> bytes:
    """Return the report about a message that failed.

    Args:
        original: the message as it was submitted; it comes along whole.
        sender: who gets the report.
        domain: the tenant's, which the report comes from.
    """
    subject = decode_words(top_header(original, b"Subject"))
    boundary = b"=_report_" + message_id.strip("<>").partition("@")[0].encode("ascii", "replace")
    head = [
        header_field("From", f"Microsoft Outlook <{_REPORTER}@{domain}>"),
        header_field("To", f"<{sender}>"),
        header_field("Date", format_date(at)),
        header_field("Message-ID", message_id),
        header_field("Subject", f"Undeliverable: {subject}"),
        header_field("Auto-Submitted", "auto-replied"),
        header_field("X-MS-Exchange-Message-Is-Ndr", "1"),
        header_field("Content-Language", "en-US"),
    ]
    if reference := top_header(original, b"Message-ID"):
        head += [header_field("In-Reply-To", reference), header_field("References", reference)]
    head += [
        header_field("MIME-Version", "1.0"),
        b'Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="' + boundary + b'"\r\n\r\n',
    ]
    parts = (_human_part(failures), _status_part(failures, at), b"Content-Type: message/rfc822\r\n\r\n" + original)
    inner = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return b"".join(head) + inner + b"--" + boundary + b"--\r\n"


def _human_part(failures: Sequence[Failure]) -> bytes:
    paragraphs = [
        f"<p>{escape(failure.sentence)}</p>\r\n"
        f"<p>Remote Server returned '550 {failure.status} {escape(failure.diagnostic)}'</p>\r\n"
        for failure in failures
    ]
    page = f"<html><body>\r\n<p>Your message couldn't be delivered.</p>\r\n{''.join(paragraphs)}</body></html>"
    head = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head + page.encode("utf-8", "replace")


def _status_part(failures: Sequence[Failure], at: datetime) -> bytes:
    groups = [f"Reporting-MTA: dns;{TRANSPORT_HOST}\r\nArrival-Date: {format_date(at)}\r\n"]
    for failure in failures:
        fields = (
            header_field("Final-Recipient", f"rfc822;{failure.recipient}"),
            b"Action: failed\r\n",
            f"Status: {failure.status}\r\n".encode("ascii"),
            header_field("Diagnostic-Code", f"smtp;550 {failure.status} {failure.diagnostic}"),
        )
        groups.append(b"".join(fields).decode("ascii"))
    return b"Content-Type: message/delivery-status\r\n\r\n" + "\r\n".join(groups).encode("ascii")
