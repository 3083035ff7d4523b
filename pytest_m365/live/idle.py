"""What is done when nothing has happened for a while, in a thread that is there only until then."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from threading import Timer
from weakref import WeakSet


class Idleness:
    """A pause that ends with something being done; at once where the process forks amid it.

    A thread cannot be forked: Python warns of that, and the child would have what was to be closed.
    """

    def __init__(self, seconds: float, then: Callable[[], object]) -> None:
        """Take what is to be done.

        Args:
            seconds: of the machine's own clock, wherever a test has moved the one that programs read.
            then: called from another thread; not if the pause was broken off before.
        """
        self._seconds = seconds
        self._then = then
        self._timer: Timer | None = None
        #: whether it has ended by itself
        self._is_over = False
        _all.add(self)

    def begin(self) -> None:
        """Begin, unless it has begun."""
        _watch_forks()
        if self._timer is None or not self._timer.is_alive():
            self._is_over = False
            self._timer = Timer(self._seconds, self._end)
            self._timer.name = "m365-idle"
            # The end of the process is not put off for it.
            self._timer.daemon = True
            self._timer.start()

    def break_off(self) -> None:
        """Break it off; whoever is called already is not stopped by that."""
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()

    def cut_short(self) -> None:
        """Do now what is to be done, and leave no thread; nothing where it has not begun."""
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
            timer.join()
            if not self._is_over:
                self._then()

    def _end(self) -> None:
        self._is_over = True
        self._then()


_all: WeakSet[Idleness] = WeakSet()


def _cut_short() -> None:
    for each in tuple(_all):
        each.cut_short()


@cache
def _watch_forks() -> None:
    """Have pauses cut short before a fork.

    Python calls first what was registered last. So this waits until there is one: filelock, by which one may end,
    holds other threads' locks up from its own call on, and would be waited for without end.
    """
    # Windows has no fork.
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=_cut_short)
