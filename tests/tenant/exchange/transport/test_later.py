"""What is done later: in the order of time, under the lock, and not after it was forgotten."""

import threading

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.transport.later import Later


def test_in_the_order_of_time() -> None:
    clock, done = Clock(), list[int]()
    clock.freeze()
    later = Later(clock, threading.RLock())
    for number in (3, 1, 2):
        later.do(number, lambda number=number: done.append(number))  # type: ignore[misc]
    clock.advance(2)
    assert done == [1, 2]
    later.clear()
    clock.advance(10)
    assert done == [1, 2]


def test_by_real_time_where_the_clock_runs() -> None:
    done = threading.Event()
    later = Later(Clock(), threading.RLock())
    later.do(0.01, done.set)
    assert done.wait(10)


def test_later_than_any_timer_can_wait() -> None:
    clock, done = Clock(), list[int]()
    later = Later(clock, threading.RLock())
    later.do(2 * threading.TIMEOUT_MAX, lambda: done.append(1))
    clock.advance(5)
    assert not done
    later.clear()
