import threading
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeserver import steps
from fakeserver.steps import (
    BATCH,
    Pace,
    Pause,
    PausingSteps,
    Steps,
    begun,
    finish,
    in_batches,
    locked,
    ordered,
    take_step,
)
from tests.work import steps_of


def counting(count: int, seen: list[int]) -> Steps[str]:
    for number in range(count):
        seen.append(number)
        yield
    return "done"


def test_finishing_takes_every_step() -> None:
    seen: list[int] = []
    assert finish(counting(3, seen)) == "done"
    assert seen == [0, 1, 2]


def test_a_step_says_whether_it_was_the_last() -> None:
    lock, seen = threading.RLock(), list[int]()

    def work() -> Steps[None]:
        seen.append(held(lock))
        yield
        seen.append(held(lock))

    steps = work()
    assert [take_step(lock, steps), take_step(lock, steps)] == [False, True]
    assert seen == [True, True]
    assert not held(lock)


def held(lock: threading.RLock) -> bool:
    """Say whether another thread must wait for a lock."""
    free: list[bool] = []

    def ask() -> None:
        free.append(lock.acquire(blocking=False))
        if free[0]:
            lock.release()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return not free[0]


def test_a_lock_is_held_in_each_step_and_free_between() -> None:
    lock = threading.RLock()
    inside: list[bool] = []

    def work() -> Steps[int]:
        inside.append(held(lock))
        yield
        inside.append(held(lock))
        return 7

    outside: list[bool] = []

    def watched() -> Steps[int]:
        running = locked(lock, work())
        while True:
            try:
                next(running)
            except StopIteration as done:
                result: int = done.value
                return result
            outside.append(held(lock))
            yield

    assert finish(watched()) == 7
    assert inside == [True, True]
    assert outside == [False]


def test_work_that_is_given_up_is_closed_with_the_lock_held() -> None:
    lock = threading.RLock()
    closed: list[bool] = []

    def work() -> Steps[None]:
        try:
            while True:
                yield
        finally:
            closed.append(held(lock))

    running = locked(lock, work())
    next(running)
    assert not held(lock)
    running.close()
    assert closed == [True]
    assert not held(lock)


def test_pauses_come_out_the_first_one_too() -> None:
    pauses = Pause(1), Pause(2)

    def work() -> PausingSteps[str]:
        yield pauses[0]
        yield None
        yield pauses[1]
        return "done"

    remaining = begun(threading.RLock(), work())
    assert not isinstance(remaining, str)
    assert [next(remaining) for _ in range(3)] == [pauses[0], None, pauses[1]]
    with pytest.raises(StopIteration, match="done"):
        next(remaining)


def test_work_that_is_given_up_in_its_first_pause_is_closed() -> None:
    closed: list[bool] = []

    def work() -> PausingSteps[str]:
        try:
            yield Pause()
        finally:
            closed.append(True)
        return "done"

    remaining = begun(threading.RLock(), work())
    assert not isinstance(remaining, str)
    next(remaining)
    remaining.close()
    assert closed == [True]


def test_batches_give_way_between_each_other_and_none_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP", 0)
    for count, sizes in ((0, []), (BATCH, [BATCH]), (2 * BATCH + 1, [BATCH, BATCH, 1])):
        seen: list[Sequence[int]] = []
        _, given_way = steps_of(in_batches(range(count), seen.append))
        assert [len(some) for some in seen] == sizes
        assert [number for some in seen for number in some] == list(range(count))
        assert given_way == (len(sizes) if count > BATCH else 0)


def test_what_a_step_raises_comes_out() -> None:
    def work() -> Steps[None]:
        yield
        raise LookupError("a bug")

    running = locked(threading.RLock(), work())
    next(running)
    with pytest.raises(LookupError, match="a bug"):
        next(running)


def test_a_pace_is_over_when_its_time_is_and_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("fakeserver.steps.time.perf_counter", lambda: now)
    pace = Pace()
    assert not pace.is_over()
    now += steps.STEP
    assert pace.is_over()
    assert not pace.is_over()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers())), st.booleans(), st.integers(1, 9))
def test_values_are_ordered_as_by_sorted(
    monkeypatch: pytest.MonkeyPatch, pairs: list[tuple[int, int]], reverse: bool, run: int
) -> None:
    monkeypatch.setattr(steps, "_RUN", run)

    def key(pair: tuple[int, int]) -> int:
        return pair[0]

    assert finish(ordered(pairs, key, reverse=reverse)) == sorted(pairs, key=key, reverse=reverse)


@pytest.mark.parametrize("reverse", [False, True])
def test_no_step_of_ordering_is_long(monkeypatch: pytest.MonkeyPatch, reverse: bool) -> None:
    monkeypatch.setattr(steps, "STEP", 0)
    monkeypatch.setattr(steps, "_RUN", 200)
    work = 0

    class Key(int):
        """A number that counts how often it is compared."""

        def __lt__(self, other: int) -> bool:
            nonlocal work
            work += 1
            return int(self) < int(other)

    def key(value: int) -> Key:
        nonlocal work
        work += 1
        return Key(value)

    values = [number * 7919 % 10_007 for number in range(10_000)]
    result: list[int] = []

    def sorting() -> Steps[None]:
        result.extend((yield from ordered(values, key, reverse=reverse)))

    done = [0, *(work for _ in sorting()), work]
    assert result == sorted(values, reverse=reverse)
    # As much as sorting 200 takes, where sorting all would take ten comparisons for each of 10,000.
    assert max(after - before for before, after in pairwise(done)) <= 200 * 8
    assert work > 10_000 * 10
