"""What is done before a signal ends the process; ``tests/cli`` and ``tests/plugin`` have those who use it."""

import os
import select
import signal
import subprocess
import sys
import threading

import pytest

from fakeserver.signals import before_the_end, told_of_signals

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs signals that end a process"),
    pytest.mark.usefixtures("ending_signals"),
]

ENDS = """
import os, resource, signal
from fakeserver.signals import before_the_end, told_of_signals

# Some of the signals would leave a dump.
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
{first}
with before_the_end(lambda: print("done", flush=True)):
    os.kill(os.getpid(), {number})
    signal.pause()
"""


def told(number: int, first: str = "") -> tuple[str, int]:
    """Return what a process says to a signal, and its status."""
    code = ENDS.format(number=int(number), first=first)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    return ended.stdout, ended.returncode


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGALRM", "SIGXCPU"])
def test_it_is_done_and_the_signal_ends_the_process(name: str) -> None:
    number = getattr(signal, name)
    assert told(number) == ("done\n", -number)


def test_a_handler_of_the_programs_own_stays() -> None:
    assert told(signal.SIGTERM, "signal.signal(signal.SIGTERM, lambda *_: os._exit(7))") == ("", 7)
    assert told(signal.SIGINT, "signal.signal(signal.SIGINT, lambda *_: os._exit(7))") == ("", 7)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells of it")
def test_a_handler_that_python_does_not_know_of_stays() -> None:
    first = "import faulthandler; faulthandler.register(signal.SIGUSR1, chain=True)"
    assert told(signal.SIGUSR1, first) == ("", -signal.SIGUSR1)


def test_all_is_as_before_when_the_block_is_over() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with before_the_end(lambda: None):
        assert (signal.getsignal(signal.SIGTERM) != before) == (before is signal.SIG_DFL)
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_handler_that_was_set_meanwhile_stays() -> None:
    before = signal.getsignal(signal.SIGTERM)
    try:
        with before_the_end(lambda: None):
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_who_waits_later_is_told_of_a_signal() -> None:
    def wakeup() -> int:
        number = signal.set_wakeup_fd(-1)
        signal.set_wakeup_fd(number)
        return number

    outside = wakeup()
    before = signal.signal(signal.SIGUSR1, lambda number, frame: None)
    try:
        with told_of_signals() as told:
            assert told is not None
            signal.raise_signal(signal.SIGUSR1)
            assert select.select([told], [], [], 0)[0] == [told]
            assert os.read(told, 9) == bytes([signal.SIGUSR1])
        assert wakeup() == outside
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_another_thread_is_told_of_none() -> None:
    seen: list[int | None] = []

    def enter() -> None:
        with told_of_signals() as told:
            seen.append(told)

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert seen == [None]


def test_another_thread_may_enter_the_block() -> None:
    entered = []

    def enter() -> None:
        with before_the_end(lambda: None):
            entered.append(signal.getsignal(signal.SIGTERM))

    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert entered == [before]


FORKS = """
import multiprocessing, os, signal, threading
from fakeserver.signals import before_the_end, told_of_signals

context = multiprocessing.get_context("fork")
held = context.Lock()
held.acquire()

def fork():
    for _ in range(50):
        child = context.Process(target=held.acquire)
        child.start()
        child.terminate()
        child.join(60)
        assert child.exitcode == -signal.SIGTERM, child.exitcode

with before_the_end(lambda: print("done", flush=True)):
    {forks}
    os.kill(os.getpid(), signal.SIGTERM)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("forks", ["fork()", "thread = threading.Thread(target=fork); thread.start(); thread.join()"])
def test_a_forked_child_ends_at_once_and_does_nothing_before(forks: str) -> None:
    code = FORKS.format(forks=forks)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (ended.stdout, ended.returncode) == ("done\n", -signal.SIGTERM), ended.stderr
