"""A project with live tests, as its users have one: test files, an ini file, and pytest in a process of its own."""

import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from textwrap import dedent

from tests.live.twin import Twin

#: seconds that one run may take
LIMIT = 280.0


@dataclass(frozen=True)
class Ran:
    """A run of pytest that is over."""

    returncode: int
    #: what it wrote to stdout and stderr
    output: str

    def count(self, outcome: str) -> int:
        """Return how many tests passed, failed, were skipped, ..., as the last line says."""
        found = re.search(rf"(\d+) {outcome}", self.output.splitlines()[-1])
        return int(found[1]) if found else 0

    def __str__(self) -> str:
        return f"exit status {self.returncode}\n{self.output}"


@dataclass
class Project:
    """A folder with tests that are run against a twin, which they find by the real names."""

    folder: Path
    twin: Twin
    #: settings of the ini file, beside those that name the twin
    ini: dict[str, str] = field(default_factory=dict)
    #: variables of the runs, beside those that name the twin; None takes one out
    environment: dict[str, str | None] = field(default_factory=dict)

    def write(self, tests: str, name: str = "test_it.py") -> None:
        """Write a file."""
        (self.folder / name).write_text(dedent(tests))

    def run(self, *arguments: str, target: str = "live", **environment: str | None) -> Ran:
        """Run pytest here; changes to the environment are for this run alone."""
        led = self.twin.environment
        settings = {
            "m365_live_tenants": led["M365_TENANT_ID"],
            "m365_live_mailboxes": led["M365_USERNAME"],
            "m365_live_pace": "0.02",
            "m365_live_timeout": "60",
            **self.ini,
        }
        lines = "\n".join(f"{name} = {value}" for name, value in settings.items() if value)
        (self.folder / "pytest.ini").write_text(f"[pytest]\n{lines}\n")
        # The daemon acts, unless a test says otherwise: nobody has signed in in this folder.
        variables = {
            **led,
            "M365_PASSWORD": None,
            "XDG_STATE_HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            # Others' plugins take a second to import.
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            **self.environment,
            **environment,
        }
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "pytest_m365.plugin"]
        ran = subprocess.run(
            [*command, f"--m365={target}", *arguments],
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            env={name: value for name, value in variables.items() if value is not None},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT,
            check=False,
            # A shell's background has it ignored, and so has CI's: Ctrl-C would do nothing.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        return Ran(ran.returncode, ran.stdout)
