"""Waking a loop from other threads."""

import asyncio
import gc
import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import ref

from fakeserver.listeners.waking import Waker, waker_of
from tests.listeners.looped import looped


class Counted:
    """A loop that counts how often other threads have called it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.calls = 0
        self._loop = loop

    def call_soon_threadsafe(self, do: Callable[..., Any]) -> None:
        self.calls += 1
        self._loop.call_soon_threadsafe(do)


@looped
async def test_what_is_asked_for_together_wakes_once() -> None:
    loop = Counted(asyncio.get_running_loop())
    waker, done = Waker(loop), list[int]()  # type: ignore[arg-type]

    def ask() -> None:
        for number in range(200):
            waker.soon(partial(done.append, number))

    asking = threading.Thread(target=ask)
    asking.start()
    # The loop stands still meanwhile.
    asking.join()
    assert (loop.calls, done) == (1, [])
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert done == list(range(200))
    waker.soon(lambda: done.append(-1))
    assert loop.calls == 2
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert done[-1] == -1


@looped
async def test_nothing_that_many_threads_ask_for_is_lost() -> None:
    loop = asyncio.get_running_loop()
    waker, left, over = waker_of(loop), 4 * 500, asyncio.Event()

    def count() -> None:
        nonlocal left
        left -= 1
        if not left:
            over.set()

    def ask() -> None:
        for _ in range(500):
            waker.soon(count)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    await asyncio.wait_for(over.wait(), 30)
    for thread in threads:
        thread.join()


def test_a_loop_has_one_and_a_closed_one_has_nothing_to_do() -> None:
    loop, other = asyncio.new_event_loop(), asyncio.new_event_loop()
    try:
        waker = waker_of(loop)
        assert waker_of(loop) is waker
        assert waker_of(other) is not waker
    finally:
        loop.close()
        other.close()
    waker.soon(lambda: None)


def test_it_keeps_no_loop_alive() -> None:
    loop = asyncio.new_event_loop()
    waker, left = waker_of(loop), ref(loop)
    loop.close()
    del loop
    gc.collect()
    assert left() is None
    waker.soon(lambda: None)
