"""Work done in steps, so that no request blocks the others for long.

A generator does the work, yields where others may run, and returns the result. A protocol takes each step under the
tenant's lock and lets go of it in between; the listener lets other clients go first before it asks for the next one.
Others may change the tenant between two steps, so a step must not rely on what an earlier one has read.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Input = TypeVar("Input")
#: What steps yield: nothing, or now and then a pause.
Between = TypeVar("Between", bound="Pause | None")

#: A piece of work in steps; its return value is the result.
Steps: TypeAlias = Generator[None, None, T]


class Pause:
    """What a step yields where nothing is to be done until something happens, or a time is over.

    Args:
        seconds: of real time, after which the next step is taken in any case; None: only `wake` leads there.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        self.is_over = False
        self._woken = threading.Event()
        #: the listener's, while it waits
        self.on_wake: Callable[[], None] | None = None

    def wake(self, news: object = None) -> None:
        """Let the next step be taken soon. Any thread."""
        self.is_over = True
        self._woken.set()
        if (on_wake := self.on_wake) is not None:
            on_wake()

    def wait(self) -> None:
        """Wait for its end, in a thread of one's own."""
        self._woken.wait(self.seconds)


#: The same of work that may wait for something in between.
PausingSteps: TypeAlias = Generator[Pause | None, None, T]

#: Seconds that a step may take before it should yield.
STEP = 0.01

#: Commands of one client that a line protocol answers before others get their turn, though more have come already.
ANSWERS_AT_ONCE = 100

#: Octets waiting to be sent, after which the rest of an answer waits, and the client's next commands as well.
MUCH_TO_SEND = 4 * 1024 * 1024


class Pace:
    """Says when a loop must let others run."""

    def __init__(self) -> None:
        self._until = time.perf_counter() + STEP

    def is_over(self) -> bool:
        """Say whether to yield now; if so, the next step begins."""
        now = time.perf_counter()
        if now < self._until:
            return False
        self._until = now + STEP
        return True


def each(inputs: Iterable[Input], do: Callable[[Input], T]) -> Steps[list[T]]:
    """Do the same with each input and return the results."""
    results, pace = [], Pace()
    for value in inputs:
        results.append(do(value))
        if pace.is_over():
            yield
    return results


#: Values between two looks at the clock: one after each could cost more than the work on it.
BATCH = 32


def batched(values: Sequence[Input], size: int = BATCH) -> Iterator[Sequence[Input]]:
    """Yield a few values at a time."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def in_batches(values: Sequence[Input], do: Callable[[Sequence[Input]], object], size: int = BATCH) -> Steps[None]:
    """Do something with a few values at a time."""
    if len(values) <= size:
        # Most lists are short, and need no clock.
        if values:
            do(values)
        return
    pace = Pace()
    for some in batched(values, size):
        do(some)
        if pace.is_over():
            yield


#: Values that are sorted at once, which takes milliseconds.
_RUN = 10_000


def ordered(values: Sequence[Input], key: Callable[[Input], Any], *, reverse: bool = False) -> Steps[list[Input]]:
    """Return the values as `sorted` would: equal ones keep their order, in reverse too.

    What fits in one run is sorted at once; longer sequences are sorted run by run, and the runs are merged.
    """
    keys: list[Any] = []
    yield from in_batches(values, lambda some: keys.extend(map(key, some)))
    places = range(len(values))
    if len(values) <= _RUN:
        return list(map(values.__getitem__, sorted(places, key=keys.__getitem__, reverse=reverse)))
    pace = Pace()
    runs: list[list[int]] = []
    for run in batched(places, _RUN):
        runs.append(sorted(run, key=keys.__getitem__, reverse=reverse))
        if pace.is_over():
            yield
    merged = merge(*runs, key=keys.__getitem__, reverse=reverse)
    result: list[Input] = []
    while some_places := list(islice(merged, BATCH)):
        result += map(values.__getitem__, some_places)
        if pace.is_over():
            yield
    return result


def begun(lock: threading.RLock, steps: Generator[Between, None, T]) -> T | Generator[Between, None, T]:
    """Take the first step with a lock held; return the result if that was all, else the remaining steps."""
    with lock:
        try:
            pause = next(steps)
        except StopIteration as done:
            result: T = done.value
            return result
    return locked(lock, steps, pause)


def take_step(lock: threading.RLock, steps: Steps[None]) -> bool:
    """Take one step with a lock held; return whether it was the last one."""
    with lock:
        try:
            next(steps)
        except StopIteration:
            return True
    return False


def locked(
    lock: threading.RLock, steps: Generator[Between, None, T], pause: Between | None = None
) -> Generator[Between, None, T]:
    """Do the same work, holding a lock in each step and releasing it between them.

    Args:
        pause: what it begins with, where a step was taken already and has asked for it.
    """
    try:
        if pause is not None:
            yield pause
        while True:
            with lock:
                pause = next(steps)
            yield pause
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        # Work that is given up may have something to undo.
        with lock:
            steps.close()


def taken_back(trouble: BaseException, steps: Steps[None]) -> Steps[None]:
    """Undo work that has met trouble: in steps, or at once where it was given up and nobody takes further ones."""
    if isinstance(trouble, GeneratorExit):
        finish(steps)
    else:
        yield from steps


def finish(steps: PausingSteps[T]) -> T:
    """Do all steps at once and return the result, for callers that block nobody; pauses are waited for."""
    while True:
        try:
            pause = next(steps)
        except StopIteration as done:
            result: T = done.value
            return result
        if pause is not None:
            pause.wait()
