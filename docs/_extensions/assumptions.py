"""The directive ``{assumptions}``: what the code marks as assumed, by package, with where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).resolve().parents[2]
#: folder -> what a reader looks for
PARTS = {
    "fakeserver/protocols/oauth": "Entra ID",
    "fakeserver/protocols/imap": "IMAP",
    "fakeserver/protocols/pop3": "POP3",
    "fakeserver/protocols/smtp": "SMTP",
    "fakeserver/protocols/ews": "EWS",
    "fakeserver/protocols/autodiscover": "Autodiscover",
    "fakeserver/protocols": "What protocols share",
    "fakeserver/tenant/exchange": "Mailboxes and transport",
    "fakeserver/tenant": "Tenant, directory and tokens",
    "fakeserver": "Server",
    "pytest_m365": "The plugin",
}
_BEGINS = re.compile(r"Assumptions?: *")


@dataclass(frozen=True)
class Assumption:
    """One of them."""

    path: str
    line: int
    text: str


def assumptions() -> Iterator[Assumption]:
    """Yield all of them: from `Assumption:` to the end of its comment, or of its paragraph of a docstring."""
    for package in ("fakeserver", "pytest_m365"):
        for path in sorted((ROOT / package).rglob("*.py")):
            lines = path.read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines):
                if begin := _BEGINS.search(line):
                    comment = re.match(r"\s*#:? ?", line) or re.search(r"  #:? ?", line)
                    said = [line[begin.end() :], *_rest(lines[number + 1 :], is_comment=comment is not None)]
                    text = " ".join(" ".join(said).split()).removesuffix('"""')
                    yield Assumption(path.relative_to(ROOT).as_posix(), number + 1, text)


def _rest(lines: list[str], *, is_comment: bool) -> Iterator[str]:
    for line in lines:
        words = re.fullmatch(r"\s*#:? ?(.*)", line) if is_comment else re.fullmatch(r"\s*(.*)", line)
        if words is None or not words[1] or words[1] == '"""' or _BEGINS.search(line):
            return
        yield words[1]
        if not is_comment and line.endswith('"""'):
            return


def part_of(path: str) -> str:
    """Return the heading for a file."""
    return next(title for folder, title in PARTS.items() if path.startswith(f"{folder}/"))


class Assumptions(SphinxDirective):
    """All of them, a list for each part."""

    def run(self) -> list[nodes.Node]:
        """Return them as HTML, each part's below a line that opens."""
        by_part: dict[str, list[Assumption]] = {title: [] for title in PARTS.values()}
        for each in assumptions():
            by_part[part_of(each.path)].append(each)
        html = []
        for title, those in by_part.items():
            items = "".join(
                f"<li>{_text(each.text)} <small>{escape(each.path)}:{each.line}</small></li>" for each in those
            )
            html.append(f"<h2>{escape(title)}</h2><ul>{items}</ul>" if those else "")
        return [nodes.raw("", "\n".join(html), format="html")]


def _text(text: str) -> str:
    return re.sub(r"(`+)(.+?)\1", r"<code>\2</code>", escape(text))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_directive("assumptions", Assumptions)
    # Its page has no line of its own that changes when the code does.
    app.connect("env-get-outdated", lambda *_: ["assumptions", "find"])
    return {"parallel_read_safe": True, "parallel_write_safe": True}
