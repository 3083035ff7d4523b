"""What an assertion about the journal says when it fails: what was there instead, and what to do."""

from collections import Counter
from collections.abc import Sequence

from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.probes import without_probes
from fakeserver.tenant.journal.wanted import Wanted, chosen

#: exchanges that a text shows at most, the last ones
SHOWN = 6


def check_count(name: str, count: int | None) -> None:
    """Refuse a number that nothing can be.

    Raises:
        ValueError
    """
    if count is not None and (type(count) is not int or count < 1):
        instead = "; for none there are assert_not_asked and assert_not_refused" if name == "times" else ""
        raise ValueError(f"{name} takes a positive int, not {count!r}{instead}")


def not_refused(wish: Wanted, times: int | None, seen: Sequence[Exchange]) -> str:
    """Return why ``assert_refused`` fails."""
    found = chosen(seen, wish)
    refusal = wish.refusal or "a refusal"
    if found:
        expected = _times(times or 1)
        return _text(f"{_sentence(refusal, wish)} was to come {expected} and came {_times(len(found))}", found)
    refused = [one for one in without_probes(seen, seen) if one.refusals]
    if refused:
        names = ", ".join(dict.fromkeys(why.name for exchange in refused for why in exchange.refusals))
        return _text(f"{_sentence(refusal, wish)} did not come; refused was: {names}", refused)
    return _nothing(f"{_sentence(refusal, wish)} did not come, and nothing was refused at all", wish, seen)


def not_asked(wish: Wanted, times: int | None, seen: Sequence[Exchange]) -> str:
    """Return why ``assert_asked`` fails."""
    found = chosen(seen, wish)
    if found:
        return _text(
            f"{_anything(wish)} was to be asked {_times(times or 1)} and was asked {_times(len(found))}", found
        )
    return _nothing(f"{_nothing_of(wish)} was asked", wish, seen)


def was_asked(wish: Wanted, found: Sequence[Exchange]) -> str:
    """Return why ``assert_not_asked`` fails."""
    return _text(f"{_nothing_of(wish)} was to be asked, and it was, {_times(len(found))}", found)


def was_refused(wish: Wanted, found: Sequence[Exchange]) -> str:
    """Return why ``assert_not_refused`` fails, with the reasons."""
    names = ", ".join(dict.fromkeys(why.name for exchange in found for why in exchange.refusals))
    lines = [_indented(str(exchange)) for exchange in found[-SHOWN:]]
    return "\n".join([f"{_nothing_of(wish)} was to be refused, and there is {names}:", *lines])


def _sentence(refusal: str, wish: Wanted) -> str:
    return f"{refusal} {wish.what}".rstrip()


def _anything(wish: Wanted) -> str:
    return wish.what if wish.operation else f"anything {wish.what}".rstrip()


def _nothing_of(wish: Wanted) -> str:
    return f"no {wish.what}" if wish.operation else f"nothing {wish.what}".rstrip()


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _nothing(sentence: str, wish: Wanted, seen: Sequence[Exchange]) -> str:
    asked = [exchange for exchange in seen if exchange.is_asked]
    if not asked:
        way = "is it given the addresses of m365, or led here by m365_redirect?"
        return f"{sentence}: the program asked nothing here at all; {way}"
    there = asked
    if wish.place is not None:
        there = [exchange for exchange in asked if exchange.protocol == wish.place.protocol] or asked
    counted = Counter(f"{exchange.protocol} {exchange.operation}".strip() for exchange in asked)
    told = ", ".join(name if count == 1 else f"{name} ({count} times)" for name, count in counted.items())
    return _text(f"{sentence}; asked was {told}", there)


def _text(sentence: str, exchanges: Sequence[Exchange]) -> str:
    lines = [_indented(exchange.line) for exchange in exchanges[-SHOWN:]]
    if len(exchanges) > SHOWN:
        lines.insert(0, f"  ... and {len(exchanges) - SHOWN} before")
    return "\n".join([f"{sentence}{':' if lines else ''}", *lines])


def _indented(text: str) -> str:
    return "  " + text.replace("\n", "\n  ")
