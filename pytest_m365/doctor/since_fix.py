"""Asks again what failed until it turns, sparingly, and says how long it took: nobody publishes that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pytest_m365.diagnosis import waits
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.walk import ask, judged

#: by which each pause is longer than the one before, and seconds that none exceeds
GROWTH, LONGEST = 1.6, 1800.0
_FAILED = (Verdict.MISSING, Verdict.UNAVAILABLE)


@dataclass
class Pending:
    """A question whose answer is still no."""

    probe: Probe
    result: Result
    pause: float
    due: datetime
    tries: int = 0

    def put_off(self, now: datetime) -> None:
        """Ask again later, and each time more seldom."""
        self.tries += 1
        self.pause = min(self.pause * GROWTH, LONGEST)
        self.due = now + timedelta(seconds=self.pause)


def ask_until_it_turns(
    context: Context, asked: Sequence[tuple[Probe, Result]], tell: Callable[[str], None], limit: float
) -> bool:
    """Ask what failed again until all of it works; return whether it does.

    Args:
        tell: is told in a line what turned, and what says something else now.
        limit: seconds after which it stops.
    """
    began = context.time.now()
    pending = [_pending(probe, result, began) for probe, result in asked if result.verdict in _FAILED]
    for one in pending:
        tell(f"{_name(one)}: asked again in {in_words(one.pause)}")
    while pending:
        one = min(pending, key=lambda each: each.due)
        if (one.due - began).total_seconds() > limit:
            for each in pending:
                tell(f"{_name(each)}: no change after {in_words(limit)}, asked {each.tries} times")
            return False
        context.time.sleep(max(0.0, (one.due - context.time.now()).total_seconds()))
        # What was fixed may be a permission, which only a new token has.
        context.tokens.clear()
        context.occupied.clear()
        result = ask(context, one.probe)
        waited = (context.time.now() - began).total_seconds()
        if result.seen is not None:
            result = judged(context, replace(result, seen=replace(result.seen, asked_again_after=waited)))
        if result.verdict not in _FAILED:
            pending.remove(one)
            tell(f"{_name(one)}: works after {in_words(waited)}, asked {one.tries + 1} times: {result.said}")
        elif _gist(result) != _gist(one.result):
            tell(f"{_name(one)}: says something else after {in_words(waited)}: {result.answer}")
            pending[pending.index(one)] = _pending(one.probe, result, context.time.now())
        else:
            one.put_off(context.time.now())
    return True


def in_words(seconds: float) -> str:
    """Return a span as people say it."""
    if seconds < 120:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02} min"


def _pending(probe: Probe, result: Result, now: datetime) -> Pending:
    causes = result.diagnosis.causes if result.diagnosis else ()
    kept = [cause.wait.first for cause in causes if cause.wait.is_kept_by_asking]
    # What is asked keeps its old answer: then the longest pause of all is the shortest way.
    pause = max(kept, default=min((cause.wait.first for cause in causes), default=waits.CAS_MAILBOX.first))
    return Pending(probe, result, float(pause), now + timedelta(seconds=pause))


def _gist(result: Result) -> object:
    """Return what an answer comes to: its text has the ids of a request in it, another each time."""
    causes = result.diagnosis.causes if result.diagnosis else ()
    return tuple(cause.text for cause in causes) or result.answer


def _name(one: Pending) -> str:
    return f"{one.probe.step} {one.probe.subject}"
