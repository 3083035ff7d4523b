"""The body of an answer: what is new, a rule, a few lines about the original, and its body.

Source: mail of Exchange Online that people have published: the names in the lines, the rule, how HTML and text differ.
Assumption: the format is HTML where the new part or the original is.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.values import Body, EmailAddress, Importance, TextFormat

_RULE: Final = "_" * 32
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_BODY: Final = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)
_BODY_END: Final = re.compile(r"</body\s*>", re.IGNORECASE)
_OUTER: Final = re.compile(r"<(?:!doctype|/?html|/?body)\b[^<>]*>", re.IGNORECASE)
_HEAD: Final = re.compile(r"<head\b[^<>]*>", re.IGNORECASE)
_HEAD_END: Final = re.compile(r"</head\s*>", re.IGNORECASE)
#: A line about the original: what it is called, and what it says.
_Line = tuple[str, str]


def answering_body(new: Body | None, original: Item, sent_at: datetime, *, instead: Body | None = None) -> Body:
    """Return the body of an answer.

    Args:
        new: what stands on top; None for nothing.
        original: what is quoted.
        sent_at: when the original was sent, in the zone of whoever answers.
        instead: what the client gives in the place of lines and original; None for nothing.
    """
    top = new if new is not None else Body(TextFormat.PLAIN, "")
    if instead is not None:
        return _joined(top, instead) if top.content else instead
    quoted = original.get("body") or Body(TextFormat.PLAIN, "")
    lines = _lines(original, sent_at)
    if TextFormat.HTML in (top.format, quoted.format):
        return _html(top, lines, quoted)
    begin = f"{top.content}\r\n\r\n" if top.content else ""
    about = "\r\n".join(f"{name}: {value}" for name, value in lines)
    return Body(TextFormat.PLAIN, f"{begin}{_RULE}\r\n{about}\r\n\r\n{quoted.content}")


def _lines(original: Item, sent_at: datetime) -> list[_Line]:
    author = original.get("from_")
    named = [
        ("From", _shown([author] if author is not None else [])),
        ("Sent", _moment(sent_at)),
        ("To", _shown(original.get("to_recipients") or [])),
        ("Cc", _shown(original.get("cc_recipients") or [])),
        ("Subject", original.subject),
        ("Importance", "High" if original.get("importance") is Importance.HIGH else ""),
    ]
    return [(name, value) for name, value in named if value or name == "Subject"]


def _shown(addresses: Sequence[EmailAddress]) -> str:
    return "; ".join(
        f"{one.name} <{one.address}>" if one.name and one.address else one.address or one.name for one in addresses
    )


def _moment(at: datetime) -> str:
    """Return a moment as US English writes it: Monday, November 30, 2026 6:04:50 PM."""
    hour = f"{at.hour % 12 or 12}:{at.minute:02}:{at.second:02} {'PM' if at.hour >= 12 else 'AM'}"
    return f"{_DAYS[at.weekday()]}, {_MONTHS[at.month - 1]} {at.day}, {at.year} {hour}"


def _html(top: Body, lines: Sequence[_Line], quoted: Body) -> Body:
    about = "<br>\r\n".join(f"<b>{name}:</b> {escape(value, quote=False)}" for name, value in lines)
    rule = (
        '<hr style="display:inline-block;width:98%" tabindex="-1">\r\n<div id="divRplyFwdMsg" dir="ltr">'
        '<font face="Calibri, sans-serif" style="font-size:11pt" color="#000000">'
        f"{about}</font>\r\n<div>&nbsp;</div>\r\n</div>\r\n"
    )
    return _on_top(f"{_inner(top)}\r\n{rule}" if top.content else rule, quoted)


def _joined(top: Body, rest: Body) -> Body:
    if TextFormat.HTML in (top.format, rest.format):
        return _on_top(_inner(top), rest)
    return Body(TextFormat.PLAIN, f"{top.content}\r\n{rest.content}")


def _on_top(html: str, document: Body) -> Body:
    """Return a document with HTML in front of what its body begins with; its head stays."""
    begin = _BODY.search(document.content) if document.format is TextFormat.HTML else None
    if begin is None:
        whole = f"<html><head></head><body>{html}{_inner(document)}</body></html>"
        return Body(TextFormat.HTML, whole)
    at = begin.end()
    return Body(TextFormat.HTML, f"{document.content[:at]}{html}{document.content[at:]}")


def _inner(body: Body) -> str:
    """Return what stands in the body of a document, as HTML."""
    if body.format is not TextFormat.HTML:
        lines = escape(body.content, quote=False).replace("\r\n", "\n").split("\n")
        return f'<div class="PlainText">{"<br>".join(lines)}</div>'
    begin = _BODY.search(body.content)
    if begin is None:
        return _OUTER.sub("", _without_head(body.content))
    ends = [end.start() for end in _BODY_END.finditer(body.content, begin.end())]
    return body.content[begin.end() : ends[-1] if ends else len(body.content)]


def _without_head(html: str) -> str:
    """Return a document without its head; one that never ends stays."""
    begin = _HEAD.search(html)
    end = None if begin is None else _HEAD_END.search(html, begin.end())
    return html if begin is None or end is None else html[: begin.start()] + html[end.end() :]
