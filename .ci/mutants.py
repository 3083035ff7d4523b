#!/usr/bin/env python3
"""Draw mutants of the code by a fixed seed, run the tests on each, and list those that survive.

    .venv/bin/python .ci/mutants.py [--each 100] [--seed 20261128] [--only AREA ...]

Works in a copy of the tree under the system's temporary folder, with mutmut in an environment of its own, so that the
tree stays as it is. Exit status 1 if one survives that `.ci/mutants-equivalent.txt` does not name with its reason.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
EQUIVALENT = ROOT / ".ci" / "mutants-equivalent.txt"

#: Where the tests are that see the code behind the protocols and the plugin. Left out: what looks at the sources, and
#: what starts a process of its own.
_FAKE = tuple(f"tests/{name}" for name in ("protocols", "tenant", "journeys", "listeners", "matrix", "edge"))
_PLUGIN = tuple(f"tests/plugin/{name}" for name in ("live", "diagnosis", "doctor", "secrecy", "contract"))


class Area(NamedTuple):
    """What mutants are drawn from, as many from each area."""

    folder: str
    #: where the tests are that see it
    tests: tuple[str, ...] = _FAKE


AREAS = {
    "operations": Area("fakeserver/protocols/ews/operations/"),
    "properties": Area("fakeserver/protocols/ews/properties/"),
    "request": Area("fakeserver/protocols/ews/request/"),
    "answers": Area("fakeserver/protocols/ews/answers/"),
    "values": Area("fakeserver/protocols/ews/values/"),
    "exchange": Area("fakeserver/tenant/exchange/"),
    "imap": Area("fakeserver/protocols/imap/"),
    "smtp": Area("fakeserver/protocols/smtp/"),
    "edge": Area("fakeserver/edge/"),
    "faults": Area("fakeserver/tenant/faults/"),
    "journal": Area("fakeserver/tenant/journal/"),
    "control": Area("fakeserver/protocols/control/", ("tests/protocols/control", "tests/client")),
    "client": Area("fakeserver/client/", ("tests/client",)),
    "state": Area("fakeserver/state/", ("tests/state",)),
    "config": Area("fakeserver/config/", ("tests/config", "tests/protocols/control")),
    "finding": Area("fakeserver/finding/", ("tests/finding",)),
    "live": Area("pytest_m365/live/", _PLUGIN),
    "diagnosis": Area("pytest_m365/diagnosis/", _PLUGIN),
    "doctor": Area("pytest_m365/doctor/", _PLUGIN),
    "secrecy": Area("pytest_m365/secrecy/", _PLUGIN),
    "contract": Area("pytest_m365/contract/", _PLUGIN),
}

#: Tests, by words of their names, that see a mutated function as another, calls deeper: they count calls, nest them to
#: the limit, compare functions, or read the constants of one.
LEFT_OUT = (
    "knows_no_verb",
    "for_ever",
    "the_work_for",
    "little_work",
    "to_the_limit",
    "costs_no_call",
    "takes_no_more_work",
    "has_a_row_of_its_name",
    # A browser looks at these pages: minutes for each mutant.
    "inspector",
)

CONFIG = """
[tool.mutmut]
source_paths = ["fakeserver", "pytest_m365"]
only_mutate = {mutated}
also_copy = ["examples", "benchmarks", "docs", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", ".ci"]
pytest_add_cli_args = [
    "-p", "no:randomly", "-p", "no:xdist", "-q", "--timeout=1200", "-k", "{left_out}",
]
pytest_add_cli_args_test_selection = {tests}
"""

#: mutmut's exit codes for a mutant that lives: the tests passed, none was collected, none reaches it; it was not run.
SURVIVED = (0, 5, 33, None)
#: And for one that is killed because its tests ran too long. On a busy machine that may be the machine's doing.
TIMED_OUT = (24, -24, 36, 152, 255)


def main() -> int:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--each", type=int, default=100, help="mutants of each area (100)")
    parser.add_argument("--seed", type=int, default=20261128)
    parser.add_argument("--only", nargs="*", default=list(AREAS), choices=list(AREAS), help="areas (all)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = Path(folder, "tree")
        mutmut = _prepare(tree, Path(folder, "venv"), [AREAS[area] for area in asked.only])
        # The filter fits none: this makes the mutants and learns which tests reach which function.
        learned = subprocess.run([mutmut, "run", "none"], cwd=tree, check=False, capture_output=True, text=True)
        if "failed to collect stats" in learned.stdout:
            sys.exit(learned.stdout)
        drawn = _draw(tree / "mutants", asked.each, asked.seed, asked.only)
        command = [mutmut, "run", "--max-children", "2", *drawn]
        ran = subprocess.run(command, cwd=tree, check=False, capture_output=True, text=True)
        outcomes = {name: code for meta in (tree / "mutants").rglob("*.meta") for name, code in _outcomes(meta).items()}
        if all(outcomes[name] is None for name in drawn):
            sys.exit(f"{ran.stdout}\nNone was run: the tests fail without a mutant too.")
        return _report(outcomes, drawn, mutmut, tree)


def _prepare(tree: Path, environment: Path, areas: list[Area]) -> str:
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(tree)], check=True)
    config = CONFIG.format(
        mutated=json.dumps([f"{area.folder}*" for area in areas]),
        left_out=" and ".join(f"not {name}" for name in LEFT_OUT),
        tests=json.dumps(sorted({tests for area in areas for tests in area.tests})),
    )
    with Path(tree, "pyproject.toml").open("a") as settings:
        settings.write(config)
    venv.create(environment, with_pip=True)
    python = str(environment / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "mutmut>=3.8", "-e", f"{tree}[test]"], check=True)
    return str(environment / "bin" / "mutmut")


def _draw(mutants: Path, each: int, seed: int, areas: list[str]) -> list[str]:
    """Draw by each mutant's own number, so that a change in one function leaves the draw of the others as it is."""
    drawn: list[str] = []
    for area in areas:
        names = [name for meta in (mutants / AREAS[area].folder).rglob("*.meta") for name in _outcomes(meta)]
        names.sort(key=lambda name: sha256(f"{seed} {name}".encode()).digest())
        drawn += names[:each]
        print(f"{area}: {min(each, len(names))} of {len(names)}", file=sys.stderr)
    return drawn


def _outcomes(meta: Path) -> dict[str, int | None]:
    found: dict[str, int | None] = json.loads(meta.read_text())["exit_code_by_key"]
    return found


def _report(outcomes: dict[str, int | None], drawn: list[str], mutmut: str, tree: Path) -> int:
    lines = set(EQUIVALENT.read_text().splitlines())
    killed = named = timed_out = 0
    for name in drawn:
        if outcomes[name] not in SURVIVED:
            killed += 1
            timed_out += outcomes[name] in TIMED_OUT
            continue
        shown = subprocess.run([mutmut, "show", name], cwd=tree, capture_output=True, text=True, check=False)
        line = _equivalent_line(name, shown.stdout)
        if line in lines:
            named += 1
        else:
            print(shown.stdout, line, sep="")
    survive = len(drawn) - killed - named
    print(f"{killed} of {len(drawn)} killed ({timed_out} by time), {named} equivalent, {survive} survive")
    return int(survive > 0)


def _equivalent_line(name: str, diff: str) -> str:
    """Name a mutant by its function and the line it has instead: its number shifts when the function changes."""
    changed = [line[1:].strip() for line in diff.splitlines() if line.startswith("+") and not line.startswith("+++")]
    return f"{name.partition('__mutmut_')[0]}: {' '.join(changed)}"


if __name__ == "__main__":
    sys.exit(main())
