"""The signals that end a process: to be told of them, or to do one thing before they do."""

import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

Handler = Callable[[int, FrameType | None], object]

#: In the status that Linux gives: the signals that are handled.
_MASK = re.compile(r"^SigCgt:\s*([0-9a-f]{1,32})$", re.MULTILINE)

#: Those that end a process, unless it handles them; those that a fault of its own raises are not among them.
ENDING = (
    "SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF", "SIGXCPU",
    "SIGIO", "SIGPWR", "SIGBREAK",
)  # fmt: skip


@contextmanager
def handled(handler: Handler) -> Iterator[None]:
    """Call a handler at every signal that would end the process, until the block ends.

    A signal that the caller has had ignored stays so: SIGHUP under nohup.
    """
    before = {number: signal.getsignal(number) for number in _numbers()}
    with _replaced({number: former for number, former in before.items() if former is not signal.SIG_IGN}, handler):
        yield


@contextmanager
def told_of_signals() -> Iterator[int | None]:
    """Yield a descriptor from which the number of each signal can be read that has a handler; until the block ends.

    Python's handlers run between its own instructions: a signal that comes just before a wait in C does not end it. Who
    waits at the descriptor as well misses none. None is yielded where Python tells of none: on Windows, and in another
    thread than the main one.
    """
    if os.name == "nt" or threading.current_thread() is not threading.main_thread():
        yield None
        return
    told, tells = os.pipe()
    os.set_blocking(tells, False)
    before = signal.set_wakeup_fd(tells, warn_on_full_buffer=False)
    try:
        yield told
    finally:
        signal.set_wakeup_fd(before)
        os.close(told)
        os.close(tells)


@contextmanager
def before_the_end(action: Callable[[], None]) -> Iterator[None]:
    """Do something before a signal ends the process that nobody handles, until the block ends; then it ends it.

    In another thread than the main one nothing is done: there Python sets no handlers. A child that is forked within
    the block is ended as if there were none.
    """

    def end(number: int, frame: FrameType | None) -> None:
        action()
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    free = [number for number in _numbers() if signal.getsignal(number) is signal.SIG_DFL]
    caught = _caught()
    free = [number for number in free if not caught >> number - 1 & 1]
    with _replaced(dict.fromkeys(free, signal.SIG_DFL), end):
        _ending.append(end)
        try:
            yield
        finally:
            _ending.remove(end)


#: The handlers of the blocks of ``before_the_end`` that are open.
_ending: list[Handler] = []

#: The signals that were blocked in a thread before it forked.
_of_thread = threading.local()


def _block() -> None:
    """Let a signal to the child wait until the child has handlers of its own.

    Python forgets in a child what has reached it so far, and a handler of Python's does not end a wait in C. Who forks
    a child and ends it at once (``multiprocessing.Pool``) would wait for ever.
    """
    if _ending:
        _of_thread.blocked = signal.pthread_sigmask(signal.SIG_BLOCK, _numbers())


def _unblock() -> None:
    if (blocked := _of_thread.__dict__.pop("blocked", None)) is not None:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _begin_child() -> None:
    for number in _numbers():
        if signal.getsignal(number) in _ending:
            signal.signal(number, signal.SIG_DFL)
    _unblock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_block, after_in_parent=_unblock, after_in_child=_begin_child)


def _numbers() -> list[signal.Signals]:
    """Return those of the signals that the system has."""
    return [signal.Signals[name] for name in ENDING if name in signal.Signals.__members__]


def _caught() -> int:
    """Return the mask of the signals that have a handler, as Linux tells it; 0 elsewhere.

    Python does not tell of handlers that were set past it, as `faulthandler.register` sets them.
    """
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    found = _MASK.search(status)
    return int(found[1], 16) if found else 0


@contextmanager
def _replaced(former: dict[signal.Signals, Any], handler: Handler) -> Iterator[None]:
    for number in former:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number, of_before in former.items():
            # Not where somebody has set another one meanwhile.
            if signal.getsignal(number) is handler:
                signal.signal(number, of_before)
