"""What README says is there, is there."""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from fakeserver.server import FakeServer
from pytest_m365 import plugin

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
#: links and images: ``](target)``
LINK = re.compile(r"\]\(([^)]+)\)")

built = pytest.mark.skipif(
    find_spec("hatchling") is None, reason="hatchling, which builds the package, is not installed"
)


def hatchling(*arguments: str, root: Path = ROOT) -> str:
    """Run the build backend, and return what it prints."""
    command = [sys.executable, "-m", "hatchling", *arguments]
    return subprocess.run(command, cwd=root, text=True, capture_output=True, check=True, timeout=60).stdout


def long_description(root: Path) -> str:
    """Return what a package index shows of the project in a folder."""
    text: str = json.loads(hatchling("metadata", root=root))["readme"]["text"]
    return text


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and package indexes make them."""
    headings = re.findall(r"^#+ (.*)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def fixtures() -> set[str]:
    """Return the names of the plugin's fixtures."""
    found = {name for name in vars(plugin) if name.startswith("m365")}
    return {name for name in found if type(getattr(plugin, name)).__name__ == "FixtureFunctionDefinition"}


def test_every_fixture_is_listed_and_no_other() -> None:
    listed = set(re.findall(r"`(m365\w*)`", README.partition("## Fixtures")[2].partition("### What")[0]))
    assert listed == fixtures()


def test_the_endpoints_file_is_as_shown(m365_server: FakeServer) -> None:
    shown = json.loads(re.search(r"```json\n(.*?)```", README, re.S)[1])  # type: ignore[index]
    tenant = m365_server.new_tenant()
    tenant.add_user("alice")
    written = m365_server.endpoints(tenant)
    assert shown.keys() <= written.keys()
    for name in ("imap", "users", "apps"):
        example, real = (value[0] if isinstance(value, list) else value for value in (shown[name], written[name]))
        assert example.keys() == real.keys()
    m365_server.drop_tenant(tenant)


@pytest.mark.parametrize("name", ["demo", "install", "tests"])
def test_a_command_is_one_line(name: str) -> None:
    lines = re.search(rf"<!-- command: {name} -->\n```sh\n(.*?)```", README, re.S)
    assert lines
    assert len(lines[1].strip().splitlines()) == 1


def test_links_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link.partition("#")) for page in pages for link in LINK.findall(page.read_text()) if ":" not in link
    ]
    wanted = [(page.parent / path if path else page, anchor) for page, (path, _, anchor) in links]
    assert any(anchor for _, anchor in wanted)
    assert [str(target) for target, _ in wanted if not target.exists()] == []
    assert [anchor for target, anchor in wanted if anchor and anchor not in anchors(target.read_text())] == []


@built
def test_the_page_of_an_index_has_no_dead_link() -> None:
    shown = long_description(ROOT)
    assert "All switches (`docs/switches.md`)" in shown
    relative = [link for link in LINK.findall(shown) if not re.match(r"https?://", link)]
    assert [link for link in relative if link.removeprefix("#") not in anchors(shown)] == []


def test_the_projects_addresses_are_read_back_from_the_metadata() -> None:
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]
    # In the metadata a comma stands between label and address, and an index shows 32 characters of a label.
    assert all("," not in label and len(label) <= 32 and url.startswith("https://") for label, url in urls.items())


@built
def test_with_an_address_of_the_repository_its_links_are_absolute(tmp_path: Path) -> None:
    (tmp_path / "fakeserver").mkdir()
    for name in ("README.md", "LICENSE", "fakeserver/version.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    project = (ROOT / "pyproject.toml").read_text()
    heading = "[project.urls]\n"
    assert heading in project
    (tmp_path / "pyproject.toml").write_text(
        project.replace(heading, f'{heading}Source = "https://code.example/pytest-m365"\n')
    )
    shown = long_description(tmp_path)
    assert "[All switches](https://code.example/pytest-m365/blob/HEAD/docs/switches.md)" in shown
    assert all(re.match(r"https?://|#", link) for link in LINK.findall(shown))


@built
def test_the_pages_that_it_names_are_in_the_source_distribution(tmp_path: Path) -> None:
    hatchling("build", "-t", "sdist", "-d", str(tmp_path))
    [archive] = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    pages = {link.partition("#")[0] for link in LINK.findall(README) if ":" not in link} - {""}
    assert "docs/switches.md" in pages
    assert {page for page in pages if not any(name == page or name.startswith(f"{page}/") for name in names)} == set()


def test_ci_takes_its_command_from_here() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    awk = re.search(r"awk '(.*?)' README.md", script)
    assert awk
    found = subprocess.run(["awk", awk[1], "README.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert found.strip().endswith("pytest -q -n 2")
    assert found in README
