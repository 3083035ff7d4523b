"""The Python in README.md and docs/, as files that pytest runs, and what is to become of each test on each target.

Each page has a folder: with the files that it shows, and one file for each of its other blocks. A block that is no
more than lines becomes a test that asks for the fixtures that the lines name.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from textwrap import dedent, indent

from pytest_m365 import plugin
from pytest_m365.options import OF_THE_FAKE

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))
#: pages whose Python is nobody's test, and why
OTHERS = {
    "extending.md": "shows the code of the fake itself",
    **{
        f"what-your-app-will-see/{protocol}.md": "is made of the rows of tests/matrix, which asks each of them"
        for protocol in ("token", "ews", "autodiscover", "graph", "imap", "pop3", "smtp")
    },
}
#: conftest.py of the folder with all of them
STAND_INS = Path(__file__).with_name("stand_ins.py").read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    """Return what a page is called: its path below docs/, or README.md."""
    return page.relative_to(DOCS if page.is_relative_to(DOCS) else page.parent).as_posix()


_BLOCK = re.compile(r"(?:<!-- (\w+)(?:: (\S+))? -->\n)?^ *```python\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Snippet:
    """One block of Python."""

    page: Path
    #: of the page, where the block begins
    line: int
    #: what a comment before it says: ``file``, ``recipe``, ``example``; empty where there is none
    mark: str
    #: the file that the page says it is
    file: str
    code: str

    @property
    def path(self) -> Path:
        """Its file, below the folder of all."""
        stem = name_of(self.page).removesuffix(".md").replace("-", "_").replace("/", "_")
        return Path(stem, self.file or f"test_{stem}_{self.line}.py")

    @cached_property
    def source(self) -> str:
        """What its file has: the block, or a test that is made of its lines.

        Raises:
            SyntaxError: it is no Python; names page and line.
        """
        tree = ast.parse(self.code, f"{self.page.name}:{self.line}")
        if self.file or any(isinstance(each, ast.ClassDef | ast.FunctionDef) for each in tree.body):
            return self.code
        names = [each for each in ast.walk(tree) if isinstance(each, ast.Name)]
        set_here = {each.id for each in names if isinstance(each.ctx, ast.Store)}
        asked = ", ".join(sorted(({each.id for each in names} - set_here) & FIXTURES.keys()))
        return f"import os\n\n\ndef test_line_{self.line}({asked}):\n{indent(self.code, '    ')}"

    @property
    def imports(self) -> set[str]:
        """The packages that it imports."""
        return set(re.findall(r"^(?:import|from) (\w+)", self.source, re.MULTILINE))

    def tests(self) -> Iterator[tuple[str, ast.FunctionDef]]:
        """Yield its tests by their names, as a report in JUnit's form has them."""
        at = ".".join(self.path.with_suffix("").parts)
        for each in ast.parse(self.source).body:
            name, functions = (f"{at}.{each.name}", each.body) if isinstance(each, ast.ClassDef) else (at, [each])
            for function in functions:
                if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
                    yield f"{name}.{function.name}", function


def snippets() -> Iterator[Snippet]:
    """Yield every block of Python that is there to be run, or is a file that others of its page use."""
    for page in PAGES:
        text = "" if name_of(page) in OTHERS else page.read_text(encoding="utf-8")
        for block in _BLOCK.finditer(text):
            mark, file, code = block.groups(default="")
            yield Snippet(page, text.count("\n", 0, block.start(3)), mark, file, dedent(code))


def write(folder: Path) -> None:
    """Write the files of all snippets, and what these take for granted."""
    (folder / "conftest.py").write_text(STAND_INS, encoding="utf-8")
    for snippet in snippets():
        path = folder / snippet.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(snippet.source, encoding="utf-8")


def on_the_fake() -> dict[str, str]:
    """Return how the outcome of each test begins: it passes, unless the page shows how one fails."""
    return {
        name: "failed" if snippet.mark == "example" else "passed"
        for snippet in snippets()
        for name, _ in snippet.tests()
    }


def on_live() -> dict[str, str]:
    """Return the same for the live target: a test passes too, unless it asks for what only the fake can do."""
    everywhere = list(snippets())
    of_page = {each.page: _fixtures_in(each.source) for each in everywhere if each.file == "conftest.py"}
    return {
        name: _on_live(function, {**FIXTURES, **of_page.get(snippet.page, {}), **_fixtures_in(snippet.source)})
        for snippet in everywhere
        for name, function in snippet.tests()
    }


def _on_live(test: ast.FunctionDef, fixtures: Mapping[str, set[str]]) -> str:
    markers = [ast.unparse(each) for each in test.decorator_list]
    if "pytest.mark.m365_fake" in markers:
        return "skipped: runs on the fake target only, and this is live"
    asked = new = _asked(test)
    while new:
        new = {other for each in new for other in fixtures.get(each, ())} - asked
        asked |= new
    if of_the_fake := [what for name, what in OF_THE_FAKE.items() if name in asked]:
        return f"skipped: {of_the_fake[0]}, and this is the live target"
    if any(each.startswith("pytest.mark.m365(") for each in markers):
        return "skipped: the live tenant is not known to have "
    return "passed"


def _asked(function: ast.FunctionDef) -> set[str]:
    """Return what a test or a fixture asks for."""
    return {argument.arg for argument in function.args.args}


def _fixtures_in(source: str) -> dict[str, set[str]]:
    """Return the fixtures that a file defines, each with those that it asks for."""
    return {
        each.name: _asked(each)
        for each in ast.walk(ast.parse(source))
        if isinstance(each, ast.FunctionDef) and any("pytest.fixture" in ast.unparse(by) for by in each.decorator_list)
    }


#: fixtures that every snippet may name: the plugin's and the stand-ins, each with those that it asks for
FIXTURES: Mapping[str, set[str]] = {
    **{name: set() for name in vars(plugin) if name.startswith("m365")},
    **_fixtures_in(STAND_INS),
}
