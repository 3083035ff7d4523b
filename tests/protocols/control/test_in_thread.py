"""Work in a thread of its own."""

import threading

import pytest

from fakeserver.protocols.control.in_thread import in_thread
from fakeserver.steps import finish


def test_its_result_is_returned() -> None:
    threads = []

    def work() -> int:
        threads.append(threading.current_thread())
        return 42

    assert finish(in_thread(work)) == 42
    assert threads != [threading.current_thread()]


def test_what_it_raises_is_raised_where_it_is_waited_for() -> None:
    def work() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        finish(in_thread(work))


def test_whoever_goes_away_waits_no_longer() -> None:
    go_on, done = threading.Event(), threading.Event()

    def work() -> None:
        go_on.wait()
        done.set()

    steps = in_thread(work)
    assert next(steps) is not None
    steps.close()
    go_on.set()
    assert done.wait(60)
