"""The answers to SEARCH: search keys become tests on the mailbox's items (RFC 3501 section 6.4.4).

Flags, sets and dates are looked at before texts, whatever order they were asked in.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter

from fakeserver.protocols.imap.arguments import SearchKey
from fakeserver.protocols.imap.elements import SequenceSet
from fakeserver.protocols.imap.selected import Selected, merged
from fakeserver.steps import Pace, Steps, batched
from fakeserver.tenant.exchange import search as store
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.search import Test

_FLAGS = {
    "SEEN": "flags.seen",
    "ANSWERED": "flags.answered",
    "FLAGGED": "flags.flagged",
    "DELETED": "flags.deleted",
    "DRAFT": "flags.draft",
}
_TEXTS: dict[str, Callable[[str], Test]] = {
    "SUBJECT": store.subject_contains,
    "BODY": store.body_contains,
    "TEXT": store.text_contains,
    "FROM": lambda text: store.header_contains("from", text),
    "TO": lambda text: store.header_contains("to", text),
    "CC": lambda text: store.header_contains("cc", text),
    "BCC": lambda text: store.header_contains("bcc", text),
}
_SIZES = {"LARGER": store.larger_than, "SMALLER": store.smaller_than}
#: Searched last: they read messages. BODY and TEXT read all of them.
_COSTS = {"SUBJECT": 1, "HEADER": 2, "FROM": 2, "TO": 2, "CC": 2, "BCC": 2, "BODY": 3, "TEXT": 3}


def matching_numbers(view: Selected, key: SearchKey) -> Steps[list[int]]:
    """Return the message numbers that match, ascending; found in steps."""
    items = view.folder.items
    if key.name == "ALL":
        return [number for number, uid in enumerate(view.uids, 1) if uid in items]
    test = compile_key(view, key)
    found, before, pace = [], 0, Pace()
    for some in batched(view.uids):
        for number, uid in enumerate(some, before + 1):
            item = items.get(uid)
            if item is not None and test(item):
                found.append(number)
        before += len(some)
        if pace.is_over():
            yield
    return found


def compile_key(view: Selected, key: SearchKey) -> Test:
    """Return the test that a key asks for."""
    name, argument = key.name, key.argument
    if isinstance(argument, tuple) and name != "HEADER":
        return _combine(view, name, [part for part in argument if isinstance(part, SearchKey)])
    if isinstance(argument, SequenceSet):
        wanted = _uids(view, argument, by_uid=name == "UID")
        return lambda item: item.uid in wanted
    if isinstance(argument, str):
        return _TEXTS[name](argument)
    if isinstance(argument, tuple):
        field, text = argument
        return store.header_contains(str(field), str(text))
    if isinstance(argument, date):
        return _dated(name, argument)
    if isinstance(argument, int):
        return _SIZES[name](argument)
    return _flagged(view, name)


def _combine(view: Selected, name: str, keys: list[SearchKey]) -> Test:
    tests = [compile_key(view, part) for part in sorted(keys, key=_cost)]
    if name == "AND":
        return lambda item: all(test(item) for test in tests)
    if name == "OR":
        return lambda item: any(test(item) for test in tests)
    unwanted = tests[0]
    return lambda item: not unwanted(item)


def _cost(key: SearchKey) -> int:
    if isinstance(key.argument, tuple) and key.name != "HEADER":
        return max((_cost(part) for part in key.argument if isinstance(part, SearchKey)), default=0)
    return _COSTS.get(key.name, 0)


def _uids(view: Selected, messages: SequenceSet, *, by_uid: bool) -> set[int]:
    # Numbers that do not exist match nothing; SEARCH does not refuse them.
    uids, count = view.uids, len(view.uids)
    if by_uid:
        numbers = view.numbers(messages, by_uid=True) or []
        return {uids[number - 1] for number in numbers}
    pairs = [sorted((first or count, last or count)) for first, last in messages.ranges]
    spans = merged([range(max(low, 1) - 1, min(high, count)) for low, high in pairs])
    return {uid for span in spans for uid in uids[span.start : span.stop]}


def _flagged(view: Selected, name: str) -> Test:
    if name == "ALL":
        return lambda item: True
    if name in ("RECENT", "OLD"):
        recent, wanted = view.recent, name == "RECENT"
        return lambda item: (item.uid in recent) is wanted
    if name == "NEW":
        return lambda item: item.uid in view.recent and not item.is_read
    flag: Callable[[Item], bool] = attrgetter(_FLAGS[name.removeprefix("UN")])
    return (lambda item: not flag(item)) if name.startswith("UN") else flag


def _dated(name: str, day: date) -> Test:
    """Compare days: INTERNALDATE's in UTC, the Date field's in the zone it names."""
    next_day = day + timedelta(days=1) if day < date.max else day
    if name.startswith("SENT"):
        spans = {"SENTBEFORE": (None, day), "SENTON": (day, next_day), "SENTSINCE": (day, None)}
        since, before = spans[name]
        return store.sent_in(since, before)
    midnight = datetime.combine(day, time(), UTC)
    next_midnight = datetime.combine(next_day, time(), UTC)
    moments = {"BEFORE": (None, midnight), "ON": (midnight, next_midnight), "SINCE": (midnight, None)}
    return store.received_in(*moments[name])
