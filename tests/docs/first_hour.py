"""``python -m tests.docs.first_hour FOLDER`` writes the files of README's first hour, for who has just installed it."""

import sys
from pathlib import Path

from tests.docs.snippets import ROOT, snippets


def write(folder: Path) -> list[str]:
    """Write them to a folder; return their names."""
    files = [snippet for snippet in snippets() if snippet.page == ROOT / "README.md" and snippet.file]
    for each in files:
        (folder / each.file).write_text(each.code, encoding="utf-8")
    return [each.file for each in files]


if __name__ == "__main__":
    write(Path(sys.argv[1]))
