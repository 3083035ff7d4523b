"""Scripts that node runs against the fake, each with a client from npm.

Nothing is installed here: the package is looked for where node finds it (NODE_PATH, or a ``node_modules`` folder above
the script), and without it a test skips. ``.ci/run`` installs what ``tests/entra/node/package.json`` lists.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pytest_m365 import Target

#: seconds; node needs one to start, where others use the machine as well
LIMIT = 60


@dataclass(frozen=True)
class NodeScript:
    """A script whose last line is its result as JSON."""

    node: str
    path: Path

    @contextmanager
    def at_work(self, ca_file: str | None) -> Iterator["NodeClients"]:
        """Start a script that takes tasks by its input, with trust in an authority; it is stopped after the block."""
        assert ca_file is not None
        with subprocess.Popen(
            [self.node, str(self.path)],
            cwd=self.path.parent,
            env=os.environ | {"NODE_EXTRA_CA_CERTS": ca_file},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            try:
                yield NodeClients(process)
            finally:
                process.kill()

    @contextmanager
    def running(self, m365: Target, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Start it with trust in the fake's authority; it is stopped after the block."""
        with subprocess.Popen(
            [self.node, str(self.path), *arguments],
            cwd=self.path.parent,
            env=os.environ | {"NODE_EXTRA_CA_CERTS": m365.ca_file},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def result(self, m365: Target, *arguments: str) -> dict[str, Any]:
        """Run it to its end; return its result."""
        with self.running(m365, *arguments) as process:
            return result_of(process)


class NodeClients:
    """A script that is given tasks, one a line, and answers each with a line of JSON.

    The script sees to it that each ends: it says itself what took too long.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._tasks, self._said = process.stdin, process.stdout

    def ask(self, way: str, **given: Any) -> dict[str, Any]:
        """Give it a task; return the first line that comes."""
        self._tasks.write(json.dumps({"way": way, **given}) + "\n")
        self._tasks.flush()
        return self.heard()

    def heard(self) -> dict[str, Any]:
        """Return the next line of the task that was given."""
        line = self._said.readline()
        assert line, "the script has ended; what it complained about stands in the test's output"
        heard: dict[str, Any] = json.loads(line)
        return heard


def result_of(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for the end of a script that runs; return its result."""
    said, complained = process.communicate(timeout=LIMIT)
    assert process.returncode == 0, complained
    result: dict[str, Any] = json.loads(said.splitlines()[-1])
    return result


def node_script(path: Path, package: str) -> NodeScript:
    """Return a script that needs a package; skip the test where node or the package is missing."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    look = [node, "-e", f"require.resolve('{package}')"]
    if subprocess.run(look, cwd=path.parent, capture_output=True, check=False, timeout=LIMIT).returncode:
        pytest.skip(f"node does not find {package}: npm install it, and set NODE_PATH")
    return NodeScript(node, path)
