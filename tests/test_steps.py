import threading

import pytest

from fakeserver import steps
from fakeserver.steps import Pace, Steps, finish, locked


def counting(count: int, seen: list[int]) -> Steps[str]:
    for number in range(count):
        seen.append(number)
        yield
    return "done"


def test_finishing_takes_every_step() -> None:
    seen: list[int] = []
    assert finish(counting(3, seen)) == "done"
    assert seen == [0, 1, 2]


def test_a_lock_is_held_in_each_step_and_free_between() -> None:
    lock = threading.RLock()

    def held_elsewhere() -> bool:
        """Say whether another thread must wait for the lock."""
        free: list[bool] = []

        def ask() -> None:
            free.append(lock.acquire(blocking=False))
            if free[0]:
                lock.release()

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        return not free[0]

    inside: list[bool] = []

    def work() -> Steps[int]:
        inside.append(held_elsewhere())
        yield
        inside.append(held_elsewhere())
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
            outside.append(held_elsewhere())
            yield

    assert finish(watched()) == 7
    assert inside == [True, True]
    assert outside == [False]


def test_work_that_is_given_up_is_closed() -> None:
    closed: list[bool] = []

    def work() -> Steps[None]:
        try:
            while True:
                yield
        finally:
            closed.append(True)

    running = locked(threading.RLock(), work())
    next(running)
    running.close()
    assert closed == [True]


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
