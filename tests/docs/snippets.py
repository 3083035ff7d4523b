"""The Python in README.md and docs/, as files that pytest runs.

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

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
#: pages whose Python is nobody's test, and why
OTHERS = {
    "extending.md": "shows the code of the fake itself",
    "what-your-app-will-see.md": "is made of the rows of tests/matrix, which asks each of them",
}
#: what the snippets take for granted: a program under test, and names for what the fake has
STAND_INS = Path(__file__).with_name("stand_ins.py")
_BLOCK = re.compile(r"(?:<!-- (\w+)(?:: (\S+))? -->\n)?```python\n(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Snippet:
    """One block of Python."""

    page: Path
    #: of the page, where the block begins
    line: int
    #: what stands in a comment before it: ``file``, ``recipe``, ``example``; empty where nothing does
    mark: str
    #: the file that the page says it is
    file: str
    code: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax.

        Raises:
            SyntaxError: it is no Python.
        """
        return ast.parse(self.code, f"{self.page.name}:{self.line}")

    @property
    def path(self) -> Path:
        """Its file, below the folder of all."""
        stem = self.page.stem.replace("-", "_")
        return Path(stem, self.file or f"test_{stem}_{self.line}.py")

    @property
    def source(self) -> str:
        """What its file has: the block, or a test that is made of its lines."""
        if self.file or any(isinstance(each, ast.ClassDef | ast.FunctionDef) for each in self.tree.body):
            return self.code
        names = [each for each in ast.walk(self.tree) if isinstance(each, ast.Name)]
        set_here = {each.id for each in names if isinstance(each.ctx, ast.Store)}
        asked = ", ".join(sorted(({each.id for each in names} - set_here) & FIXTURES.keys()))
        return f"import os\n\n\ndef test_line_{self.line}({asked}):\n{indent(self.code, '    ')}"


def of_the_plugin() -> set[str]:
    """Return the names of the plugin's fixtures."""
    return {name for name in vars(plugin) if name.startswith("m365")}


def functions(source: str) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a file, those in its classes too."""
    yield from (each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.FunctionDef))


def fixtures_in(source: str) -> dict[str, set[str]]:
    """Return the fixtures that a file defines, each with those that it asks for."""
    return {
        function.name: asked(function)
        for function in functions(source)
        if any("pytest.fixture" in ast.unparse(decorator) for decorator in function.decorator_list)
    }


def asked(function: ast.FunctionDef) -> set[str]:
    """Return what a test or a fixture asks for."""
    return {argument.arg for argument in function.args.args}


#: fixtures that every snippet may name: the plugin's and the stand-ins, each with those that it asks for
FIXTURES: Mapping[str, set[str]] = {
    **dict.fromkeys(of_the_plugin(), set()),
    **fixtures_in(STAND_INS.read_text(encoding="utf-8")),
}


def snippets() -> Iterator[Snippet]:
    """Yield every block of Python that is there to be run, or is a file that others of its page use."""
    for page in PAGES:
        text = "" if page.name in OTHERS else page.read_text(encoding="utf-8")
        for block in _BLOCK.finditer(text):
            mark, file, code = block.groups(default="")
            yield Snippet(page, text.count("\n", 0, block.start(3)), mark, file, dedent(code))


def write(folder: Path) -> None:
    """Write the files of all snippets, and what these take for granted."""
    (folder / "conftest.py").write_text(STAND_INS.read_text(encoding="utf-8"), encoding="utf-8")
    for snippet in snippets():
        path = folder / snippet.path
        path.parent.mkdir(exist_ok=True)
        path.write_text(snippet.source, encoding="utf-8")
