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
