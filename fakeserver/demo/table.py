"""Steps, and the table of what they asked and what was answered."""

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TextIO

#: columns where nobody looks at a terminal; an answer gets what the other columns leave
COLUMNS = 160
#: an answer gets a line of its own where less than this is left beside the question
LEAST = 40


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
    terminal = stream.isatty()
    columns = shutil.get_terminal_size((COLUMNS, 24)).columns if terminal else COLUMNS
    for step in steps:
        outcomes.append(_outcome(step))
        print(_row(outcomes[-1], columns, colour=terminal), file=stream, flush=True)
    print(file=stream)
    return outcomes


def _outcome(step: Step) -> Outcome:
    began = time.perf_counter()
    try:
        answered = step.ask()
    except Exception as unexpected:  # noqa: BLE001  (whatever a client raises is an answer, and a wrong one)
        answered = f"{type(unexpected).__name__}: {unexpected}"
    return Outcome(step, " ".join(answered.split()), (time.perf_counter() - began) * 1000)


def _row(outcome: Outcome, columns: int, *, colour: bool) -> str:
    """Return one line; in a narrow terminal the answer has the next line to itself."""
    step = outcome.step
    mark, code = ("ok", "32") if outcome.right else ("NO", "31")
    asked = f" {step.protocol:<12} {step.client:<11} {step.asked:<45}"
    took = f"{outcome.milliseconds:6.0f} ms  "
    left = columns - len(f"  {mark}{asked} {took}")
    if colour:
        mark = f"\x1b[{code}m{mark}\x1b[0m"
    if left < LEAST:
        return f"  {mark}{asked.rstrip()}\n     {_cut(outcome.answered, columns - 5)}"
    return f"  {mark}{asked} {took}{_cut(outcome.answered, left)}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: max(length - 1, 0)]}…"
