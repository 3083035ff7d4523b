"""The keywords of queries: a row each, with the reader of its values.

A reader returns the criterion for a value, or None where that is none of the keyword's values.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar

from fakeserver.tenant.exchange.aqs.periods import read_period
from fakeserver.tenant.exchange.aqs.text import Sought, in_body, in_subject, in_texts
from fakeserver.tenant.exchange.criteria import Cost, Criterion, any_of, not_met, several
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.item_classes import is_of
from fakeserver.tenant.exchange.mime.charsets import decode_bytes
from fakeserver.tenant.exchange.values import Importance

End = TypeVar("End")

_BOOLEANS: Final = {"true": True, "yes": True, "false": False, "no": False}
_UNITS: Final = {"": 1, "b": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30}
#: Assumption: units are Windows Search's; the documentation has octets alone. Fifteen digits are more than any mailbox.
_SIZE: Final = re.compile(r"(\d{1,15})(b|kb|mb|gb)?", re.ASCII)

#: Beginnings of item classes, by kind (exchange-web-services/how-to-perform-an-aqs-search-by-using-ews-in-exchange).
_KINDS: Final = {
    "contacts": ("ipm.contact", "ipm.distlist"),
    "docs": ("ipm.document",),
    "email": ("ipm.note", "ipm.schedule.meeting", "report"),
    "faxes": ("ipm.note.microsoft.fax",),
    "im": ("ipm.note.microsoft.conversation",),
    "journals": ("ipm.activity",),
    "meetings": ("ipm.appointment", "ipm.schedule.meeting"),
    "notes": ("ipm.stickynote",),
    "posts": ("ipm.post",),
    "rssfeeds": ("ipm.post.rss",),
    "tasks": ("ipm.task",),
    "voicemail": ("ipm.note.microsoft.voicemail",),
}


@dataclass(frozen=True, slots=True)
class Value:
    """What stands behind a keyword and its colon."""

    text: str
    quoted: bool = False
    #: ``>``, ``>=``, ``<``, ``<=``, ``=``, ``<>``, or empty
    operator: str = ""
    #: the present in the mailbox's zone, for dates
    now: datetime = field(kw_only=True)

    @property
    def words(self) -> str:
        """The text in lower case, with single blanks."""
        return " ".join(self.text.lower().split())

    @property
    def sought(self) -> Sought:
        """The text as a word or phrase."""
        return Sought.read(self.text, quoted=self.quoted)


Reader = Callable[[Value], Criterion[Item] | None]


def anywhere(value: Value) -> Criterion[Item]:
    """Return what a word without a keyword finds: in every indexed property."""
    sought = value.sought
    return any_of([in_subject(sought), in_body(sought), _people(sought, *_PEOPLE), _attachments(sought)])


# --- text ------------------------------------------------------------------------------------------------------------


def _text(find: Callable[[Sought], Criterion[Item]]) -> Reader:
    def read(value: Value) -> Criterion[Item] | None:
        if value.operator not in ("", "=", "<>") or not value.sought.first_word:
            return None
        found = find(value.sought)
        return not_met(found) if value.operator == "<>" else found

    return read


def _people(sought: Sought, *names: str) -> Criterion[Item]:
    def texts(item: Item) -> Iterator[str]:
        for name in names:
            for person in several(item.get(name)):
                yield f"{person.name} <{person.address}>"

    return in_texts(sought, texts, Cost.HEADER)


def _attachments(sought: Sought) -> Criterion[Item]:
    def texts(item: Item) -> Iterator[str]:
        for attachment in item.attachments:
            yield attachment.name
            if attachment.content_type.startswith("text/"):
                yield decode_bytes(attachment.content)

    return in_texts(sought, texts, Cost.BODY)


# --- other values ----------------------------------------------------------------------------------------------------


def _boolean(is_so: Callable[[Item], bool], cost: Cost) -> Reader:
    def read(value: Value) -> Criterion[Item] | None:
        wanted = _BOOLEANS.get(value.words)
        if wanted is None or value.operator not in ("", "="):
            return None
        return Criterion(lambda item: is_so(item) is wanted, cost)

    return read


def _kind(value: Value) -> Criterion[Item] | None:
    # Windows Search takes each kind in the singular and in the plural.
    stem = value.words.removesuffix("s")
    classes = _KINDS.get(stem) or _KINDS.get(f"{stem}s")
    if classes is None or value.operator not in ("", "="):
        return None
    return Criterion(lambda item: is_of(item.item_class, *classes))


def _importance(value: Value) -> Criterion[Item] | None:
    try:
        wanted = Importance(value.words)
    except ValueError:
        return None
    if value.operator not in ("", "="):
        return None
    return Criterion(lambda item: (item.get("importance") or Importance.NORMAL) == wanted, Cost.HEADER)


def _date(of: Callable[[Item], datetime | None], cost: Cost) -> Reader:
    def read(value: Value) -> Criterion[Item] | None:
        ends = _ends(value, lambda text: read_period(text, value.now))
        if ends is None:
            return None
        within = _within(ends[0].start, ends[1].end, value.operator)

        def met_by(item: Item) -> bool:
            at = of(item)
            return at is not None and within(at)

        return Criterion(met_by, cost)

    return read


def _size(value: Value) -> Criterion[Item] | None:
    ends = _ends(value, _octets)
    if ends is None:
        return None
    fits = _within(ends[0], ends[1] + 1, value.operator)
    return Criterion(lambda item: fits(item.size))


def _octets(text: str) -> int | None:
    size = _SIZE.fullmatch(text)
    return None if size is None else int(size[1]) * _UNITS[size[2] or ""]


def _ends(value: Value, read: Callable[[str], End | None]) -> tuple[End, End] | None:
    """Return both ends of a range (``1..5``), or a single value twice; None where it is neither."""
    first, dots, last = value.words.partition("..")
    start = read(first.strip())
    end = read(last.strip()) if dots else start
    if start is None or end is None or (dots and value.operator not in ("", "=")):
        return None
    return start, end


def _within(start: Any, end: Any, operator: str) -> Callable[[Any], bool]:
    """Return the comparison with what begins at ``start`` and has ended at ``end``."""
    match operator:
        case ">":
            return lambda value: bool(value >= end)
        case ">=":
            return lambda value: bool(value >= start)
        case "<":
            return lambda value: bool(value < start)
        case "<=":
            return lambda value: bool(value < end)
        case "<>":
            return lambda value: not start <= value < end
        case _:
            return lambda value: bool(start <= value < end)


# --- the table -------------------------------------------------------------------------------------------------------

_RECIPIENTS: Final = ("to_recipients", "cc_recipients", "bcc_recipients")
_PEOPLE: Final = ("from_", "sender", *_RECIPIENTS)
_HAS_ATTACHMENTS: Final = _boolean(lambda item: bool(item.get("has_attachments")), Cost.HEADER)

KEYWORDS: Final[dict[str, Reader]] = {
    "subject": _text(in_subject),
    "body": _text(in_body),
    "content": _text(in_body),
    "attachment": _text(_attachments),
    "attachments": _text(_attachments),
    "from": _text(lambda sought: _people(sought, "from_", "sender")),
    "to": _text(lambda sought: _people(sought, "to_recipients")),
    "cc": _text(lambda sought: _people(sought, "cc_recipients")),
    "bcc": _text(lambda sought: _people(sought, "bcc_recipients")),
    # Assumption: the reference has recipients alone, later clients rely on the sender too.
    "participants": _text(lambda sought: _people(sought, *_PEOPLE)),
    "category": _text(lambda sought: in_texts(sought, lambda item: item.get("categories") or (), Cost.HEADER)),
    "importance": _importance,
    "kind": _kind,
    "received": _date(lambda item: item.received_at, Cost.FACTS),
    "sent": _date(lambda item: item.get("date_time_sent"), Cost.HEADER),
    "size": _size,
    "hasattachment": _HAS_ATTACHMENTS,
    "hasattachments": _HAS_ATTACHMENTS,
    "isread": _boolean(lambda item: item.is_read, Cost.FACTS),
    "isflagged": _boolean(lambda item: item.flagged, Cost.FACTS),
}
#: Keywords with dates, behind which a period of two words needs no quotes.
DATES: Final = frozenset({"received", "sent"})
#: Keywords with text: plain words behind the first are looked for in the same property.
TEXTS: Final = frozenset(
    "subject body content attachment attachments from to cc bcc participants category".split(),
)
