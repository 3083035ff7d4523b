"""What is done when nothing has happened for a while, in a thread that is there only until then."""

from __future__ import annotations

import os
from collections.abc import Callable
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
        _all.add(self)

    def begin(self) -> None:
        """Begin, unless it has begun."""
        if self._timer is None or not self._timer.is_alive():
            self._timer = Timer(self._seconds, self._then)
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
            self._then()


_all: WeakSet[Idleness] = WeakSet()


def _cut_short() -> None:
    for each in tuple(_all):
        each.cut_short()


# Windows has no fork.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_cut_short)
