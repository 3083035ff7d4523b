"""The page docs/ews-requirements.md is what the tests and the tables say, and these agree with each other."""

import pytest

from tests.protocols.ews.requirements.captured import Requirement, captured
from tests.protocols.ews.requirements.facts import facts
from tests.protocols.ews.requirements.page import PAGE, held_by_tests, requirements_page
from tests.protocols.ews.requirements.reasons import NOT_THIS_SERVICE, OPEN


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == requirements_page(), (
        "python -m tests.protocols.ews.requirements.page writes it"
    )


TABLES: dict[str, set[Requirement]] = {
    "facts.txt": set().union(*facts().values()),
    "another's": set().union(*NOT_THIS_SERVICE.values()),
    "open": set().union(*OPEN.values()),
}


@pytest.mark.parametrize("table", [*TABLES, "tests"])
def test_what_is_named_is_captured_by_a_suite(table: str) -> None:
    named = held_by_tests() if table == "tests" else TABLES[table]
    assert named - set().union(*captured().values()) == set()


@pytest.mark.parametrize("table", ["another's", "open"])
def test_what_holds_is_not_named_as_missing(table: str) -> None:
    assert TABLES[table] & (held_by_tests() | TABLES["facts.txt"]) == set()


def test_the_readme_links_it() -> None:
    assert f"docs/{PAGE.name})" in (PAGE.parents[1] / "README.md").read_text(encoding="utf-8")
