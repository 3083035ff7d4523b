"""Delivery status notifications: real multipart/report messages, as Exchange Online sends them to the sender.

Sources: RFC 3461 section 6, RFC 3464, RFC 6522; for the form, reports that people have published.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape

from fakeserver.tenant.exchange.arrival import TRANSPORT_HOST
from fakeserver.tenant.exchange.mime.encoded_words import decode_words
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.mime.parts import header_end
from fakeserver.tenant.exchange.mime.render import format_date, header_field, structured_field
from fakeserver.tenant.exchange.transport.envelope import Envelope
from fakeserver.tenant.exchange.transport.multipart import multipart, text_alternatives
from fakeserver.tenant.exchange.transport.outcomes import Action, Outcome

#: What an address beyond ASCII does not show as it is (RFC 6533 section 3, utf-8-addr-xtext).
_TO_ENCODE = re.compile(r"[^!-~]|[+=\\]")

#: The local part that Exchange's own reports come from.
_REPORTER = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e"

#: Octets of the original's header that are shown to people; programs get all of it.
_SHOWN_HEADER = 8192

#: What stands above the recipients. Assumption: the words for groups.
_HEADLINES = {
    Action.FAILED: "Your message couldn't be delivered. Delivery has failed to these recipients or groups:",
    Action.DELIVERED: "Your message has been delivered to the following recipients:",
    Action.RELAYED: (
        "Delivery to these recipients or groups is complete, but no delivery notification was sent by the "
        "destination server:"
    ),
    Action.EXPANDED: "Your message has been delivered to the following groups:",
}


def compose_report(
    outcomes: Sequence[Outcome], original: bytes, envelope: Envelope, *, domain: str, at: datetime, message_id: str
) -> bytes:
    """Return the report of what became of a message.

    Args:
        outcomes: of one action; the recipients in order.
        original: the message as it was submitted. It comes along whole where it failed and RET=HDRS was not said,
            else its header alone.
        envelope: what it came with; its sender gets the report.
        domain: the tenant's, which the report comes from.
    """
    action = outcomes[0].action
    subject = decode_words(top_header(original, b"Subject"))
    name = message_id.strip("<>").partition("@")[0].encode("ascii", "replace")
    head = [
        header_field("From", f"Microsoft Outlook <{_REPORTER}@{domain}>"),
        structured_field("To", f"<{envelope.sender}>"),
        header_field("Date", format_date(at)),
        header_field("Message-ID", message_id),
        header_field("Subject", f"{action.title}: {subject}"),
        header_field("Auto-Submitted", "auto-replied"),
        header_field("X-Auto-Response-Suppress", "All"),
        header_field("Content-Language", "en-US"),
    ]
    if action is Action.FAILED:
        head.append(header_field("X-MS-Exchange-Message-Is-Ndr", "1"))
    if reference := top_header(original, b"Message-ID"):
        head += [header_field("In-Reply-To", reference), header_field("References", reference)]
    head.append(header_field("MIME-Version", "1.0"))
    header = original[: header_end(original)]
    if action is Action.FAILED and not envelope.header_only:
        returned = b"Content-Type: message/rfc822\r\n\r\n" + original
    else:
        returned = b"Content-Type: text/rfc822-headers\r\n\r\n" + header
    parts = (_human_part(outcomes, subject, header, name), _status_part(outcomes, envelope, at), returned)
    return b"".join(head) + multipart(b"report; report-type=delivery-status", b"=_report_" + name, parts)


def _human_part(outcomes: Sequence[Outcome], subject: str, header: bytes, name: bytes) -> bytes:
    """Return the words for people, as text and as HTML."""
    lines = [_HEADLINES[outcomes[0].action], ""]
    for outcome in outcomes:
        lines += [outcome.recipient.address, *([outcome.sentence] if outcome.sentence else []), ""]
    lines += [f"Subject: {subject}", ""]
    if outcomes[0].action is Action.FAILED:
        lines += ["Diagnostic information for administrators:", "", f"Generating server: {TRANSPORT_HOST}", ""]
        for outcome in outcomes:
            lines += [outcome.recipient.address, f"Remote Server returned '{outcome.diagnostic}'", ""]
        shown = header[:_SHOWN_HEADER].decode("utf-8", "replace").replace("\r\n", "\n").rstrip()
        lines += ["Original message headers:", "", shown]
    text = "\n".join(lines).replace("\n", "\r\n")
    page = f"<html><body><pre>\r\n{escape(text, quote=False)}\r\n</pre></body></html>"
    return text_alternatives(text, page, name)


def _status_part(outcomes: Sequence[Outcome], envelope: Envelope, at: datetime) -> bytes:
    """Return the fields for programs: first those of the message, then those of each recipient."""
    message = header_field("Reporting-MTA", f"dns;{TRANSPORT_HOST}")
    if envelope.envelope_id:
        message += header_field("Original-Envelope-Id", envelope.envelope_id)
    if envelope.peer is not None:
        message += header_field("Received-From-MTA", f"dns;{envelope.peer.name}")
    groups = [message + header_field("Arrival-Date", format_date(at))]
    for outcome in outcomes:
        fields = b""
        if outcome.recipient.original:
            fields += header_field("Original-Recipient", _in_ascii(outcome.recipient.original))
        fields += header_field("Final-Recipient", _in_ascii(f"rfc822;{outcome.recipient.address}"))
        fields += header_field("Action", outcome.action.word) + header_field("Status", outcome.status)
        if outcome.diagnostic:
            fields += header_field("Diagnostic-Code", f"smtp;{outcome.diagnostic}")
        groups.append(fields)
    return b"Content-Type: message/delivery-status\r\n\r\n" + b"\r\n".join(groups)


def _in_ascii(typed: str) -> str:
    """Return an address with its type for message/delivery-status, which has no encoded words."""
    address = typed.partition(";")[2]
    if address.isascii():
        return typed
    return "utf-8;" + _TO_ENCODE.sub(lambda found: f"\\x{{{ord(found[0]):X}}}", address)
