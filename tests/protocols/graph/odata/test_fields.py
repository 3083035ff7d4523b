"""What orders sort by, of things that are no mail."""

import pytest

from fakeserver.protocols.graph.errors import GraphError
from tests.protocols.graph.odata.books import BOOKS, FIELDS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title", [2, 1, 0]),
        ("title desc", [0, 1, 2]),
        # By the numbers behind the words, and not by the letters.
        ("kind", [1, 2, 0]),
        ("kind desc,sold", [0, 2, 1]),
        ("clock/dateTime", [2, 0, 1]),
    ],
)
def test_how_an_order_sorts(text: str, found: list[int]) -> None:
    assert [BOOKS.index(book) for book in FIELDS.sorted(BOOKS, text)] == found


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("clock", "BadRequest", "The $orderby expression must evaluate to a single value of primitive type."),
        ("size", "ErrorInvalidUrlQueryOrderBy", "OrderBy not supported."),
        ("code", "ErrorInvalidUrlQueryOrderBy", "OrderBy not supported."),
        ("tags", "BadRequest", "The $orderby expression must evaluate to a single value of primitive type."),
        ("cover/name", "ErrorInvalidUrlQueryOrderBy", "OrderBy not supported."),
    ],
)
def test_what_nothing_sorts_by(text: str, code: str, message: str) -> None:
    with pytest.raises(GraphError) as refused:
        FIELDS.sorted(BOOKS, text)
    assert (refused.value.row.status, refused.value.name, refused.value.message) == (400, code, message)
