"""What items are searched by: what IMAP SEARCH and EWS restrictions and query strings have in common.

Texts compare without case. What a criterion needs is kept in a form that makes it fast: a subject in lower case stays
with its item, and a body that stands in the message as it is, is searched right there; only encoded bodies are decoded
once and kept.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from operator import attrgetter
from typing import Generic, TypeVar

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.encoded_words import decode_words
from fakeserver.tenant.exchange.mime.message import top_header
from fakeserver.tenant.exchange.mime.parts import header_end

#: What is searched: items, and folders in EWS.
Owner = TypeVar("Owner")

#: A body is plain when it stands in the message as the reader sees it.
_ENCODINGS = (b"base64", b"quoted-printable", b"multipart/", b"text/html", b"message/")


class Cost(IntEnum):
    """What a criterion reads of an item, the cheapest first."""

    FACTS = 0
    SUBJECT = 1
    HEADER = 2
    BODY = 3


@dataclass(frozen=True, slots=True)
class Criterion(Generic[Owner]):
    """One thing that is asked of each item."""

    #: says whether an item meets it
    met_by: Callable[[Owner], bool]
    cost: Cost = Cost.FACTS


# --- combinations ----------------------------------------------------------------------------------------------------


def all_of(criteria: Iterable[Criterion[Owner]]) -> Criterion[Owner]:
    """Every criterion is met; the cheap ones are asked first."""
    tests, cost = _in_order_of_cost(criteria)
    return Criterion(lambda owner: all(met_by(owner) for met_by in tests), cost)


def any_of(criteria: Iterable[Criterion[Owner]]) -> Criterion[Owner]:
    """One criterion at least is met; the cheap ones are asked first."""
    tests, cost = _in_order_of_cost(criteria)
    return Criterion(lambda owner: any(met_by(owner) for met_by in tests), cost)


def not_met(criterion: Criterion[Owner]) -> Criterion[Owner]:
    """The criterion is not met."""
    met_by = criterion.met_by
    return Criterion(lambda owner: not met_by(owner), criterion.cost)


def _in_order_of_cost(criteria: Iterable[Criterion[Owner]]) -> tuple[list[Callable[[Owner], bool]], Cost]:
    ordered = sorted(criteria, key=attrgetter("cost"))
    return [criterion.met_by for criterion in ordered], ordered[-1].cost


# --- text ------------------------------------------------------------------------------------------------------------


def subject_contains(text: str) -> Criterion[Item]:
    """The subject holds the text; an empty text is in every item that has one (RFC 3501 section 6.4.4)."""
    wanted = text.lower()
    # A kept value is read without a call: a search asks this of every item in a folder.
    return Criterion(lambda item: wanted in (item.subject_key or _subject_key(item)), Cost.SUBJECT)


def body_contains(text: str) -> Criterion[Item]:
    """The body, its HTML or text, holds the text."""
    wanted = text.lower()
    octets = wanted.encode("ascii") if wanted.isascii() else None

    def met_by(item: Item) -> bool:
        key = _body_key(item)
        if isinstance(key, str):
            return wanted in key
        if octets is None:
            return False
        mime = item.mime()
        return octets in mime[header_end(mime) :].lower()

    return Criterion(met_by, Cost.BODY)


def header_contains(name: str, text: str) -> Criterion[Item]:
    """A field of this name holds the text; an empty text asks whether there is such a field."""
    wanted, field = text.lower(), name.lower()
    octets = name.title().encode("ascii", "replace")
    start = b"\n" + field.encode("ascii", "replace") + b":"

    def met_by(item: Item) -> bool:
        # One look at the octets saves reading the header of the items that have no such field.
        if start not in b"\n" + item.mime()[: header_end(item.mime())].lower():
            return False
        first = decode_words(top_header(item.mime(), octets)).lower()
        if wanted in first:
            return True
        return any(
            wanted in decode_words(value).lower() for each, value in item.message.headers if each.lower() == field
        )

    return Criterion(met_by, Cost.HEADER)


def text_contains(text: str) -> Criterion[Item]:
    """The header or the body holds the text."""
    wanted = text.lower()
    in_body = body_contains(text).met_by

    def met_by(item: Item) -> bool:
        if in_body(item):
            return True
        mime = item.mime()
        header = mime[: header_end(mime)].decode("utf-8", "replace")
        return wanted in header.lower() or ("=?" in header and wanted in decode_words(header).lower())

    return Criterion(met_by, Cost.BODY)


# --- size and dates --------------------------------------------------------------------------------------------------


def larger_than(octets: int) -> Criterion[Item]:
    """It has more octets."""
    return Criterion(lambda item: item.size > octets)


def smaller_than(octets: int) -> Criterion[Item]:
    """It has fewer octets."""
    return Criterion(lambda item: item.size < octets)


def received_in(since: datetime | None = None, before: datetime | None = None) -> Criterion[Item]:
    """It was received at ``since`` or later, and earlier than ``before``; both aware."""

    def met_by(item: Item) -> bool:
        return (since is None or item.received_at >= since) and (before is None or item.received_at < before)

    return Criterion(met_by)


def sent_in(since: date | None = None, before: date | None = None) -> Criterion[Item]:
    """Its Date field's day, in the zone it names, is ``since`` or later and earlier than ``before``."""

    def met_by(item: Item) -> bool:
        day = _sent_day(item)
        return day is not None and (since is None or day >= since) and (before is None or day < before)

    return Criterion(met_by, Cost.HEADER)


# --- what criteria look at -------------------------------------------------------------------------------------------


def _subject_key(item: Item) -> str:
    """Return the subject in lower case; empty where there is none."""
    key = item.subject_key
    if key is None:
        if item.is_mime and "subject" not in item.properties:
            key = decode_words(top_header(item.mime(), b"Subject")).lower()
        else:
            key = item.subject.lower()
        item.subject_key = key
    return key


def _body_key(item: Item) -> str | bytes:
    """Return the decoded body in lower case, or empty bytes where it stands in the message as it is."""
    key = item.body_key
    if key is None:
        mime = item.mime()
        header = mime[: header_end(mime)].lower()
        if mime.isascii() and item.is_mime and not any(encoding in header for encoding in _ENCODINGS):
            key = b""
        else:
            key = (item.html or item.body).lower() if not item.html else f"{item.body}\n{item.html}".lower()
        item.body_key = key
    return key


def _sent_day(item: Item) -> date | None:
    if item.is_mime:
        from email.utils import parsedate_tz

        parsed = parsedate_tz(top_header(item.mime(), b"Date"))
        if parsed is not None:
            try:
                return date(*parsed[:3])
            except (ValueError, OverflowError):
                return None
    sent = item.get("date_time_sent")
    return sent.date() if sent is not None else None
