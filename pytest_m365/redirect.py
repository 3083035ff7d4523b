"""What the fixture ``m365_redirect`` gives: the way of other processes to the fake."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from fakeserver.children.leading import Started
from fakeserver.children.misses import why_missed
from fakeserver.faketime import TIME_MISSING, is_missing
from fakeserver.service_names import GRAPH, MAIL, SIGN_IN, SUBMISSION
from fakeserver.suggestion import check_names

Command = Sequence[str | os.PathLike[str]]

#: seconds that a program started by `Redirect.popen` may take to end when it is told to
END_LIMIT = 5.0
#: characters of what a program wrote that a failure shows
LAST_WORDS = 4000
#: how programs say that they have not found or not reached a host
_UNREACHED = re.compile(r"(?i)locate|resol|look ?up|not known|connect|reach")
MISSED = (
    "A program is led by its proxy variables, or by our hook in Python and Node; one that reads neither needs "
    "m365_redirect.run(..., isolated=True)"
)
DISTRUSTED = (
    "It came to the fake, and broke off before it asked anything, as programs do that don't trust the fake's "
    "certificates: those with GnuTLS (wget) read no variable for that. m365_redirect.run(..., isolated=True) puts them "
    "into the system's bundle"
)


def _names_of(*functions: Callable[..., Any]) -> set[str]:
    """Return the keywords that any of some functions takes."""
    parameters = [each for function in functions for each in inspect.signature(function).parameters.values()]
    return {each.name for each in parameters if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)}


_POPEN_TAKES = _names_of(subprocess.Popen) | {"isolated"}
_RUN_TAKES = _POPEN_TAKES | _names_of(subprocess.run)


class Leads(Protocol):
    """What leads programs: to the fake (`fakeserver.children.leading.Leading`), or nowhere."""

    @property
    def refused(self) -> Sequence[str]:
        """Why look-ups and connections were refused, oldest first."""

    @property
    def led(self) -> int:
        """How many connections were led."""

    def environment(self) -> dict[str, str]:
        """Return a whole environment for a child."""

    def started(self, command: Sequence[str], options: Mapping[str, Any], *, isolated: bool) -> Started:
        """Return the command and the options of `subprocess` by which a program is started."""


class Redirect:
    """Real names lead to the fake: in this process while the fixture is active, in others by what stands here."""

    def __init__(self, leading: Leads, last_exchange: Callable[[], int] | None) -> None:
        """Take what leads programs.

        Args:
            last_exchange: gives the number of the last exchange that the fake has noted; None: there is no fake.
        """
        self._leading = leading
        self._last_exchange = last_exchange

    @property
    def env(self) -> dict[str, str]:
        """A whole environment for a child: that of this process as it is now, and what leads the child to the fake.

        It names a proxy that knows the real names, the fake's authority in the form of each ecosystem, start-up hooks
        for Python and Node, and the test's tenant: M365_TENANT_ID, M365_CLIENT_ID, M365_DAEMON_CLIENT_ID,
        M365_CLIENT_SECRET, M365_USERNAME, M365_PASSWORD.
        """
        return self._leading.environment()

    def run(
        self, command: Command, *, isolated: bool = False, check: bool = True, **options: Any
    ) -> subprocess.CompletedProcess[Any]:
        """Run a program to its end, led to the fake; return how it ended and what it wrote.

        Args:
            command: the program and its arguments.
            isolated: in a network of its own, whose real names and ports are the fake's: for programs that read no
                environment. Needs Linux and user namespaces. It reaches nothing else, services on localhost
                included.
            check: raise where the exit status is not 0.
            options: those of `subprocess.run`. Without others ``text=True`` and ``capture_output=True`` are among
                them. To ``env``, by default ``os.environ``, is added what leads the program to the fake.

        Raises:
            subprocess.CalledProcessError: the exit status is not 0; its notes have what the program wrote last.
            subprocess.TimeoutExpired: it took longer than the option ``timeout``; its notes have the same.
            ValueError: the program would not be led to the fake; says what to do.
            fakeserver.children.isolation.IsolationError: this machine has no such networks; says what to do.
        """
        if "stdout" not in options and "stderr" not in options:
            options.setdefault("capture_output", True)
        if not options.keys() & {"encoding", "errors", "universal_newlines"}:
            options.setdefault("text", True)
        check_names("m365_redirect.run", options, _RUN_TAKES)
        before, refused_before, led_before = self._noted(), len(self._leading.refused), self._leading.led
        whole, led = self._started(command, isolated, options)
        error: subprocess.CalledProcessError | subprocess.TimeoutExpired
        try:
            done = subprocess.run(whole, check=False, **led)
            # Not the one that enters a network.
            done.args = command
            if not check or not done.returncode:
                return done
            error = subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
        except subprocess.TimeoutExpired as late:
            error = late
            error.cmd = command
        refused = list(dict.fromkeys(self._leading.refused[refused_before:]))
        if self._last_exchange is not None and not isolated and not refused:
            if self._leading.led > led_before and self._noted() == before:
                error.add_note(DISTRUSTED)
            elif self._noted() == before:
                error.add_note(f"Nothing reached the fake. {MISSED}")
            elif _cannot_connect(error.stdout, error.stderr):
                error.add_note(f"Not all of it reached the fake. {MISSED}")
        if is_missing():
            error.add_note(TIME_MISSING)
        for note in (*refused, *map(_last_words, (error.stdout, error.stderr))):
            if note:
                error.add_note(note)
        raise error

    def _noted(self) -> int:
        return self._last_exchange() if self._last_exchange is not None else 0

    @contextmanager
    def popen(self, command: Command, *, isolated: bool = False, **options: Any) -> Iterator[subprocess.Popen[Any]]:
        """Start a program, led to the fake, and end it with the block, if it has not ended by itself.

        Args:
            command, isolated: as for `run`.
            options: those of `subprocess.Popen`, ``text=True`` among them; ``env`` as for `run`.

        Raises:
            ValueError, IsolationError: as for `run`.
        """
        check_names("m365_redirect.popen", options, _POPEN_TAKES)
        if not options.keys() & {"encoding", "errors", "universal_newlines"}:
            options.setdefault("text", True)
        whole, led = self._started(command, isolated, options)
        with subprocess.Popen(whole, **led) as process:
            try:
                yield process
            finally:
                process.terminate()
                try:
                    process.wait(END_LIMIT)
                except subprocess.TimeoutExpired:
                    process.kill()

    def _started(self, command: Command, isolated: bool, options: Mapping[str, Any]) -> Started:
        """Return the command that starts a program, and the options that it is started with."""
        if isinstance(command, (str, bytes, os.PathLike)) or options.get("shell"):
            raise ValueError('a command is a list, e.g. ["curl", url]; a shell is ["sh", "-c", "curl ..."]')
        words = [os.fspath(word) for word in command]
        if not words:
            raise ValueError("a command has a program in it, and this one is empty")
        if not isolated and (missed := why_missed(words)):
            raise ValueError(missed)
        return self._leading.started(words, options, isolated=isolated)


def _cannot_connect(*written: str | bytes | None) -> bool:
    """Say whether a program complains, in a line, of a real name that it has not found or not reached."""
    lines = "\n".join(map(_last_words, written)).splitlines()
    names = [name for name in (*SIGN_IN, *GRAPH, *MAIL, *SUBMISSION) if name.count(".") > 1]
    return any(_UNREACHED.search(line) and any(name in line for name in names) for line in lines)


def _last_words(written: str | bytes | None) -> str:
    """Return the end of what a program wrote."""
    text = written.decode("utf-8", "replace") if isinstance(written, bytes) else written or ""
    return text[-LAST_WORDS:].strip()
