"""The time of this process for its children, by libfaketime (https://github.com/wolfcw/libfaketime).

It is a library that the dynamic linker loads before a program's own, and answers in the place of the C library. A
program that asks the kernel itself is not reached: one that is linked statically, as those in Go are.
"""

import glob
import os
import select
import sys
import time
from collections.abc import Mapping
from typing import SupportsIndex

from fakeserver.program_time import machine_time, program_time, stands_still

#: where distributions put it; the one for programs with threads works for all
_PLACES = ("/usr/lib/*", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64")
_LIBRARY = "faketime/libfaketimeMT.so.1"

#: why a child does not read the time of its test
TIME_MISSING = (
    "The time of the test was moved, and this program read the machine's: libfaketime is not installed "
    "(Debian: apt-get install libfaketime)"
)


def is_missing() -> bool:
    """Say whether the time was moved, and children cannot learn of it."""
    return _is_moved() and _library() is None


def environment(base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that let a child read the time that Python programs of this process read now.

    There are none while that is the machine's time, or where libfaketime is not installed. What waits, by the monotonic
    clock, is not touched, nor are the times of files.

    Args:
        base: the environment that the child gets beside them.
    """
    library = _library()
    if library is None or not _is_moved():
        return {}
    at = program_time()
    preloaded = [library, *(entry for entry in base.get("LD_PRELOAD", "").split(":") if entry not in ("", library))]
    return {
        "LD_PRELOAD": ":".join(preloaded),
        "FAKETIME": f"{at:.6f}" if stands_still() else f"{at - machine_time():+.6f}",
        # How a time that stands still is written.
        "FAKETIME_FMT": "%s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }


def let_python_sleep() -> None:
    """Let ``time.sleep`` of this process sleep, where libfaketime does not let it.

    With the monotonic clock left alone, versions before 0.9.11 make the wrong request of the kernel for Python 3.11
    and newer, and ``time.sleep`` raises EINVAL (its issue 426).
    """
    if "FAKETIME" not in os.environ or sys.platform == "win32":
        return
    try:
        time.sleep(1e-6)
    except OSError:
        time.sleep = _sleep


def _sleep(seconds: float | SupportsIndex, /) -> None:
    """Suspend the thread for some seconds."""
    seconds = float(seconds)
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select((), (), (), seconds)


def _is_moved() -> bool:
    return stands_still() or abs(program_time() - machine_time()) >= 1


def _library() -> str | None:
    return next((path for place in _PLACES for path in sorted(glob.glob(f"{place}/{_LIBRARY}"))), None)
