"""The rows of what only EWS refuses, wherever they stand, and of the tenant's refusals."""

import re
from collections.abc import Callable
from pathlib import Path

import fakeserver.protocols.ews
from fakeserver.protocols.ews import operations
from fakeserver.protocols.ews.answers.refusals import ROWS
from fakeserver.protocols.ews.errors import EwsError, Row
from tests.modules import modules_of


def rows() -> list[Row]:
    """Return the rows of every module of EWS."""
    values = (value for module in modules_of(fakeserver.protocols.ews) for value in vars(module).values())
    return [value for value in values if isinstance(value, Row)] + list(ROWS.values())


def test_every_code_is_one_of_the_service(schema_values: Callable[[str], set[str]]) -> None:
    assert {row.code for row in rows()} <= schema_values("ResponseCodeType")


def test_every_row_says_where_it_was_found() -> None:
    assert len(rows()) > 60
    assert all(row.source for row in rows())
    assert all(row.code.startswith("Error") for row in rows())


def test_operations_keep_their_rows_in_the_errors_of_their_family() -> None:
    folder = Path(operations.__file__).parent
    made = {path.name for path in folder.rglob("*.py") if re.search(r"\bRow\(", path.read_text(encoding="utf-8"))}
    # What is said of the operations that are not performed is a table of its own.
    assert {name for name in made if not name.endswith("errors.py")} == {"not_performed.py"}


def test_an_error_says_its_row() -> None:
    assert str(EwsError(Row("ErrorX", "No."))) == "ErrorX: No."


def test_a_fix_is_the_rows_unless_another_is_given() -> None:
    row = Row("ErrorX", "No.", fix="Ask again.")
    assert [EwsError(row).fix, EwsError(row, fix="Ask bob.").fix] == ["Ask again.", "Ask bob."]
