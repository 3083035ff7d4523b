"""What a strict type checker sees of a target in a test of somebody else's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEST = """
from pytest_m365 import Target

def test_it(m365: Target) -> None:
    reveal_type(m365.msal_public())
    reveal_type(m365.msal_daemon())
"""


def test_msal_clients_have_their_types(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    (tmp_path / "test_it.py").write_text(TEST)
    # In a process and a folder of its own: none of this project's settings apply.
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-untyped-imports", "test_it.py"]
    roots = os.pathsep.join(path for path in sys.path if path)
    environment = {name: value for name, value in os.environ.items() if name != "MYPYPATH"} | {"PYTHONPATH": roots}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, text=True, capture_output=True, check=False, timeout=120
    )
    assert 'Revealed type is "msal.application.PublicClientApplication"' in done.stdout
    assert 'Revealed type is "msal.application.ConfidentialClientApplication"' in done.stdout
    assert done.returncode == 0, done.stdout
