"""The rows of what only EWS refuses, wherever they stand, and of the tenant's refusals."""

from collections.abc import Callable

import fakeserver.protocols.ews
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


def test_an_error_says_its_row() -> None:
    assert str(EwsError(Row("ErrorX", "No."))) == "ErrorX: No."


def test_a_fix_is_the_rows_unless_another_is_given() -> None:
    row = Row("ErrorX", "No.", fix="Ask again.")
    assert [EwsError(row).fix, EwsError(row, fix="Ask bob.").fix] == ["Ask again.", "Ask bob."]
