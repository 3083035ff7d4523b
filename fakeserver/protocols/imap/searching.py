"""The answers to SEARCH: search keys become criteria for the mailbox's search (RFC 3501 section 6.4.4)."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from fakeserver.protocols.imap.arguments import SearchKey
from fakeserver.protocols.imap.elements import SequenceSet
from fakeserver.protocols.imap.selected import Selected, merged
from fakeserver.steps import Steps
from fakeserver.tenant.exchange import criteria
from fakeserver.tenant.exchange.criteria import Criterion
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.flags import MessageFlags
from fakeserver.tenant.exchange.search import Search

#: Where a flag stands in a message's flags. The one keyword is $MDNSent.
_FLAGS = {
    name: MessageFlags._fields.index(name.lower()) for name in ("SEEN", "ANSWERED", "FLAGGED", "DELETED", "DRAFT")
} | {"KEYWORD": MessageFlags._fields.index("mdn_sent")}
_TEXTS: dict[str, Callable[[str], Criterion[Item]]] = {
    "SUBJECT": criteria.subject_contains,
    "BODY": criteria.body_contains,
    "TEXT": criteria.text_contains,
    "FROM": lambda text: criteria.addresses_contain("from", text),
    "TO": lambda text: criteria.addresses_contain("to", text),
    "CC": lambda text: criteria.addresses_contain("cc", text),
    "BCC": lambda text: criteria.addresses_contain("bcc", text),
}
#: UIDs that are quicker looked up than compared.
_FEW = 1000
_SIZES = {"LARGER": criteria.larger_than, "SMALLER": criteria.smaller_than}


def matching_numbers(search: Search, view: Selected, key: SearchKey) -> Steps[list[int]]:
    """Return the message numbers that match, ascending; found in steps."""
    if key.name == "ALL":
        return view.numbers_of(view.folder.items)
    found = yield from search.find(view.folder, criterion_of(view, key))
    return view.numbers_of({item.uid for item in found})


def criterion_of(view: Selected, key: SearchKey) -> Criterion[Item]:
    """Return what a key asks for."""
    name, argument = key.name, key.argument
    if isinstance(argument, tuple) and name != "HEADER":
        return _combined(name, [criterion_of(view, part) for part in argument if isinstance(part, SearchKey)])
    if isinstance(argument, SequenceSet):
        return Criterion(_in_set(view, argument, by_uid=name == "UID"))
    if isinstance(argument, str):
        return _TEXTS[name](argument)
    if isinstance(argument, tuple):
        field, text = argument
        return criteria.header_contains(str(field), str(text))
    if isinstance(argument, date):
        return _dated(name, argument)
    if isinstance(argument, int):
        return _SIZES[name](argument)
    return Criterion(_flagged(view, name))


def _combined(name: str, parts: list[Criterion[Item]]) -> Criterion[Item]:
    if name == "AND":
        return criteria.all_of(parts)
    return criteria.any_of(parts) if name == "OR" else criteria.not_met(*parts)


def _in_set(view: Selected, messages: SequenceSet, *, by_uid: bool) -> Callable[[Item], bool]:
    """Return what says whether an item is in a set; numbers that do not exist match nothing, and are not refused.

    A search may have hundreds of sets, each of all messages: they are kept as spans of UIDs.
    """
    uids, count = view.uids, len(view.uids)
    newest = (uids[-1] if by_uid else count) if uids else 0
    pairs = [sorted((first or newest, last or newest)) for first, last in messages.ranges]
    if not by_uid:
        pairs = [[uids[low - 1], uids[min(high, count) - 1]] for low, high in pairs if 0 < low <= count]
    spans = merged([range(low, high + 1) for low, high in pairs])
    if sum(map(len, spans)) <= _FEW:
        wanted = {uid for span in spans for uid in span}
        return lambda item: item.uid in wanted
    starts, stops = [span.start for span in spans], [span.stop for span in spans]
    if len(spans) == 1:
        (start,), (stop,) = starts, stops
        return lambda item: start <= item.uid < stop
    return lambda item: item.uid < stops[bisect_right(starts, item.uid) - 1] if item.uid >= starts[0] else False


def _flagged(view: Selected, name: str) -> Callable[[Item], bool]:
    if name == "ALL":
        return lambda item: True
    if name in ("RECENT", "OLD"):
        recent, wanted = view.recent, name == "RECENT"
        return lambda item: (item.uid in recent) is wanted
    if name == "NEW":
        return lambda item: item.uid in view.recent and not item.is_read
    place = _FLAGS[name.removeprefix("UN")]
    return (lambda item: not item.flags[place]) if name.startswith("UN") else lambda item: item.flags[place]


def _dated(name: str, day: date) -> Criterion[Item]:
    """Compare days: INTERNALDATE's in UTC, the Date field's in the zone it names."""
    next_day = day + timedelta(days=1) if day < date.max else day
    if name.startswith("SENT"):
        spans = {"SENTBEFORE": (None, day), "SENTON": (day, next_day), "SENTSINCE": (day, None)}
        since, before = spans[name]
        return criteria.sent_in(since, before)
    midnight = datetime.combine(day, time(), UTC)
    next_midnight = datetime.combine(next_day, time(), UTC)
    moments = {"BEFORE": (None, midnight), "ON": (midnight, next_midnight), "SINCE": (midnight, None)}
    return criteria.received_in(*moments[name])
