"""A pause that ends by itself: in whichever time the programs live, and before a fork."""

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from threading import enumerate as threads

import freezegun
import pytest

from pytest_m365.live.idle import Idleness


def pauses() -> set[Thread]:
    """Return the pauses of this process."""
    return {thread for thread in threads() if thread.name == "m365-idle"}


def ends() -> bool:
    """Say whether a pause ends."""
    done = Event()
    Idleness(0.01, done.set).begin()
    return done.wait(60)


def test_it_ends_though_the_time_of_programs_stands() -> None:
    with freezegun.freeze_time("2026-11-28"):
        assert ends()


def test_nor_does_the_time_of_the_process_keep_it() -> None:
    time_machine = pytest.importorskip("time_machine", reason="needs time-machine: pip install -e '.[test]'")
    with time_machine.travel(0, tick=False):
        assert ends()


def test_one_that_is_broken_off_does_nothing() -> None:
    done, before = Event(), pauses()
    idleness = Idleness(60, done.set)
    idleness.begin()
    begun = pauses() - before
    idleness.break_off()
    for each in begun:
        each.join(30)
    assert (len(begun), done.is_set()) == (1, False)


def test_it_begins_once_until_it_is_over() -> None:
    done, before = Event(), pauses()
    idleness = Idleness(60, done.set)
    idleness.begin()
    first = pauses() - before
    idleness.begin()
    assert pauses() - before == first
    idleness.cut_short()
    assert (done.is_set(), pauses() - before) == (True, set())
    idleness.begin()
    assert len(pauses() - before) == 1
    idleness.break_off()


def test_one_that_has_not_begun_is_not_cut_short() -> None:
    done = Event()
    Idleness(60, done.set).cut_short()
    assert not done.is_set()


#: says what the child's status was, and how many threads there were when it was done
FORKS = """
import os, threading
from pytest_m365.live.idle import Idleness

done = []
idleness = Idleness(600, lambda: done.append(threading.active_count()))
idleness.begin()
child = os.fork()
if not child:
    os._exit(len(done))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), done)
"""


#: forks while a pause ends in the other thread, where a file is locked from when on the fork has begun
FORKS_AT_ITS_END = """
import os, sys, threading
from pytest_m365.live.idle import Idleness
from filelock import FileLock

done, ends, forks = [], threading.Event(), threading.Event()

def lock():
    ends.set()
    forks.wait()
    with FileLock(sys.argv[1]):
        done.append(1)

idleness = Idleness(0.01, lock)
idleness.begin()
os.register_at_fork(before=forks.set)
ends.wait()
child = os.fork()
if not child:
    os._exit(len(done))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
class TestFork:
    def test_the_process_has_no_thread_for_it(self) -> None:
        assert said(FORKS) == ["1", "[1]"]

    def test_one_that_ends_is_waited_for(self, tmp_path: Path) -> None:
        assert said(FORKS_AT_ITS_END, str(tmp_path / "lock")) == ["1"]


def said(code: str, *arguments: str) -> list[str]:
    """Return the words that a program prints."""
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.split()
