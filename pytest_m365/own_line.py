"""A test's failure is shown at the test's own line, where a call of ours raised the exception for its caller.

``m365_fake.user("nobody")`` and ``journal.assert_refused(...)`` fail for what the test asked; how the fake found that
out is nothing to read, and ``--full-trace`` shows it. What fails in a line of ours without a ``raise`` is a bug, and is
shown whole.

A plugin of its own, registered when the fake is started.
"""

from __future__ import annotations

from collections.abc import Iterator
from opcode import opmap
from types import TracebackType

import pytest

_OURS = ("fakeserver", "pytest_m365")
#: not shown with ours: it calls us for a ``with``
_HIDDEN = (*_OURS, "contextlib")
#: where they call us, a fixture or a hook of ours failed, and no call of the test
_RUNNERS = ("_pytest", "pluggy")


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Cut the traceback behind the test's own line, before the report is made of it."""
    # Behind unittest's own hook, which finds the exception of a TestCase.
    if call.excinfo is not None and not item.config.getoption("fulltrace"):
        cut(call.excinfo.value)


def cut(error: BaseException) -> None:
    """Leave our lines out of a traceback where one of them raised the exception by ``raise``, or called the test back.

    A test that gave us a function is shown at its call, and in its function. Behind a hook or a fixture of ours all is
    shown: it raises what the fake's own thread has met.
    """
    caller: TracebackType | None = None
    hidden: list[TracebackType] = []
    for entry in [*_entries(error.__traceback__), None]:
        if entry is not None and _package(entry) in _HIDDEN:
            hidden.append(entry)
            continue
        if caller is not None and any(_package(line) in _OURS for line in hidden):
            following = None if entry is None else _package(entry)
            if _package(caller) in _RUNNERS:
                # A wrapper of ours calls no code: what is behind it was called by the runner.
                if following not in _RUNNERS:
                    return
            elif _is_raise(hidden[-1]) if following is None else following == _package(caller):
                caller.tb_next = entry
        caller, hidden = entry, []


def _entries(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback is not None:
        yield traceback
        traceback = traceback.tb_next


def _package(entry: TracebackType) -> str:
    return str(entry.tb_frame.f_globals.get("__name__", "")).partition(".")[0]


def _is_raise(entry: TracebackType) -> bool:
    return entry.tb_frame.f_code.co_code[entry.tb_lasti] == opmap["RAISE_VARARGS"]
