"""How a cause stands, given what was seen: proved, likely, possible or excluded, each with what says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from pytest_m365.diagnosis.seen import Seen


class Standing(IntEnum):
    """How a cause stands; what is more likely is larger."""

    EXCLUDED = 0
    POSSIBLE = 1
    LIKELY = 2
    PROVED = 3


@dataclass(frozen=True)
class Judgement:
    """How a cause stands, and what says so."""

    standing: Standing
    because: str = ""
    #: excluded by who asks alone, which is no news to people
    is_plain: bool = False


Judge = Callable[[Seen], Judgement]

#: of a row that holds several answers
ANOTHER_ANSWER, ANOTHER_NUMBER = "the answer is another one", "the number is another one"
OPEN = Judgement(Standing.POSSIBLE)


def proved(because: str) -> Judgement:
    """Say that it is so."""
    return Judgement(Standing.PROVED, because)


def likely(because: str) -> Judgement:
    """Say that much speaks for it."""
    return Judgement(Standing.LIKELY, because)


def excluded(because: str) -> Judgement:
    """Say that it cannot be."""
    return Judgement(Standing.EXCLUDED, because)


def not_about(because: str) -> Judgement:
    """Say that it is about another kind of token."""
    return Judgement(Standing.EXCLUDED, because, is_plain=True)


def possible(_seen: Seen) -> Judgement:
    """Judge nothing."""
    return OPEN


def each(*judges: Judge) -> Judge:
    """Return a judge that asks several: what excludes or proves counts first, else what makes likely.

    Of two that contradict each other the first counts.
    """

    def judge(seen: Seen) -> Judgement:
        judgements = [one(seen) for one in judges]
        decided = (each for each in judgements if each.standing in (Standing.EXCLUDED, Standing.PROVED))
        return next(decided, max(judgements, key=lambda judgement: judgement.standing, default=OPEN))

    return judge
