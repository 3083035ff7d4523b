"""Shell and Node on README.md and docs/ are run as they stand; what is not run says so."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_m365 import FakeServer
from tests.docs.blocks import DATA, ELSEWHERE, NODE, RUN, SHELL, Block, blocks, run_of
from tests.docs.snippets import PAGES, ROOT, name_of

#: what ends when it is told to
_SERVES = re.compile(r"fakeserver serve\b")
#: seconds: a machine may be busy
LIMIT = 120

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the pages are written for a POSIX shell")


@pytest.fixture
def folder(tmp_path: Path, m365_server: FakeServer, block: Block) -> Iterator[Path]:
    """A folder with the files that the page of a block shows, and what it takes for granted."""
    for other in blocks((block.page,)):
        if other.comment[0] == "file":
            (tmp_path / other.comment[1]).write_text(other.code)
    tenant = m365_server.new_tenant()
    tenant.add_user("alice")
    (tmp_path / "endpoints.json").write_text(json.dumps(m365_server.endpoints(tenant)))
    yield tmp_path
    m365_server.drop_tenant(tenant)


@pytest.fixture
def environment(tmp_path: Path, folder: Path) -> dict[str, str]:
    """The commands of this installation first, and a home without settings."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("M365_")}
    endpoints = json.loads((folder / "endpoints.json").read_text())
    return given | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{given['PATH']}",
        "HOME": str(tmp_path),
        "NODE_EXTRA_CA_CERTS": endpoints["ca_file"],
    }


@pytest.mark.parametrize("block", run_of(SHELL), ids=lambda block: block.name)
def test_shell(block: Block, folder: Path, environment: dict[str, str]) -> None:
    if "node" in block.code and shutil.which("node") is None:
        pytest.skip("needs node")
    if _SERVES.search(block.code):
        assert served(block.code, folder, environment)["tenant_id"]
        return
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block.code],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def served(code: str, folder: Path, environment: dict[str, str]) -> dict[str, object]:
    """Run a fake until it has said where everything is, and return what its endpoints file has."""
    (folder / "endpoints.json").unlink()
    with subprocess.Popen(
        ["bash", "-c", f"exec {code}"], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.stdout.read()
    assert process.returncode == 0
    written: dict[str, object] = json.loads((folder / "endpoints.json").read_text())
    return written


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
@pytest.mark.parametrize("block", run_of(NODE), ids=lambda block: block.name)
def test_node(block: Block, folder: Path, environment: dict[str, str]) -> None:
    what, package = block.comment
    if what == "needs":
        found = subprocess.run(["node", "-e", f"require({package!r})"], cwd=folder, capture_output=True, check=False)
        if found.returncode:
            pytest.skip(f"needs npm's {package}, found by NODE_PATH")
    (folder / "block.mjs").write_text(block.code)
    ran = subprocess.run(
        ["node", "block.mjs"],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def test_whatever_is_not_run_says_so() -> None:
    code = [each for each in blocks() if each.language not in DATA and name_of(each.page) not in ELSEWHERE]
    silent = [each.name for each in code if each.language not in RUN and not each.is_marked]
    assert silent == [], "put a line *Not run here: why.* before each, with an empty line between"


def test_a_block_that_is_run_is_not_marked() -> None:
    assert [each.name for each in blocks() if each.is_marked and each.language == "python"] == []


def test_each_page_that_is_run_elsewhere_is_there() -> None:
    assert ELSEWHERE.keys() <= {name_of(page) for page in PAGES}


def test_there_are_blocks_of_each_kind() -> None:
    assert all(run_of(language) for language in RUN)


@pytest.mark.parametrize(
    ("text", "language", "is_marked", "comment"),
    [
        ("*Not run here: it takes a tenant.*\n\n```sh\nx\n```\n", "sh", True, ("", "")),
        ("*Not run here.*\n\n  ```yaml\n  x\n  ```\n", "yaml", True, ("", "")),
        ("Text.\n\n```sh\nx\n```\n", "sh", False, ("", "")),
        ("Text.\nIt is not run\nhere:\n\n```sh\nx\n```\n", "sh", True, ("", "")),
        ("*Not run here.*\n\nText.\n\n```sh\nx\n```\n", "sh", False, ("", "")),
        ("<!-- file: app.mjs -->\n```js\nx\n```\n", "js", False, ("file", "app.mjs")),
        ("<!-- command: tests -->\n```sh\nx\n```\n", "sh", False, ("command", "tests")),
    ],
)
def test_how_blocks_are_read(
    tmp_path: Path, text: str, language: str, is_marked: bool, comment: tuple[str, str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text(text)
    [block] = blocks((page,))
    assert (block.language, block.code.strip(), block.is_marked, block.comment) == (language, "x", is_marked, comment)


def test_what_ci_runs_is_a_command_of_the_readme() -> None:
    script = "".join(path.read_text() for path in [ROOT / ".ci" / "run", ROOT / ".ci" / "release"])
    named = {each.comment[1] for each in blocks() if each.comment[0] == "command"}
    assert {name for name in named if f"command: {name}" in script or f"fakeserver {name}" in script} == named
