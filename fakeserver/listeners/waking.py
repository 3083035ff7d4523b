"""Waking a loop from other threads: once for all that is asked for together.

A system call for each of hundreds of streams would hold up whoever has news for them.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from weakref import WeakKeyDictionary


class Waker:
    """Does things soon in a loop; asked by any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._call_soon = loop.call_soon
        self._call_soon_threadsafe = loop.call_soon_threadsafe
        #: Appended to and taken from without a lock, as a deque allows.
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_called = False

    def soon(self, do: Callable[[], None]) -> None:
        """Do something in one of the loop's next turns, unless it is closed."""
        self._waiting.append(do)
        if not self._is_called:
            self._is_called = True
            # A loop that a server has closed meanwhile has nothing to do any more.
            with suppress(RuntimeError):
                self._call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        # First: what is asked for from here on calls again, and what was asked for before is in the list.
        self._is_called = False
        while self._waiting:
            self._call_soon(self._waiting.popleft())


_wakers: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, Waker]] = WeakKeyDictionary()


def waker_of(loop: asyncio.AbstractEventLoop) -> Waker:
    """Return a loop's waker; called in its thread."""
    waker = _wakers.get(loop)
    if waker is None:
        waker = _wakers[loop] = Waker(loop)
    return waker
