"""What README says is there, is there."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from fakeserver.server import FakeServer
from pytest_m365 import plugin

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


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


@pytest.mark.parametrize("name", ["demo", "tests"])
def test_a_command_is_one_line(name: str) -> None:
    lines = re.search(rf"<!-- command: {name} -->\n```sh\n(.*?)```", README, re.S)
    assert lines
    assert len(lines[1].strip().splitlines()) == 1


def test_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    links = [page.parent / link for page in pages for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text())]
    assert links
    assert [str(link) for link in links if not link.exists()] == []


def test_ci_takes_its_command_from_here() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    awk = re.search(r"awk '(.*?)' README.md", script)
    assert awk
    found = subprocess.run(["awk", awk[1], "README.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert found.strip().endswith("pytest -q -n 2")
    assert found in README
