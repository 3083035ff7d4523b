"""An example of another language: a folder below examples/, whose README has the command for its tests."""

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

    @property
    def commands(self) -> str:
        """The last commands of its README: those that run its tests."""
        *_, commands = re.finditer(r"```sh\n(.*?)```", (self.folder / "README.md").read_text("utf-8"), re.DOTALL)
        return commands[1]

    def said(self) -> str:
        """Run its tests, which must all pass; return what their framework says of them."""
        # `fakeserver` is found as in the environment of these tests.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            ["sh", "-e", "-c", self.commands],
            cwd=self.folder,
            env=os.environ | {"PATH": path},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=LIMIT,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def count(self, file: str, begin: str) -> int:
        """Return how many tests a file has, each of which begins so."""
        return (self.folder / file).read_text("utf-8").count(begin)


def copied(language: str, tmp_path: Path) -> Example:
    """Return a copy of an example: its tests may write beside it."""
    return Example(Path(shutil.copytree(EXAMPLES / language, tmp_path / language)))


def needs(*programs: str, packages: str, files: tuple[str, ...] = ()) -> None:
    """Skip the test where a program is not installed, or a file that a package of Debian's brings."""
    missing = [name for name in programs if shutil.which(name) is None]
    missing += [name for name in files if not Path(name).exists()]
    if missing:
        pytest.skip(f"{', '.join(missing)}: not installed; apt-get install {packages}")
