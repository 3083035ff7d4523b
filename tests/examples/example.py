"""An example of another language: a folder below examples/, with its own command for its tests."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
#: seconds; compilers need many where the machine is busy
LIMIT = 280


@dataclass(frozen=True)
class Example:
    """A copy of an example's folder, as somebody has it who begins with it."""

    folder: Path

    def passed(self, *command: str, count: str, **environment: str) -> int:
        """Run the example's tests; return how many passed.

        Args:
            command: the tests' own
            count: pattern of where its output says how many passed
            environment: what the command needs besides `fakeserver`, which is found as in the environment of the tests
        """
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=os.environ | {"PATH": path} | environment,
            text=True,
            capture_output=True,
            check=False,
            timeout=LIMIT,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        found = re.search(count, said)
        assert found, said
        return int(found[1])


def copied(language: str, tmp_path: Path) -> Example:
    """Return a copy of an example: its tests may write beside it."""
    return Example(Path(shutil.copytree(EXAMPLES / language, tmp_path / language)))


def needs(*programs: str, packages: str, files: tuple[str, ...] = ()) -> None:
    """Skip the test where a program, or a file that Debian's package brings, is not installed."""
    missing = [name for name in programs if shutil.which(name) is None]
    missing += [name for name in files if not Path(name).exists()]
    if missing:
        pytest.skip(f"{', '.join(missing)}: not installed; apt-get install {packages}")
