"""The page "Find by message": its script finds what the package finds."""

import importlib.util
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from fakeserver.finding import find, messages
from tests.docs.snippets import ROOT

DOCS = ROOT / "docs"
SCRIPT = DOCS / "_static" / "find.js"
ASKED = [
    *("535 5.7.3", "(535, b'5.7.3 Authentication unsuccessful [AM0P]')", "535-5.7.139 Authentication unsuccessful, x"),
    *(
        "65001",
        "aadsts65001",
        "403",
        "(401) Unauthorized",
        "token expired",
        "lacks the scope",
        "b'AUTHENTICATE failed.'",
    ),
    *("<ErrorCode>500</ErrorCode><Message>The email address can't be found.</Message>", "NO A/B doesn't exist."),
    *("", "(", "\\", "no such thing", "999", "5.7", "Connection reset by peer", "ErrorAccessDenied: x", "<b>NO</b>"),
]
NODE = """
const { find } = require(process.argv[1]);
const { asked, messages } = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map((text) => find(text, messages).map((message) => message.number))));
"""


class Rows(HTMLParser):
    """The attributes of the messages in the HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details":
            self.found.append(dict(attrs))


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_script_finds_what_the_package_finds() -> None:
    rows: list[dict[str, Any]] = [
        {
            "number": number,
            "condition": each.condition,
            "words": each.words,
            "allWords": each.all_words,
            "parts": each.parts,
            "causes": [f"{cause.name} {cause.sentence}" for cause in each.causes],
        }
        for number, each in enumerate(messages())
    ]
    asked = [*ASKED, *(each.shown for each in messages()), *(each.words[:30] for each in messages()[::5])]
    ran = subprocess.run(
        ["node", "-e", NODE, str(SCRIPT)],
        input=json.dumps({"asked": asked, "messages": rows}),
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found = [[(messages()[n].protocol, messages()[n].text) for n in numbers] for numbers in json.loads(ran.stdout)]
    expected = [[(each.protocol, each.text) for each in find(text)] for text in asked]
    assert [row for row in zip(asked, found, expected, strict=True) if row[1] != row[2]] == []


@pytest.fixture(scope="module")
def causes() -> ModuleType:
    """The extension that writes the lists."""
    pytest.importorskip("sphinx", reason="needs Sphinx: pip install -e '.[docs]'")
    spec = importlib.util.spec_from_file_location("causes", Path(DOCS, "_extensions", "causes.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_message_is_a_row_with_its_causes(causes: ModuleType) -> None:
    for each in messages():
        html = causes._message(each)
        [row] = Rows(html).found
        assert (row["data-words"], json.loads(row["data-parts"] or "")) == (each.words, list(each.parts))
        assert html.count("<div class='cause'>") == len(each.causes)
        assert "<name>" not in html


def test_the_page_has_each_protocol_once() -> None:
    named = re.findall(r"^```{causes} (\w+)$", (DOCS / "find.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(named) == sorted({each.protocol for each in messages()})
