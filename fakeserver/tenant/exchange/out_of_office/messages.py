"""Which messages get an automatic reply, and what it looks like.

Sources: Microsoft's support article "Understanding and troubleshooting Out of Office (OOF) replies"; [MS-OXCMAIL] for
X-Auto-Response-Suppress; RFC 3834 for Auto-Submitted; for the fields, a reply that Exchange Online has sent.
"""

import re
from datetime import datetime
from typing import Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.inbox_rules.matching import LOOP_FIELD
from fakeserver.tenant.exchange.item_classes import NOTE, is_of
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.mime.render import render
from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat

#: The class that a reply keeps inside the organization.
REPLY_CLASS: Final = "IPM.Note.Rules.OofTemplate.Microsoft"
#: Mail to many. Assumption: list and junk besides bulk, as other servers have it.
_PRECEDENCES: Final = frozenset({"bulk", "list", "junk"})
_HTML: Final = re.compile(r"<(?:html|body|div|p|span|br|table|font)\b", re.IGNORECASE)


def wants_reply(message: Item, address: str, kind: str = "oof") -> bool:
    """Say whether a message is one that a person wrote and that forbids no reply.

    Args:
        message: one that has come by mail.
        address: of the mailbox that it has come to.
        kind: what suppresses the reply, beside "all", of the values of X-Auto-Response-Suppress, in lower case.
    """
    raw = message.raw
    if raw is None or not is_of(message.item_class, NOTE) or "RULES" in message.item_class.upper():
        return False
    if top_header(raw, b"Return-Path").strip() in ("", "<>"):
        return False
    suppressed = {word.strip().lower() for word in top_header(raw, b"X-Auto-Response-Suppress").split(",")}
    if suppressed & {kind, "all"} or top_header(raw, b"Precedence").strip().lower() in _PRECEDENCES:
        return False
    submitted = top_header(raw, b"Auto-Submitted").partition(";")[0].strip().lower()
    looped = top_header(raw, LOOP_FIELD.encode()).strip().lower()
    return submitted in ("", "no") and looped != address.lower()


def compose_reply(
    message: Item, text: str, *, author: EmailAddress, to: EmailAddress, at: datetime, message_id: str
) -> bytes:
    """Return an automatic reply to a message."""
    original = message.get("internet_message_id") or ""
    is_html = _HTML.search(text) is not None
    headers = [
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        (LOOP_FIELD, author.address),
        ("X-MS-Exchange-Generated-Message-Source", "Mailbox Rules Agent"),
        ("X-MS-Exchange-Parent-Message-Id", original),
        ("X-MS-Exchange-Transport-FromEntityHeader", "Hosted"),
        ("X-MS-Has-Attach", ""),
        ("X-MS-TNEF-Correlator", ""),
    ]
    return render(
        {
            "from_": author,
            "to_recipients": [to],
            "subject": f"Automatic reply: {message.get('subject') or ''}".rstrip(),
            "date_time_sent": at,
            "internet_message_id": message_id,
            "in_reply_to": original or None,
            "references": " ".join(filter(None, [message.get("references"), original])) or None,
            "body": Body(TextFormat.HTML if is_html else TextFormat.PLAIN, text),
            "internet_message_headers": headers,
        }
    )
