"""The walk: every step's questions, asked one after the other, and judged when everything has been seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pytest_m365.diagnosis.ruling import rule
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.steps import settings, steps


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
                asked.append((probe, probe.ask()))
    return [(probe, judged(context, result)) for probe, result in asked]


def judged(context: Context, result: Result) -> Result:
    """Return a failure with its diagnosis, which knows what else has opened and what has not."""
    if result.seen is None:
        return result
    seen = replace(result.seen, opened=frozenset(context.opened), not_opened=frozenset(context.not_opened))
    diagnosis = rule(seen)
    passes = diagnosis is not None and diagnosis.passes and result.verdict is Verdict.MISSING
    return replace(result, diagnosis=diagnosis, verdict=Verdict.UNAVAILABLE if passes else result.verdict)
