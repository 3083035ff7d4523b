"""What filters find, and orders sort, of things that are no mail."""

from datetime import UTC, datetime
from typing import Any

import pytest

from fakeserver.protocols.graph.errors import GraphError
from fakeserver.protocols.graph.odata.fields import Field, Fields, Kind, Listed
from fakeserver.protocols.graph.values.times import read_time

BOOKS: tuple[dict[str, Any], ...] = (
    {"title": "Emma", "kind": "novel", "sold": 3, "isNew": False, "tags": ["Old"], "at": datetime(1815, 12, 23)},
    {"title": "emil", "kind": "tale", "sold": 1, "isNew": True, "tags": [], "at": datetime(1929, 10, 1)},
    {"title": None, "kind": "tale", "sold": None, "isNew": False, "tags": ["New", "Red"], "at": None},
)


def _read(name: str) -> Any:
    def read(book: dict[str, Any]) -> Any:
        value = book[name]
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value

    return read


FIELDS = Fields[dict[str, Any]](
    "library.book",
    frozenset({"title", "kind", "sold", "isnew", "tags", "at", "clock", "code", "cover"}),
    {
        "title": Field(Kind.TEXT, _read("title")),
        "code": Field(Kind.EXACT, _read("title")),
        "kind": Field(Kind.CODED, _read("kind"), frozenset({"novel", "tale"})),
        "sold": Field(Kind.NUMBER, _read("sold")),
        "isnew": Field(Kind.TRUTH, _read("isNew")),
        "at": Field(Kind.MOMENT, _read("at")),
        "clock/datetime": Field(Kind.CLOCK, _read("at")),
    },
    {
        "tags": Listed(_read("tags"), {"": Field(Kind.TEXT, lambda tag: tag)}),
        "cover/colours": Listed(lambda book: [], {"name": Field(Kind.TEXT, lambda colour: colour, is_equal_only=True)}),
    },
    read_time,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title eq 'EMMA'", [0]),
        ("'emma' eq Title", [0]),
        ("title ne 'emma'", [1, 2]),
        ("title eq null", [2]),
        ("null ne title", [0, 1]),
        ("code eq 'EMMA'", []),
        ("code eq 'Emma'", [0]),
        ("startswith(title,'em')", [0, 1]),
        ("contains(title,'MI')", [1]),
        ("contains(title,'MI') eq false", [0, 2]),
        ("not contains(title,'mi')", [0, 2]),
        ("kind eq 'Tale' and isNew eq true", [1]),
        ("isNew", [1]),
        ("isNew ne true or sold gt 2", [0, 2]),
        ("sold le 1", [1]),
        ("2 lt sold", [0]),
        ("sold eq null", [2]),
        ("at ge 1900-01-01", [1]),
        ("at lt 1900-01-01T00:00:00Z", [0]),
        ("clock/dateTime ge '1900-01-01'", [1]),
        ("clock/dateTime eq '1929-10-01T02:00:00+02:00'", [1]),
        ("clock/dateTime eq '1929-10-01T00:00:00.0000000'", [1]),
        ("tags/any(t:t eq 'red')", [2]),
        ("tags/any(t:startswith(t,'o') or t eq 'New')", [0, 2]),
        ("tags/any()", [0, 2]),
        ("not tags/any()", [1]),
        ("cover/colours/any(c:c/name eq 'red')", []),
        ("title in ('EMIL','x')", [1]),
        ("true", [0, 1, 2]),
    ],
)
def test_what_a_filter_finds(text: str, found: list[int]) -> None:
    judge = FIELDS.judge(text)
    assert [number for number, book in enumerate(BOOKS) if judge(book)] == found


NODES = (400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
NO_TRUTH = (400, "BadRequest", "Invalid filter clause: The $filter expression must evaluate to a single boolean value.")


def _types(left: str, right: str, kind: str = "Equal") -> tuple[int, str, str]:
    return (
        400,
        "BadRequest",
        "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types "
        f"'{left}' and '{right}' for operator kind '{kind}'.",
    )


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            "size eq 1",
            (400, "RequestBroker--ParseUri", "Could not find a property named 'size' on type 'library.book'."),
        ),
        ("cover eq 'x'", NODES),
        ("title/any(t:t eq 'x')", NODES),
        ("tags/all(t:t eq 'x')", NODES),
        ("tags/any(t:u eq 'x')", NODES),
        ("tags/any(t:t/name eq 'x')", NODES),
        ("cover/colours/any(c:c/name ne 'x')", NODES),
        ("cover/colours/any(c:startswith(c/name,'x'))", NODES),
        ("endswith(title,'x')", NODES),
        ("tolower(title) eq 'x'", NODES),
        ("startswith(title,code)", NODES),
        ("contains(kind,'x')", NODES),
        ("title eq code", NODES),
        ("1 eq 1", NODES),
        ("kind gt 'novel'", NODES),
        ("isNew ge true", NODES),
        ("clock/dateTime ge 'soon'", NODES),
        ("title", NO_TRUTH),
        ("'x'", NO_TRUTH),
        ("isNew and 1", NO_TRUTH),
        ("isNew eq 'true'", _types("Edm.Boolean", "Edm.String")),
        ("title eq 1", _types("Edm.String", "Edm.Int32")),
        ("title eq 1.5", _types("Edm.String", "Edm.Double")),
        ("title eq true", _types("Edm.String", "Edm.Boolean")),
        ("sold eq false", _types("Edm.Int32", "Edm.Boolean")),
        ("at ge '2026-01-01'", _types("Edm.DateTimeOffset", "Edm.String", "GreaterThanOrEqual")),
        ("clock/dateTime lt 2026-01-01T00:00:00Z", _types("Edm.String", "Edm.DateTimeOffset", "LessThan")),
        (
            "kind eq 'poem'",
            (400, "BadRequest", "Invalid filter clause: The string 'poem' is not a valid enumeration type constant."),
        ),
        (
            "contains(tags/name,'x')",
            (
                400,
                "BadRequest",
                "Invalid filter clause: The parent value for a property access of a property 'name' is not a single "
                "value. Property access can only be applied to a single value.",
            ),
        ),
    ],
)
def test_what_is_not_to_be_asked(text: str, refusal: tuple[int, str, str]) -> None:
    with pytest.raises(GraphError) as refused:
        FIELDS.judge(text)
    assert (refused.value.row.status, refused.value.name, refused.value.message) == refusal


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title", [2, 1, 0]),
        ("title desc", [0, 1, 2]),
        ("kind", [0, 1, 2]),
        ("kind desc,sold", [2, 1, 0]),
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
        ("cover/name", "ErrorInvalidUrlQueryOrderBy", "OrderBy not supported."),
    ],
)
def test_what_nothing_sorts_by(text: str, code: str, message: str) -> None:
    with pytest.raises(GraphError) as refused:
        FIELDS.sorted(BOOKS, text)
    assert (refused.value.row.status, refused.value.name, refused.value.message) == (400, code, message)
