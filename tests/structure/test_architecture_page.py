"""docs/architecture.md and docs/extending.md name files that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: A path in backquotes: with a folder before it, or a name of Python's.
PATH = re.compile(r"`((?:[a-z_0-9]+/)+(?:[a-z_0-9]+\.(?:py|md|toml))?)`")
#: Where a path of the pages may begin.
BEGINNINGS = ("", "fakeserver", "fakeserver/tenant", "fakeserver/protocols", "fakeserver/protocols/ews")


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/extending.md", "CONTRIBUTING.md"])
def test_each_path_that_a_page_names_is_there(page: str) -> None:
    named = PATH.findall((ROOT / page).read_text(encoding="utf-8"))
    assert named
    assert [path for path in named if not any((ROOT / beginning / path).exists() for beginning in BEGINNINGS)] == []
