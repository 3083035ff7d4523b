import re
from pathlib import Path

import fakeserver
from fakeserver.version import __version__

ROOT = Path(__file__).resolve().parents[1]


def test_it_is_the_packages() -> None:
    assert fakeserver.__version__ == __version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_changelog_begins_with_it() -> None:
    head = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert head
    assert re.fullmatch(rf"{re.escape(__version__)} \((unreleased|\d{{4}}-\d\d-\d\d)\)", head[1])


def test_it_is_the_one_that_gets_fixes() -> None:
    minor = __version__.rpartition(".")[0]
    assert f"| the latest minor version, {minor} | yes |" in (ROOT / "SECURITY.md").read_text("utf-8")
