"""How much work an action does: counted, so that neither the machine nor what else it does matters."""

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

from fakeserver.steps import Steps

T = TypeVar("T")


def calls_of(action: Callable[[], object]) -> int:
    """Return how many functions an action calls, those written in C included."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(None)
    return calls


def steps_of(work: Steps[T]) -> tuple[T, int]:
    """Take all steps of a piece of work; return its result, and how often it let others run."""
    given_way = 0
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value, given_way
        given_way += 1


def growth_of(action: Callable[[int], object], size: int) -> float:
    """Return how many times longer an action takes with eight times the size: 8 where it is linear, 64 by its square.

    For work inside a function of C, such as a regular expression, whose steps nobody can count. This thread's time on
    the processor is taken, the least of five; a millisecond counts as the least that there is.
    """

    def seconds(of: int) -> float:
        began = time.thread_time()
        action(of)
        return time.thread_time() - began

    return min(seconds(8 * size) for _ in range(5)) / max(min(seconds(size) for _ in range(5)), 0.001)
