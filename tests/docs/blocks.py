"""The blocks of code in README.md and docs/, of every language, and whether a test runs each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from tests.docs.snippets import PAGES, name_of

#: what is no code: data, output, pictures, and what Sphinx reads
DATA = frozenset(
    {
        *("", "text", "json", "toml", "ini", "properties", "xml", "http", "mermaid"),
        *("{toctree}", "{eval-rst}", "{causes}", "{assumptions}"),
    }
)
SHELL, NODE = "sh", "js"
#: languages of which blocks are run, unless they are marked
RUN = frozenset({"python", SHELL, NODE})
_BLOCK = re.compile(r"^( *)```([^\s`]*)[^\n]*\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!-- (\w+)(?:: (.*?))? -->\s*\Z")
#: pages whose blocks are run by tests of theirs, but for those that say otherwise
ELSEWHERE = {
    "languages.md": "shows lines of examples/, which tests/examples compares and runs",
    "trust.md": "is made of recipes, each of which tests/cli/trust follows",
}
_MADE = re.compile(r"<!-- made: \w+ -->\s*\Z")


@dataclass(frozen=True)
class Block:
    """One block."""

    page: Path
    line: int
    language: str
    code: str
    #: what stands before it
    before: str

    @property
    def name(self) -> str:
        """Where it is."""
        return f"{name_of(self.page)}:{self.line}"

    @property
    def is_marked(self) -> bool:
        """Whether the page says, in the paragraph before it, that it is not run."""
        paragraph = _MADE.sub("", self.before).rstrip().rpartition("\n\n")[2]
        return "not run here" in " ".join(paragraph.split()).lower()

    @property
    def comment(self) -> tuple[str, str]:
        """What a comment before it says: ``file``, ``command`` or ``needs``, and its value; empty for none."""
        found = _COMMENT.search(self.before)
        return (found[1], found[2] or "") if found else ("", "")


def blocks(pages: tuple[Path, ...] = PAGES) -> Iterator[Block]:
    """Yield every block of some pages, those of generated tables left out."""
    for page in pages:
        # Those of the matrix are its set-ups, which it performs.
        if not name_of(page).startswith("what-your-app-will-see/"):
            text = page.read_text(encoding="utf-8")
            for found in _BLOCK.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                yield Block(page, line, found[2], dedent(found[3]), text[: found.start()])


def run_of(language: str) -> list[Block]:
    """Return the blocks of a language that are run here; those with a command are run by .ci."""
    here = [each for each in blocks() if name_of(each.page) not in ELSEWHERE and each.comment[0] != "command"]
    return [each for each in here if each.language == language and not each.is_marked]
