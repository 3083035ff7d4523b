"""How much work an action does: counted, so that neither the machine nor what else it does matters."""

import gc
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Any, TypeVar

import pytest

from fakeserver.steps import Steps
from tests.matcher import Matcher

T = TypeVar("T")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Collect no garbage meanwhile: what other tests have left has finalizers that would be counted."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def calls_of(action: Callable[[], object]) -> int:
    """Return how many functions an action calls, those written in C included."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    with _uncollected():
        sys.setprofile(count)
        try:
            action()
        finally:
            sys.setprofile(None)
    return calls


def lines_of(action: Callable[[], object]) -> int:
    """Return how many lines of Python an action runs, each as often as it runs; loops that call nothing show here."""
    lines = 0

    def count(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    with _uncollected():
        sys.settrace(count)
        try:
            action()
        finally:
            sys.settrace(before)
    return lines


def steps_of(work: Steps[T]) -> tuple[T, int]:
    """Take all steps of a piece of work; return its result, and how often it let others run."""
    given_way = 0
    while True:
        try:
            next(work)
        except StopIteration as done:
            return done.value, given_way
        given_way += 1


def matching_steps(action: Callable[[], object], module: ModuleType) -> int:
    """Return how many steps the regular expressions of a module take in an action."""
    matchers: list[Matcher] = []

    def counted(value: object) -> object:
        if isinstance(value, re.Pattern):
            matchers.append(Matcher(value))
            return matchers[-1]
        if isinstance(value, dict):
            return {key: counted(inner) for key, inner in value.items()}
        if type(value) is tuple:
            return tuple(map(counted, value))
        return value

    with pytest.MonkeyPatch.context() as patch:
        for name, value in list(vars(module).items()):
            if not name.startswith("__"):
                patch.setattr(module, name, counted(value))
        action()
    return sum(matcher.steps for matcher in matchers)


def growth_of(action: Callable[[int], object], size: int, module: ModuleType) -> float:
    """Return how much more work an action is with eight times the size: 8 where it is linear, 64 by its square.

    Functions called are work, and steps of the module's regular expressions.
    """

    def work(of: int) -> int:
        # The steps first: counting them ends where there are too many, which `re` does not.
        return matching_steps(lambda: action(of), module) + calls_of(lambda: action(of))

    return work(8 * size) / work(size)


def line_growth_of(action: Callable[[int], object], size: int) -> float:
    """Return how many more lines of Python run in an action with eight times the size: 8 where it is linear."""
    action(1)  # what is made once is made by now
    return lines_of(lambda: action(8 * size)) / lines_of(lambda: action(size))
