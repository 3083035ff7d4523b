"""The section ``m365`` in the report of a failed test: what was asked, what was answered, and why not.

The protocols' answers are as terse as the real service's; this is not. Tokens appear as claims, secrets never.
"""

import traceback
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from textwrap import TextWrapper

from fakeserver.redaction import printable, redacted
from fakeserver.redirect.force import SAID
from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.facts import was_ordered
from fakeserver.tenant.journal.probes import is_first_half_of_a_sign_in, is_guess
from fakeserver.tenant.refusals.base import Refusal, explained
from fakeserver.tenant.refusals.explanation import Explanation
from pytest_m365.clock import ProgramClock
from pytest_m365.fake import FakeTarget
from pytest_m365.hints import behaviour, hint

#: exchanges shown for each protocol
LAST = 8
#: longest text of one exchange, in characters
WIDTH = 200
#: different refusals explained
MAX_REFUSALS = 6
#: columns of an explanation
LINE = 110

_WRAPPER = TextWrapper(
    LINE, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
)
_HANGING = TextWrapper(LINE, subsequent_indent="  ", break_long_words=False)


def section(
    target: FakeTarget,
    failure: BaseException | None = None,
    clock: ProgramClock | None = None,
    since: int = 0,
) -> str:
    """Return the text of the report section: exchanges by protocol, then refusals, then the fake's own errors.

    Args:
        failure: what the test failed with; some failures say what is wrong with the set-up.
        clock: the test's fixture ``m365_clock``.
        since: the number of the last exchange before the test.
    """
    entries = [entry for entry in target.exchanges if entry.number > since]
    lines = [f"tenant {target.domain} ({target.tenant_id}) at {target.base_url}"]
    lines += _time(target, clock)
    for protocol in dict.fromkeys(entry.protocol for entry in entries):
        lines += _exchanges(protocol, [entry for entry in entries if entry.protocol == protocol])
    lines += _refusals(entries)
    if target.leading is not None and (kept := dict.fromkeys([*SAID, *target.leading.refused])):
        lines += ["", "kept from the network, of what this test and its programs asked for:"]
        lines += [line for refused in kept for line in _WRAPPER.wrap(refused)]
    for error in [*target.take_errors(), *target.errors]:
        lines += ["", "the fake itself met an exception, which is a bug in it:"]
        lines += "".join(traceback.format_exception(error)).splitlines()
    if not entries:
        lines.append("nothing was asked of it")
    lines += [f"ordered, and never met: {fault.text}" for fault in target.tenant.faults.never_taken]
    if isinstance(failure, Refusal):
        # Raised by a call of the test's own (`m365.token(...)`): no protocol has noted it.
        lines += _explained("refused to the test", explained(failure))
    likely = hint(failure, is_redirected=target.leading is not None) if failure is not None else ""
    for each in [*([likely] if likely else []), *behaviour(entries)]:
        lines += ["", *_HANGING.wrap(f"hint: {each}")]
    return redacted("\n".join(map(printable, lines)), target.secrets)


def _time(target: FakeTarget, clock: ProgramClock | None) -> list[str]:
    """Say how the test has moved the time: refusals that come of it are understood by that first."""
    said = []
    if clock is not None and (abs(clock.ahead) >= 1 or clock.is_frozen):
        stands = "stands still, " if clock.is_frozen else "is "
        said.append(f"what the tenant and this process read {stands}{_far(clock.ahead)} the machine's (m365_clock)")
    alone = target.tenant.clock.ahead
    if abs(alone) >= 1:
        said.append(
            f"the tenant's clock alone was moved: it is {_far(alone)} this process's, by which msal, exchangelib and "
            "other programs in it decide whether a token is still good; m365_clock.advance(...) moves both"
        )
    return [line for text in said for line in _HANGING.wrap(f"time: {text}")]


def _far(seconds: float) -> str:
    """Return how far a clock is moved, before that which it is compared with."""
    return f"{timedelta(seconds=abs(round(seconds)))} {'behind' if seconds < 0 else 'ahead of'}"


def _exchanges(protocol: str, entries: list[Exchange]) -> list[str]:
    """Show the last exchanges; one that was repeated is one line, with the time of the first."""
    repeated = [(line, list(same)) for line, same in groupby(entries, key=_line)]
    shown = repeated[-LAST:]
    count = sum(len(same) for _, same in shown)
    heading = protocol + (f" (the last {count} of {len(entries)})" if count < len(entries) else "")
    lines = (f"  {same[0].at:%H:%M:%S} {line}{_times(len(same))}" for line, same in shown)
    return ["", heading, *lines]


def _times(count: int) -> str:
    return f"  ({count} times)" if count > 1 else ""


def _line(entry: Exchange) -> str:
    asked, answered = (_short(text) for text in (entry.asked, entry.answered))
    line = f"{asked}  ->  {answered}" if answered else asked
    return line + was_ordered(entry.ordered)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def _refusals(entries: list[Exchange]) -> list[str]:
    """Say why, for each different refusal once: the last ones, since a test fails on what happened last."""
    refused: dict[tuple[str, str, str], Explanation] = {}
    for entry, why in _telling(entries):
        # The first one, which is nearest to the sign-in, knows the token.
        # A protocol's own errors have no rule; their sentences differ.
        refused.setdefault((entry.protocol, why.name, why.rule or why.sentence), why)
    shown = list(refused.items())[-MAX_REFUSALS:]
    lines = [f"{len(refused) - len(shown)} other refusals came before"] if len(refused) > len(shown) else []
    for (protocol, _, _), why in shown:
        lines += _explained(f"refused on {protocol}", why)
    return lines


def _telling(entries: list[Exchange]) -> Iterator[tuple[Exchange, Explanation]]:
    """Yield the refusals that are about the program under test, and not about how its client feels its way."""
    for entry in entries:
        for why in entry.refusals:
            if not _is_probe(why) and not is_first_half_of_a_sign_in(entry, entries):
                yield entry, why


def last_refusal(target: FakeTarget, failure: BaseException | None = None, since: int = 0) -> str:
    """Return the name of the last refusal, for the line that is all that many see of a failed test; or nothing.

    Where nothing was refused, it is the last fault that was ordered and met: ``faults.drop``.

    Arguments are those of `section`.
    """
    if isinstance(failure, Refusal):
        return type(failure).__name__
    entries = [entry for entry in target.exchanges if entry.number > since]
    names = [why.name for _, why in _telling(entries)]
    met = [entry.ordered.partition("(")[0] for entry in entries if entry.ordered]
    return (names or met or [""])[-1]


def _explained(heading: str, why: Explanation) -> list[str]:
    lines = ["", f"{heading}: {why.sentence}"]
    for label, text in why.lines:
        lines += [f"  {label}: {text}"] if label == "page" else _WRAPPER.wrap(f"{label}: {text}")
    return lines


def _is_probe(why: Explanation) -> bool:
    """Say whether this is exchangelib asking for the server's version, or for folders that few mailboxes have."""
    if why.name == "FolderNotFound":
        from fakeserver.protocols.ews.properties.folder import NEWER_DISTINGUISHED_IDS

        return why.facts.get("folder") in NEWER_DISTINGUISHED_IDS
    return is_guess(why)
