"""The answers to SEARCH: search keys become criteria for the mailbox's search (RFC 3501 section 6.4.4)."""

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

#: Where a flag stands in a message's flags.
_FLAGS = {
    name: MessageFlags._fields.index(name.lower()) for name in ("SEEN", "ANSWERED", "FLAGGED", "DELETED", "DRAFT")
}
_TEXTS: dict[str, Callable[[str], Criterion[Item]]] = {
    "SUBJECT": criteria.subject_contains,
    "BODY": criteria.body_contains,
    "TEXT": criteria.text_contains,
    "FROM": lambda text: criteria.addresses_contain("from", text),
    "TO": lambda text: criteria.addresses_contain("to", text),
    "CC": lambda text: criteria.addresses_contain("cc", text),
    "BCC": lambda text: criteria.addresses_contain("bcc", text),
}
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
        wanted = _uids(view, argument, by_uid=name == "UID")
        return Criterion(lambda item: item.uid in wanted)
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


def _uids(view: Selected, messages: SequenceSet, *, by_uid: bool) -> set[int]:
    # Numbers that do not exist match nothing; SEARCH does not refuse them.
    uids, count = view.uids, len(view.uids)
    if by_uid:
        numbers = view.numbers(messages, by_uid=True) or []
        return {uids[number - 1] for number in numbers}
    pairs = [sorted((first or count, last or count)) for first, last in messages.ranges]
    spans = merged([range(max(low, 1) - 1, min(high, count)) for low, high in pairs])
    return {uid for span in spans for uid in uids[span.start : span.stop]}


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
