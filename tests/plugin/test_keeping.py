"""``--m365-keep``: after a failed test the fake is there until somebody presses Enter."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import pytest

from fakeserver.signals import told_of_signals
from pytest_m365 import options as options_of_plugin
from pytest_m365.keeping import _wait_for_enter

TESTS = """
import pytest

def test_fails(m365):
    assert 0

def test_passes(m365):
    pass

def test_of_others():
    assert 0

def test_fails_later(m365, m365_session):
    with m365.open_imap():
        raise ValueError("later")
"""


class Terminal:
    """A run of pytest at a terminal: what it has written so far, and a keyboard."""

    def __init__(self, process: "subprocess.Popen[bytes]", master: int) -> None:
        self.process = process
        self._master = master
        self.written = ""

    def read_until(self, text: str) -> str:
        """Read on to a text, or to the end."""
        begun = len(self.written)
        while text not in self.written[begun:] and select.select([self._master], [], [], LIMIT)[0]:
            try:
                octets = os.read(self._master, 4096)
            except OSError:
                break
            if not octets:
                break
            self.written += octets.decode().replace("\r\n", "\n")
        return self.written[begun:]

    def press(self, key: bytes) -> None:
        os.write(self._master, key)


@contextmanager
def terminal(pytester: pytest.Pytester, *options: str) -> Iterator[Terminal]:
    master, slave = pty.openpty()
    pytest_run = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    command = [sys.executable, "-c", AT_TERMINAL, *pytest_run]
    process = subprocess.Popen(
        command, cwd=pytester.path, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        process.kill()
        process.wait()
        os.close(master)


#: seconds that a run may say nothing
LIMIT = 60
#: runs a command whose terminal is the standard input, and which Ctrl-C reaches: tests that a shell runs in the
#: background inherit that it is ignored
AT_TERMINAL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""
LAST = "Enter goes on with the run, Ctrl-C ends it."


@pytest.mark.parametrize("options", [(), ("-s",)])
def test_it_waits_for_enter_after_each_failure(pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    pytester.makepyfile(test_it=TESTS)
    with terminal(pytester, "--m365-keep", *options) as run:
        shown = run.read_until(LAST)
        assert "m365: target fake, kept after a failure" in shown
        assert "--m365-keep: test_it.py::test_fails failed, and its fake is still up." in shown
        port = re.findall(r"imap +localhost:(\d+) \(TLS\)", shown)[0]
        authority = re.findall(r"CA +(\S+)", shown)[0]
        assert re.search(r"inspector +https://localhost:\d+/_fake/#/tenants/[0-9a-f-]{36}\b", shown)
        said = subprocess.run(
            [sys.executable, "-c", CLIENT, port, authority], capture_output=True, text=True, check=True, timeout=60
        ).stdout
        assert said.startswith("('OK'")
        assert re.search(r"users +alice@contoso.onmicrosoft.com \(password .+\)", shown)
        run.press(b"\n")
        shown = run.read_until(LAST)
        assert "--m365-keep: test_it.py::test_fails_later failed" in shown
        assert "test_of_others failed" not in shown
        assert re.search(r"m365 +contoso-2.onmicrosoft.com, tenant ", shown)
        assert re.search(r"m365_session +contoso.onmicrosoft.com, tenant ", shown)
        run.press(b"\n")
        assert "3 failed, 1 passed" in run.read_until(" in ")
        assert run.process.wait(60) == pytest.ExitCode.TESTS_FAILED


CLIENT = """
import imaplib, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[2])
print(imaplib.IMAP4_SSL("localhost", int(sys.argv[1]), ssl_context=context).noop())
"""


def test_control_c_ends_the_run(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it=TESTS)
    with terminal(pytester, "--m365-keep") as run:
        assert LAST in run.read_until(LAST)
        run.press(b"\x03")
        assert "KeyboardInterrupt" in run.read_until(" in ")
        assert run.process.wait(60) == pytest.ExitCode.INTERRUPTED


@contextmanager
def unheard(number: signal.Signals) -> Iterator[tuple[int, TextIO, int | None]]:
    """Send a signal that its handler ignores; yield the keys, who reads them, and where signals are told of."""
    master, slave = pty.openpty()
    before = signal.signal(number, lambda number, frame: None)
    try:
        with told_of_signals() as told, open(slave) as keyboard:
            signal.raise_signal(number)
            yield master, keyboard, told
    finally:
        signal.signal(number, before)
        os.close(master)


def test_an_interrupt_that_python_has_swallowed_ends_the_run() -> None:
    with unheard(signal.SIGINT) as (_, keyboard, told), pytest.raises(KeyboardInterrupt):
        _wait_for_enter(keyboard, told)


def test_another_signal_does_not_end_the_wait() -> None:
    with unheard(signal.SIGWINCH) as (master, keyboard, told):
        os.write(master, b"\n")
        _wait_for_enter(keyboard, told)


@pytest.mark.parametrize(
    ("options", "variable", "said"),
    [
        (("--m365-keep",), "", "--m365-keep waits for Enter at the terminal after a failed test, and there is none: "),
        (("-o", "m365_keep=true"), "", "ini m365_keep waits for Enter"),
        ((), "1", "environment M365_KEEP waits for Enter"),
        ((), "perhaps", "environment M365_KEEP is 'perhaps'; allowed are yes"),
        (("--m365-keep", "-n2"), "", "--m365-keep waits for Enter .* none for the workers of pytest-xdist"),
    ],
)
def test_without_a_terminal_the_run_is_refused(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    variable: str,
    said: str,
) -> None:
    if "-n2" in options:
        pytest.importorskip("xdist")
    monkeypatch.setattr(options_of_plugin, "TERMINAL", "/nowhere")
    monkeypatch.setenv("M365_KEEP", variable)
    pytester.makepyfile(test_it=TESTS)
    result = pytester.runpytest(*options)
    assert result.ret is pytest.ExitCode.USAGE_ERROR
    assert re.search(said, result.stderr.str())


@pytest.mark.parametrize(("options", "variable"), [((), "0"), (("-o", "m365_keep=false"), "1"), ((), "")])
def test_it_can_be_left_out(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], variable: str
) -> None:
    monkeypatch.setenv("M365_KEEP", variable)
    pytester.makepyfile(test_it="def test_it(m365):\n    assert 0")
    pytester.runpytest(*options).assert_outcomes(failed=1)
