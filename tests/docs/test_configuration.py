"""docs/configuration.md: each key and each variable is on it, its files are configurations, and what it says is so."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from fakeserver.config import Config, build_all
from fakeserver.config.environment import VARIABLES
from fakeserver.config.well_known import WELL_KNOWN
from fakeserver.tenant.cloud import Cloud

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
FILES = re.findall(r"```toml\n(.*?)```", PAGE, re.S)


def rows() -> dict[str, set[str]]:
    """Return list -> the keys that its rows name."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in PAGE.partition("### Lists")[2].splitlines():
        if match := re.match(r"\| (?:`(\w+)` )?\| ([^|]*) \|", line):
            name = match[1] or name
            found.setdefault(name, set()).update(re.findall(r"`(\w+)`", match[2]))
    return found


def test_each_key_is_on_the_page() -> None:
    hints = get_type_hints(Config)
    lists = {f.name: get_args(hints[f.name])[0] for f in fields(Config) if str(hints[f.name]).startswith("list")}
    del lists["tenants"]
    assert rows() == {name: {f.name for f in fields(kind) if f.name != "switches"} for name, kind in lists.items()}
    for name in {f.name for f in fields(Config)} - Config.no_keys - lists.keys():
        assert re.search(rf"`\[*{name}\]*`", PAGE), name


def test_each_variable_is_on_the_page() -> None:
    named = set(re.findall(r"FAKESERVER_\w+", PAGE))
    assert named >= {variable.name for variable in VARIABLES}


def test_what_is_well_known_is_shown_and_told() -> None:
    assert FILES[0] == WELL_KNOWN
    told = PAGE.partition("That is:")[2].partition("##")[0]
    for value in re.findall(r'(?:_id|secret|password|domain) = "(.*)"', WELL_KNOWN):
        assert f"`{value}`" in told
    for name in re.findall(r'name = "(.*)"', WELL_KNOWN):
        assert f"`{name}@contoso.onmicrosoft.com`" in told


@pytest.mark.parametrize("number", range(len(FILES)))
def test_each_file_is_a_configuration(tmp_path: Path, number: int) -> None:
    path = tmp_path / "tenant.toml"
    path.write_text(FILES[number], encoding="utf-8")
    assert build_all(Config.read(path), Cloud())
