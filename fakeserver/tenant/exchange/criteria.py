"""What items are searched by: what IMAP SEARCH and EWS restrictions and query strings have in common.

Texts compare without case. What a criterion needs is kept in a form that makes it fast: a subject in lower case stays
with its item, and so does the text of its message (`text_index.py`).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from operator import attrgetter
from typing import Any, Generic, TypeVar

from fakeserver.steps import Pace, Steps
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mime.addresses import parse_addresses
from fakeserver.tenant.exchange.mime.encoded_words import decode_words
from fakeserver.tenant.exchange.mime.message import date_parts, top_header, top_headers
from fakeserver.tenant.exchange.mime.searchable import searchable, whole_text

#: What is searched: items, and folders in EWS.
Owner = TypeVar("Owner")

#: A field with comments, escapes or encoded words reads differently from what stands in it.
_UNLIKE_ADDRESSES = re.compile(r"[(\\]|=\?")


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
    #: how many single criteria it consists of
    tests: int = 1
    #: of a combination, the cheap ones first
    parts: "tuple[Criterion[Owner], ...]" = ()
    #: what one of the parts has to say so that the others are not asked, and what the combination says then
    decided_by: bool = False
    decision: bool = False


# --- combinations ----------------------------------------------------------------------------------------------------


def all_of(criteria: Iterable[Criterion[Owner]]) -> Criterion[Owner]:
    """Every criterion is met, and so it is where there is none; the cheap ones are asked first."""
    parts, tests = _in_order_of_cost(criteria)

    def met_by(owner: Owner) -> bool:
        # A loop takes half the time of `all` on a generator, and a search asks this of every item in a folder.
        for is_met in tests:  # noqa: SIM110
            if not is_met(owner):
                return False
        return True

    return _combined(met_by, parts, decided_by=False, decision=False)


def any_of(criteria: Iterable[Criterion[Owner]]) -> Criterion[Owner]:
    """One criterion at least is met, which is not so where there are none; the cheap ones are asked first."""
    parts, tests = _in_order_of_cost(criteria)

    def met_by(owner: Owner) -> bool:
        for is_met in tests:  # noqa: SIM110
            if is_met(owner):
                return True
        return False

    return _combined(met_by, parts, decided_by=True, decision=True)


def not_met(criterion: Criterion[Owner]) -> Criterion[Owner]:
    """The criterion is not met."""
    met_by = criterion.met_by
    return _combined(lambda owner: not met_by(owner), (criterion,), decided_by=True, decision=False)


def met_in_steps(criterion: Criterion[Owner], owner: Owner, pace: Pace) -> Steps[bool]:
    """Say what `met_by` says, and let others run between single criteria: each may read a long text."""
    if not criterion.parts:
        is_met = criterion.met_by(owner)
        if pace.is_over():
            yield
        return is_met
    for part in criterion.parts:
        if (yield from met_in_steps(part, owner, pace)) is criterion.decided_by:
            return criterion.decision
    return not criterion.decision


def _in_order_of_cost(
    criteria: Iterable[Criterion[Owner]],
) -> tuple[tuple[Criterion[Owner], ...], list[Callable[[Owner], bool]]]:
    parts = tuple(sorted(criteria, key=attrgetter("cost")))
    return parts, [part.met_by for part in parts]


def _combined(
    met_by: Callable[[Owner], bool], parts: tuple[Criterion[Owner], ...], *, decided_by: bool, decision: bool
) -> Criterion[Owner]:
    tests = sum(part.tests for part in parts)
    return Criterion(met_by, parts[-1].cost if parts else Cost.FACTS, tests, parts, decided_by, decision)


# --- text ------------------------------------------------------------------------------------------------------------


def subject_contains(text: str) -> Criterion[Item]:
    """The subject holds the text; an empty text is in every item that has one (RFC 3501 section 6.4.4)."""
    wanted = text.lower()
    # A kept value is read without a call: a search asks this of every item in a folder.
    return Criterion(lambda item: wanted in (item.subject_key or _subject_key(item)), Cost.SUBJECT)


def body_contains(text: str) -> Criterion[Item]:
    """The text of the message holds the text: of every text part, and of the messages attached to it."""
    wanted = searchable(text)
    return Criterion(
        lambda item: wanted in (item.text_key if item.text_key is not None else _text_key(item)), Cost.BODY
    )


def header_contains(name: str, text: str) -> Criterion[Item]:
    """A field of this name holds the text; an empty text asks whether there is such a field."""
    wanted, field = text.lower(), name.encode("ascii", "replace")

    def met_by(item: Item) -> bool:
        return any(wanted in decode_words(value).lower() for value in top_headers(item.mime(), field))

    return Criterion(met_by, Cost.HEADER)


def addresses_contain(name: str, text: str) -> Criterion[Item]:
    """A field of this name holds the text, as it stands or in one of its addresses without comments and escapes."""
    wanted, field = text.lower(), name.encode("ascii", "replace")

    def met_by(item: Item) -> bool:
        for value in top_headers(item.mime(), field):
            shown = [decode_words(value)]
            if _UNLIKE_ADDRESSES.search(value) is not None:
                shown += [f"{one.name} <{one.address}>" for one in parse_addresses(value)]
            if any(wanted in one.lower() for one in shown):
                return True
        return False

    return Criterion(met_by, Cost.HEADER)


def body_contains_exactly(text: str) -> Criterion[Item]:
    """The text of the message holds the text, in the same case."""
    without_case = body_contains(text).met_by
    return Criterion(lambda item: without_case(item) and text in whole_text(item.mime()), Cost.BODY)


def text_contains(text: str) -> Criterion[Item]:
    """The header, that of a part, or the text of the message holds the text."""
    wanted = searchable(text)
    return Criterion(
        lambda item: (
            wanted in (item.text_key if item.text_key is not None else _text_key(item))
            or wanted in (item.header_key if item.header_key is not None else _header_key(item))
        ),
        Cost.BODY,
    )


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


def _text_key(item: Item) -> bytes:
    return item.mailbox.contents.searchable_text(item)


def _header_key(item: Item) -> bytes:
    return item.mailbox.contents.searchable_header(item)


def _sent_day(item: Item) -> date | None:
    if item.is_mime:
        parts = date_parts(top_header(item.mime(), b"Date"))
        if parts is not None:
            try:
                return date(*parts[:3])
            except (ValueError, OverflowError):
                return None
    sent = item.get("date_time_sent")
    return sent.date() if sent is not None else None


def several(value: Any) -> list[Any]:
    """Return the values that a property has: none, one or several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
