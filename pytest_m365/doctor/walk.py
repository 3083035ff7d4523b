"""The walk: every step's questions, asked one after the other, and judged when everything has been seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytest_m365.diagnosis.ruling import rule
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.steps import settings, steps
from pytest_m365.live.errors import Occupied


def walk(context: Context, tell: Callable[[str], None] = lambda _line: None) -> list[tuple[Probe, Result]]:
    """Ask everything; where the guard refuses, nothing is asked of anybody.

    Args:
        tell: is told each question before it is asked.
    """
    for secret in context.settings.secrets:
        context.learn(secret)
    asked = [(probe, probe.ask()) for probe in settings.step(context)]
    if not any(result.verdict is Verdict.REFUSED for _, result in asked):
        for step in steps():
            for probe in step(context):
                tell(f"{probe.step} {probe.subject}")
                asked.append((probe, ask(context, probe)))
    return [(probe, judged(context, result)) for probe, result in asked]


def ask(context: Context, probe: Probe) -> Result:
    """Ask a question; one to a mailbox in this process's turn there (`pytest_m365.live.turn`)."""
    asked = (probe.step, probe.subject)
    if context.turns is None or not probe.mailbox:
        return probe.ask()
    if probe.mailbox in context.occupied:
        return context.result(asked, Verdict.SKIPPED, "another process has the mailbox: see above")
    turn = context.turns.at(context.settings.tenant_id, probe.mailbox)
    try:
        turn.take()
    except Occupied as error:
        # Nor is it waited for once more by each of the questions behind.
        context.occupied.add(probe.mailbox)
        return context.result(
            asked, Verdict.UNAVAILABLE, "another process of this machine has the mailbox", answer=error.answer
        )
    try:
        return probe.ask()
    finally:
        turn.give_back()


def judged(context: Context, result: Result) -> Result:
    """Return a failure with its diagnosis, which knows what else has opened and what has not."""
    if result.seen is None:
        return result
    seen = replace(result.seen, opened=frozenset(context.opened), not_opened=frozenset(context.not_opened))
    diagnosis = rule(seen)
    passes = diagnosis is not None and diagnosis.passes and result.verdict is Verdict.MISSING
    return replace(result, diagnosis=diagnosis, verdict=Verdict.UNAVAILABLE if passes else result.verdict)
