"""Python programs that a process starts, led as the process itself: by a hook that each of them runs at its start."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fakeserver.redirect import Redirects
from fakeserver.variables import environment_set

#: what the start-up hooks read: the table of redirects
REDIRECTS = "M365_REDIRECTS"
PATH = "PYTHONPATH"
_HOOK = str(Path(__file__).parent / "python")


def python_environment(redirects: Redirects, base: Mapping[str, str]) -> dict[str, str]:
    """Return what leads Python programs: they run our hook at their start, before their own code."""
    return {REDIRECTS: redirects.to_json(), **hook_environment(base)}


def hook_environment(base: Mapping[str, str]) -> dict[str, str]:
    """Return what lets Python programs run our hook; without a table of redirects they only trust the fake."""
    others = [part for part in base.get(PATH, "").split(os.pathsep) if part and part != _HOOK]
    return {PATH: os.pathsep.join([_HOOK, *others])}


@contextmanager
def python_children_led(redirects: Redirects) -> Iterator[None]:
    """Lead the Python programs that this process starts until the block ends; multiprocessing's among them.

    Not for two threads at once: the environment belongs to the process.
    """
    _end_forkserver()
    try:
        with environment_set(python_environment(redirects, os.environ)):
            yield
    finally:
        _end_forkserver()


def _end_forkserver() -> None:
    """End multiprocessing's server of forks, if it runs: its children have the environment that it was started with.

    The next child starts it again.
    """
    module = sys.modules.get("multiprocessing.forkserver")
    forkserver = getattr(module, "_forkserver", None)
    stop = getattr(forkserver, "_stop", None)
    if stop is not None and getattr(forkserver, "_forkserver_pid", None) is not None:
        stop()
