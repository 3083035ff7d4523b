"""Steps, and the table of what they asked and what was answered."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True)
class Step:
    """One thing asked: through what, what must be in the answer, and how to ask."""

    protocol: str
    client: str
    asked: str
    expected: str
    ask: Callable[[], str]


@dataclass(frozen=True)
class Outcome:
    """What came back."""

    step: Step
    answered: str
    milliseconds: float

    @property
    def right(self) -> bool:
        """Whether the answer is the one that the step expects."""
        return self.step.expected in self.answered


def taken(heading: str, steps: Iterable[Step], stream: TextIO) -> list[Outcome]:
    """Take steps in order; print each as its answer comes."""
    print(f"{heading}\n", file=stream)
    outcomes = []
    for step in steps:
        outcomes.append(_outcome(step))
        print(_row(outcomes[-1], colour=stream.isatty()), file=stream, flush=True)
    print(file=stream)
    return outcomes


def _outcome(step: Step) -> Outcome:
    began = time.perf_counter()
    try:
        answered = step.ask()
    except Exception as unexpected:  # noqa: BLE001  (whatever a client raises is an answer, and a wrong one)
        answered = f"{type(unexpected).__name__}: {unexpected}"
    return Outcome(step, " ".join(answered.split()), (time.perf_counter() - began) * 1000)


def _row(outcome: Outcome, *, colour: bool) -> str:
    step = outcome.step
    mark, code = ("ok", "32") if outcome.right else ("NO", "31")
    if colour:
        mark = f"\x1b[{code}m{mark}\x1b[0m"
    answered = outcome.answered if len(outcome.answered) <= 80 else f"{outcome.answered[:79]}…"
    where = f"{step.protocol:<12} {step.client:<11}"
    return f"  {mark} {where} {step.asked:<45} {outcome.milliseconds:6.0f} ms  {answered}"
