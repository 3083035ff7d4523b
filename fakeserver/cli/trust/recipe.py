"""How one ecosystem is told to trust an authority, as it is printed and as the docs have it."""

import json
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill, indent

#: columns that words take
WIDTH = 110
#: how a path stands in a block, by its language
_QUOTED: dict[str, Callable[[str], str]] = {
    "sh": shlex.quote,
    "powershell": lambda path: "'" + path.replace("'", "''") + "'",
    "python": json.dumps,
    "json": json.dumps,
}
#: a block of ``python`` on a page is a test there; a line of somebody's program is none
_FENCES = {"python": "py"}
#: where the printed commands connect to
HOST = "localhost:8443"
URL = f"https://{HOST}/"


@dataclass(frozen=True)
class Way:
    """Some words and what to type, or to write into a file.

    Attributes:
        words: why, and what else there is to know.
        block: commands or a file's lines; ``{ca}`` is the certificate's path, ``{folder}`` its folder.
        language: of the block, as Markdown has it.
        elsewhere: why no test of ours runs it; empty where one does.
    """

    words: str
    block: str
    language: str = "sh"
    elsewhere: str = ""

    def block_for(self, ca: Path) -> str:
        """Return the block for a certificate."""
        quoted = _QUOTED.get(self.language, str)
        return self.block.replace("{ca}", quoted(str(ca))).replace("{folder}", quoted(str(ca.parent)))


@dataclass(frozen=True)
class Recipe:
    """An ecosystem.

    Attributes:
        name: as one types it.
        title: as one reads it.
        ways: the usual one first.
    """

    name: str
    title: str
    ways: tuple[Way, ...]

    def printed(self, ca: Path) -> Iterator[str]:
        """Yield the lines that a terminal shows."""
        yield f"{self.title} ({self.name})"
        for way in self.ways:
            yield from (fill(way.words, WIDTH, initial_indent="  ", subsequent_indent="  "), "")
            yield from (indent(way.block_for(ca), "      "), "")

    def markdown(self, ca: Path) -> Iterator[str]:
        """Yield the lines of a page."""
        yield f"### {self.title}\n"
        for way in self.ways:
            yield f"{way.words}{' (Not run here.)' if way.elsewhere else ''}\n"
            yield f"```{_FENCES.get(way.language, way.language)}\n{way.block_for(ca)}\n```\n"
