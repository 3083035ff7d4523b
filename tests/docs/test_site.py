"""The site: what its check finds, that each page is in the navigation, and what is taken from the code's comments.

`.ci/run` builds it; here nothing is built.
"""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.docs.snippets import DOCS, ROOT, name_of

TREE = re.compile(r"```{toctree}\n(.*?)```", re.DOTALL)


def loaded(path: Path) -> ModuleType:
    """Load a module that is in no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


site = loaded(ROOT / ".ci" / "site.py")


def test_each_page_is_in_the_navigation() -> None:
    listed = []
    for page in DOCS.rglob("*.md"):
        for tree in TREE.findall(page.read_text("utf-8")):
            names = [line for line in tree.splitlines() if line and not line.startswith(":")]
            listed += [(page.parent / f"{name}.md").resolve() for name in names]
    pages = {page.resolve() for page in DOCS.rglob("*.md")} - {(DOCS / "index.md").resolve()}
    assert sorted(map(name_of, pages - set(listed))) == [], (
        "add it to a toctree of docs/index.md, or of a page below it"
    )
    assert sorted(map(str, listed)) == sorted(map(str, pages)), "each once, and none that is not there"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="b.html">', []),
        ('<a href="b.html#here">', []),
        ('<a href="folder/">', []),
        ('<a href="#top"><h1 id="top">', []),
        ('<a href="https://learn.microsoft.com/x">', []),
        ('<a href="c.html">', ["a.html links to c.html: there is no such file"]),
        ('<a href="b.html#there">', ["a.html links to b.html#there: there is no such place on the page"]),
        ('<script src="https://cdn.example/x.js"></script>', ["a.html fetches https://cdn.example/x.js"]),
        ('<link rel="stylesheet" href="//fonts.example/x.css">', ["a.html fetches //fonts.example/x.css"]),
        ('<img src="gone.png">', ["a.html links to gone.png: there is no such file"]),
    ],
)
def test_what_the_check_finds(tmp_path: Path, html: str, found: list[str]) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "index.html").write_text("")
    (tmp_path / "b.html").write_text('<p id="here">')
    (tmp_path / "a.html").write_text(html)
    assert list(site.faults(tmp_path)) == found


def test_a_style_that_fetches_from_elsewhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.css").write_text("@import '//fonts.example/y'; p { background: url(local.png) }")
    assert list(site.faults(tmp_path)) == ["x.css fetches @import '//fonts.example/y"]


def test_our_own_files_fetch_nothing() -> None:
    for path in (DOCS / "_static").iterdir():
        assert not re.search(r"(?:https?:)?//[a-z]", re.sub(r"^ *//.*$", "", path.read_text("utf-8"), flags=re.M)), path


@pytest.fixture(scope="module")
def assumptions() -> ModuleType:
    """The extension that lists them."""
    pytest.importorskip("sphinx", reason="needs Sphinx: pip install -e '.[docs]'")
    return loaded(DOCS / "_extensions" / "assumptions.py")


def test_every_assumption_of_the_code_is_listed(assumptions: ModuleType) -> None:
    found = list(assumptions.assumptions())
    lines = [
        line
        for package in ("fakeserver", "pytest_m365")
        for path in (ROOT / package).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
    ]
    assert len(found) == sum("Assumption:" in line or "Assumptions:" in line for line in lines) > 300
    assert [each for each in found if len(each.text) < 5] == []
    assert {assumptions.part_of(each.path) for each in found} <= set(assumptions.PARTS.values())
