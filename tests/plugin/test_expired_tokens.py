"""The recipe of docs/testing-programs.md for expired tokens, as it stands there."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "testing-programs.md").read_text(encoding="utf-8")


def test_the_recipe_runs(pytester: pytest.Pytester) -> None:
    pytest.importorskip("time_machine", reason="needs time-machine: pip install -e '.[test]'")
    recipe = re.search(r"<!-- runs: tests/plugin/test_expired_tokens.py -->\n```python\n(.*?)```", PAGE, re.DOTALL)
    assert recipe is not None
    pytester.makepyfile(recipe[1])
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=1)
