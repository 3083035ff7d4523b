"""docs/languages.md shows lines of the examples as they stand there; docs/dotnet.md says that nothing of it is run."""

import re
from textwrap import dedent

import pytest

from tests.examples.example import EXAMPLES

ROOT = EXAMPLES.parent
DOTNET = (ROOT / "docs" / "dotnet.md").read_text("utf-8")
PAGE = (ROOT / "docs" / "languages.md").read_text("utf-8")
BLOCK = re.compile(r"^(?:<!-- from: (\S+) -->\n)?```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = [match.groups() for match in BLOCK.finditer(PAGE)]


def shown_in(text: str, lines: str) -> bool:
    """Say whether lines stand in a text, one after the other, whatever the whole of them is indented by."""
    wanted = dedent(lines).splitlines()
    there = text.splitlines()
    parts = (there[start : start + len(wanted)] for start in range(len(there)))
    return any(dedent("\n".join(part)).splitlines() == wanted for part in parts)


def test_every_block_says_whence_it_is() -> None:
    assert len(SHOWN) == PAGE.count("```") / 2 > 10
    assert [lines for file, lines in SHOWN if file is None] == []
    # Each language has a part in it; the other two have pages of their own.
    others = {"containers", "live"}
    assert {file.split("/")[1] for file, _ in SHOWN} == {
        each.name for each in EXAMPLES.iterdir() if each.is_dir()
    } - others


@pytest.mark.parametrize(("file", "lines"), SHOWN, ids=[file for file, _ in SHOWN])
def test_it_stands_there(file: str, lines: str) -> None:
    assert shown_in((ROOT / file).read_text("utf-8"), lines)


def test_lines_that_are_not_next_to_each_other_do_not_stand_there() -> None:
    assert shown_in("  a\n    b\n  c\n", "a\n  b\n")
    assert not shown_in("a\nb\nc\n", "a\nc\n")
    assert not shown_in("a\n  b\n", "a\nb\n")


def test_what_is_not_run_says_so() -> None:
    before = re.findall(r"([^`]*)^```csharp$", DOTNET, re.MULTILINE)
    assert len(before) == DOTNET.count("```csharp") > 5
    assert [text for text in before if not re.search(r"(?i)not\s+run\s+here:\*\s*$", text)] == []
