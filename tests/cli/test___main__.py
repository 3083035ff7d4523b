import subprocess
import sys

from fakeserver import __version__


def test_the_package_runs_as_the_script_does() -> None:
    command = [sys.executable, "-m", "fakeserver.cli", "--version"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout == f"fakeserver, version {__version__}\n"
