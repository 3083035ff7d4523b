"""The page of the docs is the table as it stands."""

from tests.matrix.families import FAMILIES
from tests.matrix.render import PAGE, render


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run: python -m tests.matrix.render"


def test_each_circumstance_shows_how_to_set_it_up() -> None:
    for family in FAMILIES:
        for circumstance in family.circumstances:
            code = circumstance.code
            assert "def " not in code
            assert code or circumstance.steps[0].__name__ == "nothing", circumstance.name


def test_every_table_is_whole() -> None:
    widths = set()
    for line in [*render().splitlines(), ""]:
        if line.startswith("|"):
            widths.add(line.replace("\\|", "").count("|"))
        else:
            assert len(widths) < 2, line
            widths = set()
