"""The page has every operation."""

from tests.protocols.control.page import PAGE, rendered


def test_the_page_is_that_of_the_operations() -> None:
    assert PAGE.read_text(encoding="utf-8") == rendered(), "python -m tests.protocols.control.page writes it"
