"""The recipes in the pages of docs/, as they stand there."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
RECIPES = [
    recipe
    for page in sorted(DOCS.glob("*.md"))
    for recipe in re.findall(
        r"<!-- runs: tests/plugin/test_recipes.py -->\n```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL
    )
]


@pytest.mark.parametrize("recipe", RECIPES, ids=[re.findall(r"def test_(\w+)", one)[0] for one in RECIPES])
def test_a_recipe_runs(pytester: pytest.Pytester, recipe: str) -> None:
    for module in re.findall(r"^(?:import|from) (\w+)", recipe, re.MULTILINE):
        pytest.importorskip(module, reason=f"needs {module}: pip install -e '.[test]'")
    pytester.makepyfile(recipe)
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=1)
