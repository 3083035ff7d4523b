"""The page docs/trust.md, made of the recipes: ``python -m tests.cli.trust.page`` writes it."""

from pathlib import Path
from textwrap import fill

from fakeserver.cli.trust.recipes import CAUTION, RECIPES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "trust.md"
_INTRODUCTION = Path(__file__).with_name("introduction.md")
_CA = Path("/ca/ca.pem")


def trust_page() -> str:
    """Return the page ``docs/trust.md``."""
    recipes = (line for recipe in RECIPES.values() for line in recipe.markdown(_CA))
    return "\n".join([_INTRODUCTION.read_text(encoding="utf-8") + fill(CAUTION, 120), "", *recipes])


if __name__ == "__main__":
    PAGE.write_text(trust_page(), encoding="utf-8")
