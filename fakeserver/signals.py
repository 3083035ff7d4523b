"""The signals that end a process: to be told of them, or to do one thing before they do."""

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
def before_the_end(action: Callable[[], None]) -> Iterator[None]:
    """Do something before a signal ends the process that nobody handles, until the block ends; then it ends it.

    In another thread than the main one nothing is done: there Python sets no handlers.
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
        yield


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
