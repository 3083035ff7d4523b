"""What the plugin costs a run of pytest that uses none of its fixtures, installed from a built wheel.

A wheel, because pytest rewrites the assertions of what a wheel lists, and of an editable install nothing.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.table import Figure

ROOT = Path(__file__).resolve().parent.parent
RUNS = 21
#: plugins of the environment that this runs in; they cost on both sides, and would drown ours
OTHERS = ("randomly", "xdist", "xdist.looponfail", "hypothesispytest", "asyncio", "timeout", "anyio")


def figures() -> Iterator[Figure]:
    """Yield the figures of this group."""
    with tempfile.TemporaryDirectory() as directory:
        where = Path(directory)
        wheel = _wheel(where / "wheel")
        site = where / "site"
        _run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel))
        project = where / "project"
        project.mkdir()
        (project / "test_it.py").write_text("def test_it():\n    assert 1\n")
        for compiled in (True, False):
            without, with_plugin = _times(project, site, compiled=compiled)
            how = "" if compiled else ", no bytecode can be written (containers)"
            yield Figure(f"yardstick: pytest with -p no:m365{how}", statistics.median(without), "ms")
            pairs = [after - before for before, after in zip(without, with_plugin, strict=True)]
            yield Figure(f"a run that uses no fixture: the plugin adds{how}", statistics.median(pairs), "ms", 5)
            using = where / "using"
            using.mkdir(exist_ok=True)
            (using / "test_it.py").write_text("def test_it(m365_imap):\n    assert m365_imap.select()[0] == 'OK'\n")
            environment = _environment(site, compiled=compiled)
            times = sorted(_pytest(using, environment) for _ in range(9))[4]
            yield Figure(f"a run with one test that uses m365_imap{how}", times - statistics.median(without), "ms")


def _wheel(directory: Path) -> Path:
    # From a copy: what an earlier build has left beside the sources would be packed as well.
    source = directory / "source"
    for package in ("fakeserver", "pytest_m365"):
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    # long_description.py: the build asks it for the README.
    for file in ("pyproject.toml", "README.md", "LICENSE", ".ci/long_description.py"):
        target = source / file
        target.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, target)
    _run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(directory), str(source))
    return next(directory.glob("*.whl"))


def _environment(site: Path, *, compiled: bool) -> dict[str, str]:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not compiled:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        for cached in site.rglob("*.pyc"):
            # pip compiles; pytest's own, of rewritten modules, are what cannot be written then.
            if "pytest" in cached.name:
                cached.unlink()
    return environment


def _times(project: Path, site: Path, *, compiled: bool) -> tuple[list[float], list[float]]:
    environment = _environment(site, compiled=compiled)
    without, with_plugin = [], []
    for _ in range(RUNS + 2):
        # In turn, so that whatever else the machine does falls on both.
        without.append(_pytest(project, environment, "-p", "no:m365"))
        with_plugin.append(_pytest(project, environment))
    return without[2:], with_plugin[2:]


def _pytest(project: Path, environment: dict[str, str], *arguments: str) -> float:
    others = [word for name in OTHERS for word in ("-p", f"no:{name}")]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *others, *arguments]
    began = time.perf_counter()
    subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)
    return (time.perf_counter() - began) * 1000


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
